"""What people agree on at the start: goals, time, contact, what stays between them.

Who may do what: only the people of a living pairing write, confirm and read it; whoever writes
proposes, and the others confirm. Coordinators see nothing of it.
"""
