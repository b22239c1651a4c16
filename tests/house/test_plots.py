"""Charts as SVG and PNG."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

from app import plots

WEEKS = ["-1", "0", "1", "2"]
EVERY = (
    plots.weekly_bars("Messages", WEEKS, {"asked": [1, 0, 2, 1], "nudges": [0, 0, 2, 1]}, 3),
    plots.heat_map("Messages", ["Ada $x^$", "山田 <b>"], WEEKS, [[0, 1, 4, 2], [1, 1, 1, 1]], 3),
    plots.histogram("Scores", [0.1, 0.5, 0.55, 1.0], what="score"),
    plots.line("Meetings", WEEKS, {"held": [1, 2, 3, 4], "planned": [2, 2, 4, 4]}),
    plots.weekly_bars("Nothing", [], {}),
    plots.heat_map("Nobody", [], [], []),
    plots.histogram("No scores", [], what="score"),
)


def test_a_picture_stands_in_a_page_without_a_ground_or_anything_from_outside() -> None:
    for one in EVERY:
        drawn = ET.fromstring(one.svg)  # noqa: S314 - made just now
        assert drawn.get("aria-label") == one.alt
        assert "viewBox" in drawn.attrib
        assert "width" not in drawn.attrib
        assert "url(http" not in one.svg
        assert plots.INK not in one.svg
        assert "currentColor" in one.svg or one.title == "Nobody"


def test_the_same_numbers_give_the_same_picture_in_every_process() -> None:
    code = (
        "from app import plots; from hashlib import sha256 as s\n"
        "one = plots.weekly_bars('Messages', ['-1', '0', '1', '2'], {'asked': [1, 0, 2, 1], 'nudges': [0, 0, 2, 1]}, 3)\n"
        "print(s(one.svg.encode()).hexdigest(), s(one.png).hexdigest())"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == [sha256(EVERY[0].svg.encode()).hexdigest(), sha256(EVERY[0].png).hexdigest()]


def test_what_it_shows_stands_beside_it_in_words_and_numbers() -> None:
    bars, heat, *_ = EVERY
    assert bars.alt == "Messages: most in week 1, with 4. The limit, 3 a week, is passed in 1 week."
    assert bars.rows[2] == ("1", "2", "2", "4")
    assert heat.alt == "Messages: 2 people, 4 weeks, at most 4 in one week. The limit of 3 is passed once."
    assert '<th scope="row">山田 &lt;b&gt;</th><td>1</td>' in heat.html
    assert EVERY[4].alt == "Nothing: nothing in any week."


def test_a_limit_may_be_for_one_kind_only_which_then_stands_at_the_bottom() -> None:
    kinds = {"in all": [4, 4], "nobody asked": [1, 2]}
    one = plots.weekly_bars("Messages", ["1", "2"], kinds, 3, limited="nobody asked")
    assert one.head == ("Week", "nobody asked", "in all", "In all")
    assert one.alt.endswith("with 6. The limit of “nobody asked”, 3 a week, is never passed.")
    both = plots.together("Messages", {"Ada": one, "Mira": one})
    assert both.rows[-1] == ("Mira, 2", "2", "4", "6")
    assert both.svg.count(">nobody asked<") == 1  # the legend is told once


def test_a_file_for_a_message_is_a_png() -> None:
    for one in EVERY:
        assert one.png.startswith(b"\x89PNG")


def test_a_home_that_cannot_be_written_is_no_matter_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, where a folder would have to be")
    (tmp_path / "tmp").mkdir()
    code = "from app import plots; print(len(plots.histogram('S', [1, 2], what='s').svg) > 0)"
    surroundings = {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp"), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=surroundings, check=True)
    assert (done.stdout, done.stderr) == ("True\n", "")
    assert list((tmp_path / "tmp").iterdir()) == []
