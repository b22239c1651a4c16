"""The end of a meeting: four questions, and what their answers become.

Who may do what: only the people of a living pairing write and read its answers, which are sealed in
the database. Coordinators see whether a meeting was held, never a word of what was said.
"""
