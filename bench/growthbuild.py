"""How the cost of a build grows with the archive, drawn as an SVG out of the rows that bench_build kept.

python bench/bench_build.py 1000 5000 10000 20000 50000 --csv bench/growthbuild.csv
python -m bench.growthbuild bench/growthbuild.csv docs/images/builds.svg
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from math import log10
from pathlib import Path

# Generator and situation, what the line is called, its colour, how its strokes are: told apart without colours, too.
LINES = (
    ("stock", "full", "Pelican alone", "#8a5a00", "7 3"),
    ("hugo", "full", "Hugo", "#b0306a", "2 3"),
    ("hugo-told", "full", "Hugo, excerpts given", "#b0306a", "1 5"),
    ("eleventy", "full", "Eleventy", "#6a4fb0", "9 3 2 3"),
    ("wirecopy", "cold", "wirecopy, everything lost", "#1f5fa8", ""),
    ("wirecopy", "50 new", "wirecopy, 50 new", "#1f5fa8", ""),
    ("wirecopy", "nothing changed", "wirecopy, nothing changed", "#1f5fa8", ""),
)
LEFT, TOP, WIDTH, HEIGHT = 70, 34, 430, 300
LOW, HIGH = -1.0, 3.0  # powers of ten of the seconds shown
NEAR = 14.0  # units between the names of two lines
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 400" font-family="sans-serif" font-size="13" role="img">'
TITLE = "CPU of one build by the size of the archive"
Points = dict[tuple[str, str], dict[int, float]]


def measured(rows: str) -> Points:
    """Seconds of CPU by generator and situation, then by articles: the least of what was measured there."""
    found: Points = {}
    for row in rows.splitlines():
        name, what, count, cpu, *_ = row.split(",")
        line = found.setdefault((name, what), {})
        line[int(count)] = min(float(cpu), line.get(int(count), float("inf")))
    return found


def picture(found: Points) -> str:
    """An SVG, both axes logarithmic: what grows as the archive does rises as the thin grey lines do."""
    sizes = sorted({count for line in found.values() for count in line})
    first, last = log10(sizes[0]), log10(sizes[-1])

    def x(size: float) -> float:
        return LEFT + WIDTH * (log10(size) - first) / ((last - first) or 1)

    def y(seconds: float) -> float:
        return TOP + HEIGHT * (HIGH - log10(seconds)) / (HIGH - LOW)

    parts = [HEAD, f"<title>{TITLE}</title>", '<rect width="720" height="400" fill="#fff"/>']
    parts += [f'<text x="{LEFT}" y="20">{TITLE}</text>', *_grid(sizes, x, y)]
    ends = []
    for name, what, told, colour, dashes in LINES:
        points = sorted(found.get((name, what), {}).items())
        if not points:
            continue
        places = " ".join(f"{x(size):.1f},{y(cpu):.1f}" for size, cpu in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts.append(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>')
        parts += [
            f'<circle cx="{x(size):.1f}" cy="{y(cpu):.1f}" r="3" fill="{colour}"/>' for size, cpu in points
        ]
        size, cpu = points[-1]
        ends.append((y(cpu), f"{told}{'' if size == sizes[-1] else f' (to {size:,})'}", colour))
    return "\n".join([*parts, *_names(ends), "</svg>", ""])


def _grid(sizes: Sequence[int], x: Callable[[float], float], y: Callable[[float], float]) -> Iterable[str]:
    for power in range(int(LOW), int(HIGH) + 1):
        at = y(10.0**power)
        yield f'<path d="M{LEFT} {at:.0f}h{WIDTH}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{at + 4:.0f}" text-anchor="end">{10.0**power:g} s</text>'
        slope = y(10.0**power * sizes[-1] / sizes[0])
        if slope >= TOP:
            yield f'<path d="M{x(sizes[0]):.0f} {at:.0f}L{x(sizes[-1]):.0f} {slope:.0f}" stroke="#eee"/>'
    for size in sizes:
        yield f'<text x="{x(size):.0f}" y="{TOP + HEIGHT + 20}" text-anchor="middle">{size:,}</text>'
    yield f'<text x="{LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 42}" text-anchor="middle">articles in the archive</text>'


def _names(ends: Sequence[tuple[float, str, str]]) -> Iterable[str]:
    """The names of the lines at their ends, none upon another."""
    below = float("-inf")
    for at, told, colour in sorted(ends):
        below = max(at, below + NEAR)
        yield f'<text x="{LEFT + WIDTH + 10}" y="{below + 4:.0f}" fill="{colour}">{told}</text>'


def main() -> None:
    rows, drawn = map(Path, sys.argv[1:3])
    drawn.write_text(picture(measured(rows.read_text("utf-8"))), "utf-8")


if __name__ == "__main__":
    main()
