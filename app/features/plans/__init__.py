"""What a pair or a group does in which meeting: a session plan chosen from the handbook's outlines.

Who may do what: everybody in a living pairing chooses its plan and reads it; a mentor of it repeats
a step or skips one. Each meeting that was held leads on to the next step by itself.
"""
