"""What is written about the house is true of it: README, settings."""

from pathlib import Path

from app.settings import Settings

ROOT = Path(__file__).parents[2]


def test_every_setting_is_in_the_readme() -> None:
    table = (ROOT / "README.md").read_text()
    missing = []
    for name, field in Settings.model_fields.items():
        if f"`{name.upper()}`" not in table or (field.description or "?") not in table:
            missing.append(name)
    assert missing == []


def test_the_house_has_a_changelog_and_a_licence() -> None:
    assert "MIT" in (ROOT / "LICENSE").read_text()
    assert (ROOT / "CHANGELOG.md").read_text().startswith("# Changelog")
