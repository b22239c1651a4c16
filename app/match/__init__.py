"""Matching two files of people without Slack: a coordinator tries a programme's rules, or needs nothing more.

Whoever runs it holds both files; nothing leaves the machine. Who would rather not meet whom, and which
backgrounds somebody would like to share, count as they do in Slack and stand in no output.
"""
