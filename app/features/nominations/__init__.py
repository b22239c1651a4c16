"""Suggesting somebody for a role in a cohort.

Who may do what: the handbook says who may suggest whom (its mentors, its coordinators, or everybody).
The one who is suggested decides alone: they apply as anybody does, or say no, and nobody is told which.
The coordinators read who suggested whom, and why.
"""
