"""People who agreed to work together: how they begin and how they end.

Who may do what: a pairing begins only through matching, when all have agreed. Each of its people,
or a coordinator of its cohort, may end it. Nobody else may even learn that it exists.
"""
