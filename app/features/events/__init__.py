"""What many attend: an information session, onboarding, a touch base, a showcase, a celebration.

Who may do what: whoever is invited says whether they come; where the community is welcome, anybody
may say so. Each pairing names its own representative. Coordinators of the cohort move, cancel and add
its events, and record who was there; they see who comes, and nobody else's answer is shown to anybody.
"""
