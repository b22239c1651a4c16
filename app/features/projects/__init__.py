"""Projects declare that they take part; each becomes a cohort of its own.

Who may do what: anybody in the workspace may declare a project for a programme whose handbook takes
projects. Those who coordinate the whole workspace say yes (and choose its channels) or no, with a
reason. Whoever declared a project coordinates its cohort: nominates, approves and matches its people.
"""
