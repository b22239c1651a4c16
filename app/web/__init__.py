"""HTTP: Slack's endpoint and health."""
