"""Who fits whom, and whether both want to: scores, proposals, offers, the introduction.

Who may do what: coordinators of a cohort run matching, read, accept and forbid proposals. Only the
person an offer was made to answers it.
"""
