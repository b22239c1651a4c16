"""Trellis: a community's mentoring programme, run inside Slack."""
