"""`make story`: write down what people read in the tour, so that a change of words is read before it lands."""

from pathlib import Path

from app.demo import tour

STORY = Path(__file__).parents[1] / "scenarios" / "story.txt"


def main() -> None:
    lines: list[str] = []
    tour.play(json_file=None, say=lines.append, transport="http")
    # The closing line is the command's own.
    STORY.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
