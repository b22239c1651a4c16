"""A pairing's time in stages: what each is about, its guidance, its questions; and how to prepare before it all.

Who may do what: everybody in a pairing gets the guidance of their own role, and can read it again. Nothing
here is answered; the questions of a stage are forms, and who reads those is said there.
"""
