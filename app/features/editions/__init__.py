"""A running cohort and a handbook file that has changed since it began.

Who may do what: a coordinator of the cohort sees what a change would bring, and moves the cohort or lets
it stay. Nobody else hears of it; what was sent already is never sent again.
"""
