"""Speed and size, measured against a floor in the same run: `make bench`."""
