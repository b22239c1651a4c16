"""A handbook is a file; a cohort is one run of it.

Who may do what: those who coordinate the whole workspace open cohorts; the coordinators of a cohort
close its sign-up and appoint others. Everybody may read about an open cohort.
"""
