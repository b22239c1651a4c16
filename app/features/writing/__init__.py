"""Writing to many at once, and following what one started for many.

Who may do what: coordinators write to the people of the cohorts that they coordinate, each of whom reads who writes
and why. Whoever started it follows it in a message of their own; every coordinator of the cohort may stop it. Nobody
else sees the text before it comes to them.
"""
