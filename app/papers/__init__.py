"""What people print: pages drawn from plain text. They know no programme and no Slack."""
