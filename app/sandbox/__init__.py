"""A Slack workspace that lives on this machine. It speaks to the bot over the wire only."""
