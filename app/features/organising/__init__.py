"""The desk: the weekly digest, the cohorts at a glance, what could not be delivered.

Who may do what: coordinators see and close the cohorts that they coordinate. Numbers and names of
quiet pairs reach them; what anybody wrote in private never does.
"""
