"""Who is who: members, the zone they live in, and who coordinates what.

Who may do what: everybody sees and changes what is theirs. Those named in the setting
`COORDINATOR_USER_IDS` coordinate every cohort of the workspace; a coordinator of a cohort may
appoint others for that cohort only. Every deed of a coordinator stands in the audit table.
"""
