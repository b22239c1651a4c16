"""What is written about the house is true of it: README, settings."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.settings import BadSettings, Settings, load

ROOT = Path(__file__).parents[2]


def default(name: str) -> str:
    """Return a setting's default as an admin would write it; empty where there is none."""
    value = Settings.model_fields[name].default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)


def test_the_readme_has_every_setting_in_order_with_its_default_and_its_meaning() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)` )?\| (.*) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    fields = Settings.model_fields
    assert rows == [(name.upper(), default(name), field.description) for name, field in fields.items()]


def test_the_example_has_every_setting_in_order_and_what_is_set_there_is_wrong_until_filled_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (ROOT / ".env.example").read_text()
    lines = re.findall(r"^(# )?([A-Z_]+)=(.*)$", text, re.MULTILINE)
    assert [name for _, name, _ in lines] == [name.upper() for name in Settings.model_fields]
    for comment, name, value in lines:
        if comment:
            assert value == default(name.lower()), name
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(text)
    with pytest.raises(BadSettings) as error:
        load()
    to_fill_in = [name.lower() for comment, name, _ in lines if not comment and name != "COORDINATOR_USER_IDS"]
    assert sorted(one.name for one in error.value.faults) == sorted(to_fill_in)


def test_the_house_has_a_changelog_and_a_licence() -> None:
    assert "MIT" in (ROOT / "LICENSE").read_text()
    assert (ROOT / "CHANGELOG.md").read_text().startswith("# Changelog")


def test_no_paper_has_two_versions_of_itself() -> None:
    papers = [
        *ROOT.glob("*.md"),
        *(ROOT / "app").rglob("*.md"),
        *(ROOT / "manifests").rglob("*"),
        ROOT / ".env.example",
    ]
    marks = re.compile(r"^(<{7}|={7}|>{7})( |$)", flags=re.MULTILINE)
    assert [path.name for path in papers if path.is_file() and marks.search(path.read_text(encoding="utf-8"))] == []
