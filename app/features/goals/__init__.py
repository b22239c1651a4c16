"""What people work towards: goals, activities to tick off, and opportunities that are followed up.

Who may do what: only the people of a living pairing read its goals, and nobody else ever does. Who
writes a kind of goal stands in the handbook; a mentee's own goals are changed by that mentee, and
sharpened by whoever the handbook names. Either side says how a goal stands and ticks activities off.
"""
