"""Stories to start from: each is played by the real bot over the wire, and then handed over to whoever looks at it.

`shelf.py` lists them, `playing.py` is what they are told with; the others tell one each.
"""
