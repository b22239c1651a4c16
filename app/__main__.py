"""The `trellis` command."""


def main() -> None:
    """Start the command line."""
