"""What will be sent: every message of a cohort by week and role, before anything goes out.

Who may do what: a coordinator of the cohort reads it, and gets it as a page, a calendar or a picture in
their own conversation with Trellis. It is the plan for somebody for whom all goes well, made from the
handbook and the cohort's days; nothing about anybody who takes part is in it.
"""
