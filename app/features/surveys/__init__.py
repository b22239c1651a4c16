"""Several questions in one form: surveys, preparations, the questions of a stage, a last reflection.

Who may do what: only the person asked answers, until the form closes. Who reads is what the form said
before: nobody else; the people of the pairing; or the coordinators of the cohort, without names and
only where enough people answered. Every reading of a coordinator stands in the audit table.
"""
