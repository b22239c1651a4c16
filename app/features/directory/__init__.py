"""The list of those who want to be found: mentors and mentees of a programme, with what they say of themselves.

Who may do what: everybody in the workspace reads the list. Whoever applied decides in the form whether
they stand on it; a change of the form changes the list at once, and whoever withdraws or leaves is gone
from it. Nothing is shown but answers that were given for everybody to read.
"""
