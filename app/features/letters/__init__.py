"""When Trellis may write, why it wrote, and how to hear less of it.

Who may do what: everybody chooses their own hours. Only somebody who got a message may ask why it came, have
it brought again, or have its reminders stopped; and that for themselves alone. Nobody is told of any of it.
"""
