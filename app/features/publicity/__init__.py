"""What the people of a pairing make public, and only what all of them agreed to, word for word.

Who may do what: everybody in a living pairing whose programme keeps a public log may draft an entry,
change it and withdraw it. Everybody who was in the pairing when it was drafted reads exactly that text
and says yes or no; a changed text asks anew. Only when all have said yes it is posted where the cohort
was announced, and anybody may read it. Each of them may take it back later. Coordinators see no draft.
"""
