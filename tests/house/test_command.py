"""The `trellis` command, as a newcomer meets it."""

from click.testing import CliRunner

from app.__main__ import main


def test_the_help_says_where_to_begin() -> None:
    said = CliRunner().invoke(main, ["--help"]).output
    for command in ("trellis demo --tour", "trellis keys", "trellis migrate", "trellis run"):
        assert command in said
    assert "\\b" not in said


def test_every_command_has_a_sentence() -> None:
    for name, command in main.commands.items():
        assert command.help, name


def test_the_json_goes_with_the_tour() -> None:
    done = CliRunner().invoke(main, ["demo", "--json", "x.json"])
    assert done.exit_code == 2
    assert "--json goes with --tour" in done.output


def test_a_key_is_a_key() -> None:
    first, second = (CliRunner().invoke(main, ["keys"]).output.strip() for _ in range(2))
    assert len(first) == 44
    assert first != second
