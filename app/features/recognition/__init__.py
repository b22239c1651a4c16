"""Putting a mentee forward for the role they worked towards, and planning what each takes along.

Who may do what: a mentor whose mentee was found ready writes the nomination, and nobody else reads it
before it is posted. Posting it through Trellis needs the mentee's yes to exactly these words.
"""
