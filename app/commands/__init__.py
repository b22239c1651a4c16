"""The sub-commands of `trellis`, by what they are about; `app.__main__` puts them together.

Each imports what it needs when it is called, so that `trellis --help` answers at once. Click hands over flags as
positional booleans.
"""
