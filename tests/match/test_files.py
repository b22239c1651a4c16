"""Files as spreadsheets write them: encodings, delimiters, quotes, and where a row begins."""

from pathlib import Path

import pytest

from app.match import files
from app.match.files import Stop


def sheet(tmp_path: Path, said: str | bytes) -> files.Sheet:
    path = tmp_path / "mentees.csv"
    path.write_bytes(said if isinstance(said, bytes) else said.encode())
    return files.read(path)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_headings(tmp_path: Path, mark: str) -> None:
    found = sheet(tmp_path, f'Name{mark}"Your goals, in short; really"{mark}Zone\nAda{mark}a{mark}UTC\n')
    assert list(found.columns) == ["Name", "Your goals, in short; really", "Zone"]
    assert dict(found.rows[0].cells)["Zone"] == "UTC"


def test_a_row_stands_at_the_line_where_it_begins_whatever_its_cells_hold(tmp_path: Path) -> None:
    found = sheet(tmp_path, 'Name,Goals\r\nAda,"one\r\ntwo\r\nthree"\r\n\r\nBo,x\r\nCy,"a ""quoted"" word"\r\n')
    assert [(row.line, row.cells["Name"]) for row in found.rows] == [(2, "Ada"), (6, "Bo"), (7, "Cy")]
    assert found.rows[2].cells["Goals"] == 'a "quoted" word'


@pytest.mark.parametrize(("encoding", "notes"), [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("latin-1", 1)])
def test_names_are_read_in_the_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str, notes: int) -> None:
    found = sheet(tmp_path, "Name,Town\nInés,Málaga\n".encode(encoding))
    assert dict(found.rows[0].cells) == {"Name": "Inés", "Town": "Málaga"}
    assert len(found.notes) == notes
    assert all("Latin-1" in one for one in found.notes)


def test_short_rows_are_filled_and_rows_with_too_many_cells_are_told(tmp_path: Path) -> None:
    found = sheet(tmp_path, "Name,Goals\nAda\nBo,x,\nCy,x,y\n")
    assert [row.cells["Name"] for row in found.rows] == ["Ada", "Bo"]
    assert len(found.faults) == 1
    assert str(found.faults[0]).startswith("mentees.csv, line 4: has 3 cells, and there are 2 headings; put quotation")


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("Name,Goals\n", "nobody stands below"),
        ("Name,Name\nAda,Bo\n", "two columns named “Name”"),
        ('Name,Goals\nAda,"never closed\nBo,x\n', "breaks off near line 2"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(tmp_path: Path, said: str, because: str) -> None:
    with pytest.raises(Stop, match=because):
        sheet(tmp_path, said)
