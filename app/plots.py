"""Charts where one would rather look than read: as SVG for a page, light or dark, and as PNG for a message. Pure.

The same numbers give the same bytes. Matplotlib is loaded by the first picture, not by the import of this page: it
takes half a second and forty megabytes, which nobody who is waiting for an answer should pay.
"""

import atexit
import os
import re
import shutil
import tempfile
import threading
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

INK = "#1d2430"
HUES = ("#3b8f79", "#d08c2f", "#5b7fc7", "#b0648f", "#7a8b3c", "#8a7a6c")
"""Middle tones, apart from each other on a light and on a dark ground, also for whoever sees no red or green."""
OVER = "#cf4b4b"
WIDE, TALL, ROW = 8.0, 3.2, 0.22  # inches
DOTS = 160  # of a PNG, an inch
MOST_NAMES = 60  # rows that are named beside a heat map
MOST_TICKS = 16
_RENDERING = threading.Lock()
_NAMED_PARTS = re.compile(r'<g id="[^"]*"')
_HEAD = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>\s*", re.DOTALL)
_SIZE = re.compile(r'\s(?:width|height)="[\d.]+pt"')
_FONT = re.compile(r"'DejaVu Sans'[^;\"]*")


@dataclass(frozen=True)
class Picture:
    """One chart, and what it says in words and numbers.

    Attributes:
        title: what it shows.
        alt: what somebody who does not see it should know.
        head, rows: its numbers as a table.
    """

    title: str
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    _panels: tuple[tuple[str, Callable[["Axes"], None]], ...] = field(repr=False, compare=False)
    _tall: float = TALL

    @cached_property
    def svg(self) -> str:
        """An `<svg>` to stand in a page: without a ground, its letters in the colour of the text around it."""
        out = StringIO()
        self._save(out, "svg")
        text = _SIZE.sub("", _HEAD.sub("", out.getvalue()), count=2)
        text = _FONT.sub("system-ui, sans-serif", _NAMED_PARTS.sub("<g", text)).replace(INK, "currentColor")
        return text.replace("<svg ", f'<svg role="img" aria-label="{escape(self.alt)}" ', 1).strip()

    @cached_property
    def png(self) -> bytes:
        """A file with its title and a white ground."""
        out = BytesIO()
        self._save(out, "png")
        return out.getvalue()

    @property
    def html(self) -> str:
        """A `<figure>`: title, chart, and the numbers as a table that one can fold out."""
        head = "".join(f'<th scope="col">{escape(one)}</th>' for one in self.head)
        rows = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(one)}</td>" for one in row[1:])
            + "</tr>"
            for row in self.rows
        )
        return (
            f"<figure><figcaption>{escape(self.title)}</figcaption>\n{self.svg}\n"
            f"<details><summary>The numbers</summary>\n<table><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table></details></figure>"
        )

    def _save(self, out: StringIO | BytesIO, form: str) -> None:
        _make_room()
        import matplotlib as mpl  # noqa: PLC0415 - see the top
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - see the top
        from matplotlib.figure import Figure  # noqa: PLC0415 - see the top

        colours = ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")
        style = dict.fromkeys(colours, INK) | {
            "font.family": ["DejaVu Sans"],
            "font.size": 9.5,
            "svg.hashsalt": "trellis",
            "svg.fonttype": "none",
            "text.parse_math": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "legend.frameon": False,
        }
        # A name may be written in letters that the font lacks; a page has them, and a PNG shows a box.
        with _RENDERING, mpl.rc_context(rc=style), warnings.catch_warnings():  # type: ignore[arg-type]  # its own names
            warnings.filterwarnings("ignore", "Glyph", UserWarning)
            figure = Figure(figsize=(WIDE, self._tall), layout="constrained")
            FigureCanvasAgg(figure)
            known: dict[str, Artist] = {}
            for row, (name, draw) in enumerate(self._panels, start=1):
                axes = figure.add_subplot(len(self._panels), 1, row)
                axes.set_title(name, loc="left", fontsize=9.5)
                draw(axes)
                for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
                    known.setdefault(label, handle)
            if len(known) > 1:
                figure.legend(list(known.values()), list(known), loc="outside lower left", ncols=2)
            if form == "png":
                figure.suptitle(self.title, x=0.01, ha="left", fontsize=11, fontweight="bold")
                figure.savefig(out, format="png", dpi=DOTS, facecolor="white", metadata={"Software": None})
            else:
                figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})


def weekly_bars(
    title: str,
    weeks: Sequence[str],
    kinds: Mapping[str, Sequence[float]],
    limit: float | None = None,
    *,
    limited: str = "",
) -> Picture:
    """Return bars, one a week, stacked by kind.

    Args:
        title: what is counted.
        weeks: their names, in order.
        kinds: by label, one number a week.
        limit: what a week may hold, drawn as a line; None for nothing to keep to.
        limited: the one label that the limit is for; empty for all together. It stands at the bottom of each bar, and
            the others are paler.
    """
    kinds = dict(sorted(kinds.items(), key=lambda one: one[0] != limited)) if limited else kinds
    counted = kinds.get(limited)
    name = f"the limit of “{limited}”" if limited else "the limit"
    sums = [sum(counts) for counts in zip(*kinds.values(), strict=True)] if kinds else [0.0] * len(weeks)

    def draw(axes: "Axes") -> None:
        below = [0.0] * len(weeks)
        for hue, (label, counts) in enumerate(kinds.items()):
            pale = 0.45 if limited and label != limited else 1.0
            axes.bar(range(len(weeks)), counts, 0.8, below, color=HUES[hue % len(HUES)], alpha=pale, label=label)
            below = [one + more for one, more in zip(below, counts, strict=True)]
        if limit is not None:
            axes.axhline(limit, color=OVER, linestyle="--", linewidth=1.2, label=f"{name}: {_number(limit)} a week")
        _ticks(axes, weeks)
        _whole(axes)
        axes.set_ylim(0, max([*sums, limit or 0, 1]) * 1.15)

    rows = [
        (week, *(_number(one[at]) for one in kinds.values()), *([_number(sums[at])] if len(kinds) > 1 else []))
        for at, week in enumerate(weeks)
    ]
    head = ("Week", *kinds, *(["In all"] if len(kinds) > 1 else []))
    return Picture(
        title,
        _busiest(title, weeks, sums, limit, counted or sums, name),
        head,
        tuple(rows),
        (("", draw),),
        TALL + 0.2 * (len(kinds) // 2),
    )


def heat_map(
    title: str,
    names: Sequence[str],
    weeks: Sequence[str],
    counts: Sequence[Sequence[float]],
    limit: float | None = None,
) -> Picture:
    """Return a map with one row a person and one column a week: the stronger the colour, the more.

    Args:
        title: what is counted.
        names: the rows, from the top; many are not written beside the map, but always in its table.
        weeks: the columns.
        counts: a row of numbers for each name.
        limit: what is above it has another colour; None for nothing to keep to.
    """
    tall = min(12.0, max(1.4, ROW * len(names) + 1.0))

    def draw(axes: "Axes") -> None:
        import numpy as np  # noqa: PLC0415 - see the top
        from matplotlib.colors import to_rgb  # noqa: PLC0415 - see the top

        found = np.array(counts, dtype=float).reshape(len(names), len(weeks))
        most = max(1.0, float(found.max(initial=0)))
        cells = np.zeros((*found.shape, 4))
        cells[..., :3] = to_rgb(HUES[0])
        cells[..., 3] = 0.06 + 0.94 * found / most
        if limit is not None:
            cells[found > limit, :3] = to_rgb(OVER)
        if found.size:
            axes.imshow(cells, aspect="auto", interpolation="nearest")
        _ticks(axes, weeks)
        axes.set_yticks(range(len(names)), names) if len(names) <= MOST_NAMES else axes.set_yticks([])
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)

    every = [one for row in counts for one in row]
    over = sum(one > limit for one in every) if limit is not None else 0
    alt = f"{title}: {len(names)} people, {len(weeks)} weeks, at most {_number(max(every, default=0))} in one week."
    if limit is not None:
        alt += (
            f" The limit of {_number(limit)} is passed {f'{over} times' if over != 1 else 'once'}."
            if over
            else (f" The limit of {_number(limit)} is never passed.")
        )
    rows = tuple((name, *map(_number, row)) for name, row in zip(names, counts, strict=True))
    return Picture(title, alt, ("", *weeks), rows, (("", draw),), tall)


def histogram(title: str, values: Sequence[float], *, what: str, bins: int = 10) -> Picture:
    """Return how often values of which size came up.

    Args:
        title: what is counted.
        values: the values.
        what: what a value is, with its unit.
        bins: into how many classes they are sorted at most.
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    step = (high - low) / bins or 1.0
    edges = [low + step * at for at in range(bins + 1)]
    found = [0] * bins
    for one in values:
        found[min(bins - 1, int((one - low) / step))] += 1

    def draw(axes: "Axes") -> None:
        axes.bar(edges[:-1], found, step * 0.92, align="edge", color=HUES[0])
        axes.set_xlabel(what)
        _whole(axes)

    rows = tuple((f"{edges[at]:.3g} to {edges[at + 1]:.3g}", str(found[at])) for at in range(bins))
    alt = f"{title}: {len(values)} values from {_number(low)} to {_number(high)} ({what})."
    return Picture(title, alt, (what, "How many"), rows, (("", draw),))


def line(title: str, weeks: Sequence[str], kinds: Mapping[str, Sequence[float]]) -> Picture:
    """Return how numbers go up and down over the weeks, one line a kind."""

    def draw(axes: "Axes") -> None:
        for hue, (label, counts) in enumerate(kinds.items()):
            axes.plot(range(len(weeks)), counts, color=HUES[hue % len(HUES)], linewidth=2, marker=".", label=label)
        _ticks(axes, weeks)
        axes.set_ylim(bottom=0)

    alt = f"{title}: " + "; ".join(
        f"{label} from {_number(counts[0])} to {_number(counts[-1])}" for label, counts in kinds.items() if counts
    )
    rows = tuple((week, *(_number(one[at]) for one in kinds.values())) for at, week in enumerate(weeks))
    return Picture(title, f"{alt}.", ("Week", *kinds), rows, (("", draw),))


def together(title: str, pictures: Mapping[str, Picture]) -> Picture:
    """Return several pictures, one below the other, as one.

    Args:
        title: what they show.
        pictures: each by what it is called in the whole; they have the same columns.
    """
    panels = tuple((name, draw) for name, one in pictures.items() for _, draw in one._panels)  # noqa: SLF001 - its own
    rows = tuple((f"{name}, {row[0]}", *row[1:]) for name, one in pictures.items() for row in one.rows)
    head = next((one.head for one in pictures.values()), ())
    tall = sum(one._tall for one in pictures.values())  # noqa: SLF001 - its own
    return Picture(title, " ".join(one.alt for one in pictures.values()), head, rows, panels, tall)


def _ticks(axes: "Axes", weeks: Sequence[str]) -> None:
    every = -(-len(weeks) // MOST_TICKS) or 1
    axes.set_xticks(range(0, len(weeks), every), weeks[::every])
    axes.set_xlim(-0.6, len(weeks) - 0.4)


def _whole(axes: "Axes") -> None:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - see the top

    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))


def _busiest(
    title: str,
    weeks: Sequence[str],
    sums: Sequence[float],
    limit: float | None,
    counted: Sequence[float],
    name: str,
) -> str:
    if not sums or not any(sums):
        return f"{title}: nothing in any week."
    most = max(sums)
    said = f"{title}: most in week {weeks[sums.index(most)]}, with {_number(most)}."
    if limit is None:
        return said
    over = sum(one > limit for one in counted)
    passed = f"is passed in {over} week{'s' if over > 1 else ''}" if over else "is never passed"
    return f"{said} {name[0].upper()}{name[1:]}, {_number(limit)} a week, {passed}."


def _number(value: float) -> str:
    return str(round(value)) if float(value).is_integer() else f"{value:.1f}"


def _make_room() -> None:
    # Where the home cannot be written, matplotlib would warn at each start and leave its folder behind.
    if "MPLCONFIGDIR" in os.environ:
        return
    if not all(_can_write(Path.home() / one) for one in (".config", ".cache")):
        folder = tempfile.mkdtemp(prefix="trellis-plots-")
        os.environ["MPLCONFIGDIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
