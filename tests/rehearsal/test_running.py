"""`trellis rehearse`, from the terminal."""

from click.testing import CliRunner

from app.__main__ import main


def test_too_few_people_are_told_in_a_sentence() -> None:
    done = CliRunner().invoke(main, ["rehearse", "wealljs", "--people", "3"])

    assert done.exit_code == 1
    assert "a cohort needs at least 4 people" in done.output
