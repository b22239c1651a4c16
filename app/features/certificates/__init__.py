"""Certificates by the handbook's own rules.

Who may do what: everybody sees at any time how far their own certificate is, and gets it once when it
is earned. Coordinators of a cohort see who has earned one and what others lack (facts only, no word
that somebody wrote), and may grant an exception with a reason, which is recorded; not for themselves.
"""
