"""The outbox: what is wanted becomes planned, what is due is claimed, sent and settled."""
