"""`trellis doctor`: looks at everything that Trellis needs, says what is wrong, and what to do about it.

It changes nothing that stays: what it writes to find out whether it can is taken back.
"""
