"""Whether it goes on: the handbook's decisions, and whether two people fit.

Who may do what: only the person asked answers, with one click. The others in the pairing never hear who
said what; coordinators see numbers, and the name of whoever says that it does not fit, never a word.
"""
