"""What accompanies a pairing from its beginning to its end.

Who may do what: everybody in a pairing may say that they are away, and for how long; only its people
read and write what they agreed on. Coordinators see how far a quiet pairing has got. A pairing is ended
by one of its people or by a coordinator; whoever is one of several in a group leaves it alone.
"""
