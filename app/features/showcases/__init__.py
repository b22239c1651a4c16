"""What each pair or group shows at an event: one link, asked for some days before.

Who may do what: anybody in a living pairing gives its link, changes it, and says whether the community
may see it. Coordinators of the cohort see every link and what is missing. After the event the channel
sees the links of those who agreed, and no others.
"""
