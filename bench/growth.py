"""How the look-ups of duplicates and stories grow with the window: measured by bench_stories, drawn as an SVG."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from math import log10
from pathlib import Path

LINES = (("find duplicates", "duplicates", "#1f5fa8"), ("assign stories", "stories", "#b4541a"))
LEFT, TOP, WIDTH, HEIGHT = 70, 30, 420, 220
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 310" font-family="sans-serif" font-size="13" role="img">'


def draw(file: Path, sizes: Sequence[int]) -> int:
    """Measures at each size and writes the picture; the exit code of the measurement."""
    command = [sys.executable, str(Path(__file__).with_name("bench_stories.py")), *map(str, sizes)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, end="")
    if not done.returncode:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(picture(measured(done.stdout)), "utf-8")
    return done.returncode


def measured(printed: str) -> dict[int, list[float]]:
    """Milliseconds of CPU a new entry by the size of the window, in the order of LINES."""
    found: dict[int, list[float]] = {}
    for part in re.split(r"^window of ", printed, flags=re.MULTILINE)[1:]:
        values = [re.search(rf"{what}: ([\d.]+) ms", part) for what, _, _ in LINES]
        if all(values):
            found[int(part.partition(",")[0])] = [float(value[1]) for value in values if value]
    return found


def picture(figures: dict[int, list[float]]) -> str:
    """An SVG, both axes logarithmic: a look-up that grew as the window does would rise as the dashed line."""
    sizes = sorted(figures)
    first, last = log10(sizes[0]), log10(sizes[-1])

    def x(size: float) -> float:
        return LEFT + WIDTH * (log10(size) - first) / (last - first)

    def y(ms: float) -> float:  # 0.01 ms at the bottom, 10 ms at the top
        return TOP + HEIGHT * (1 - min(1.0, (log10(ms) + 2) / 3))

    title = "CPU of one look-up by the size of the window"
    parts = [HEAD, f"<title>{title}</title>", '<rect width="560" height="310" fill="#fff"/>']
    parts.append(f'<text x="{LEFT}" y="18">{title}</text>')
    for ms in (0.01, 0.1, 1, 10):
        parts.append(f'<path d="M{LEFT} {y(ms):.0f}h{WIDTH}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(ms) + 4:.0f}" text-anchor="end">{ms:g} ms</text>')
    below = f'y="{TOP + HEIGHT + 20}" text-anchor="middle"'
    parts += [f'<text x="{x(size):.0f}" {below}>{size:,} articles</text>' for size in sizes]
    for number, (_, name, colour) in enumerate(LINES):
        points = [(x(size), y(figures[size][number])) for size in sizes]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in points]
        a, b = points[-1]
        parts.append(f'<text x="{a:.0f}" y="{b - 9:.0f}" text-anchor="end" fill="{colour}">{name}</text>')
    start = figures[sizes[0]][0]
    parts.append(
        f'<path d="M{x(sizes[0]):.1f} {y(start):.1f}L{x(sizes[-1]):.1f} {y(start * sizes[-1] / sizes[0]):.1f}" '
        'stroke="#777" stroke-dasharray="5 4"/>'
    )
    parts.append(
        f'<text x="{LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 45}" text-anchor="middle">dashed: growth as the window grows</text>'
    )
    return "\n".join([*parts, "</svg>", ""])
