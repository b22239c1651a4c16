"""The sandbox is as strict as Slack: every test drives it with Slack's own SDK."""
