"""Asking for a place, and hearing about it.

Who may do what: anybody in the workspace may apply for a role in an open cohort, and edit or
withdraw their own application. Coordinators of that cohort read, approve and decline. Answers are
read by whom the form says; nobody else.

This is the model room: a new one is a copy of it.
"""
