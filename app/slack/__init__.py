"""The only code that knows Slack's manners."""
