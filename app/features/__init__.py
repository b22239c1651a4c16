"""One room per story of the programme. Every room has the same doors; see `app/README.md`."""
