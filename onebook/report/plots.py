"""Plots as SVG text: axes, bars, curves, bubbles, intervals, drawn without a plotting library.

A plot is 350 units wide, which is about its width on a phone as on a desktop, so that its lettering stays readable.
Colours are classes, so that one drawing serves light paper, dark screens and print; everything that
a colour says stands in words too (a label, or a tooltip).

>>> ticks(0, 87)
(0, 20, 40, 60, 80)
>>> Axis(1, 1000, log=True).at(1000)
1.0
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 350
_LEFT = 54
_ROW = 34
_LETTER = 6.6


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from ``low`` to ``high``; ``log`` spaces it by powers of ten, and where it begins at 0 by those of one
    more than the value, so that 0 has a place on it."""

    low: float
    high: float
    label: str = ""
    log: bool = False
    marks: tuple[float, ...] = ()
    unit: str = ""

    def at(self, value: float) -> float:
        """Where ``value`` lies on the axis, from 0 to 1."""
        value = min(max(value, self.low), self.high)
        if self.high == self.low:
            return 0.0
        if self.log:
            more = 0 if self.low > 0 else 1
            return math.log((value + more) / (self.low + more)) / math.log((self.high + more) / (self.low + more))
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> tuple[float, ...]:
        if self.marks:
            return self.marks
        if self.log:
            last = math.floor(math.log10(self.high) + 1e-9)
            first = math.ceil(math.log10(self.low)) if self.low > 0 else 0
            return (*((0.0,) if self.low <= 0 else ()), *(10.0**power for power in range(first, last + 1)))
        return ticks(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar plot: ``low`` and ``high`` draw an interval, ``note`` follows the value."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""
    colour: str = "c0"


@dataclass(frozen=True, slots=True)
class Stack:
    """A row of a stacked bar: one count for each part."""

    label: str
    counts: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A line through points; ``area`` fills below it."""

    name: str
    points: tuple[tuple[float, float], ...]
    colour: int = 0
    area: bool = False


@dataclass(frozen=True, slots=True)
class Bubble:
    """A point whose area says how many things it stands for; ``tip`` is its tooltip."""

    x: float
    y: float
    size: int
    tip: str
    colour: int = 0


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Round numbers between ``low`` and ``high``, at most ``most``.

    >>> ticks(0, 1)
    (0, 0.2, 0.4, 0.6, 0.8, 1)
    """
    span = high - low or 1
    power = 10 ** math.floor(math.log10(span / most))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if span / (power * factor) <= most - 1 + 1e-9)
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9) - first + 1
    values = (round((first + index) * step, 10) for index in range(count))
    return tuple(int(value) if value == int(value) else value for value in values)


def number(value: float) -> str:
    """A number as people write it: ``1,204``, ``0.5``, ``87``."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def bars(rows: Sequence[Bar], axis: Axis, title: str) -> str:
    """Horizontal bars, one row each with its label above it; an interval is drawn as a line with ends."""
    top, left, right = 6, 6, WIDTH - 64
    height = top + _ROW * len(rows) + 30
    parts = list(_grid_x(axis, left, right, top, height - 30))
    for index, row in enumerate(rows):
        y = top + index * _ROW
        end = left + axis.at(row.value) * (right - left)
        note = f" {row.note}" if row.note else ""
        parts.append(_text(left, y + 12, row.label, "lab"))
        parts.append(_text(WIDTH - 4, y + 24, number(row.value) + axis.unit, "val", "end"))
        tip = f"{row.label}: {number(row.value)}{axis.unit}{note}"
        parts.append(
            f'<rect class="f {row.colour}" x="{left}" y="{y + 17}" width="{max(1.0, end - left):.1f}" height="9" '
            f'rx="2">{_tip(tip)}</rect>'
        )
        if row.low is not None and row.high is not None:
            a, b = (left + axis.at(value) * (right - left) for value in (row.low, row.high))
            path = f"M{a:.1f} {y + 16}v11M{a:.1f} {y + 21.5}H{b:.1f}M{b:.1f} {y + 16}v11"
            parts.append(f'<path class="whisker" d="{path}">{_tip(f"{number(row.low)} – {number(row.high)}")}</path>')
    return _svg(height, title, parts)


def stacked(rows: Sequence[Stack], names: Sequence[str], title: str, colours: Sequence[str]) -> str:
    """Bars that all end at 100 %, parts in the order of ``names`` with a legend below; shares of 8 % are written.

    ``colours`` are classes: ``c0`` … ``c6`` tell kinds apart, ``s0`` … ``s4`` are shades from little to much.
    """
    top, left, right = 4, 6, WIDTH - 6
    parts = []
    for index, row in enumerate(rows):
        y, x, total = top + index * 46, float(left), sum(row.counts) or 1
        parts.append(_text(left, y + 13, row.label, "lab"))
        parts.append(_text(right, y + 13, row.note, "axis", "end"))
        for part, count in enumerate(row.counts):
            width = (right - left) * count / total
            if not count:
                continue
            share = 100 * count / total
            tip = _tip(f"{names[part]}: {count:,} of {total:,} ({share:.1f} %)")
            colour = colours[part]
            parts.append(
                f'<rect class="f {colour}" x="{x:.1f}" y="{y + 19}" width="{width:.1f}" height="18">{tip}</rect>'
            )
            if share >= 8:
                parts.append(_text(x + width / 2, y + 32, f"{share:.0f} %", f"in on-{colour}", "middle"))
            x += width
    bottom = top + 46 * len(rows) + 4
    used = [part for part in range(len(names)) if any(row.counts[part] for row in rows)]
    legend, height = _legend([names[part] for part in used], bottom, [colours[part] for part in used])
    return _svg(height, title, [*parts, *legend])


def curves(
    series: Sequence[Series], x: Axis, y: Axis, title: str, notes: Iterable[tuple[float, float, str]] = ()
) -> str:
    """Lines on two axes; ``notes`` are points with a text beside them."""
    left, right, top, bottom = _LEFT, WIDTH - 12, 12, 200
    parts = [*_grid_x(x, left, right, top, bottom), *_grid_y(y, left, right, top, bottom)]
    for line in series:
        at = [(left + x.at(a) * (right - left), bottom - y.at(b) * (bottom - top)) for a, b in line.points]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in at)
        if line.area and at:
            corners = f"{at[0][0]:.1f},{bottom} {path} {at[-1][0]:.1f},{bottom}"
            parts.append(f'<polygon class="area c{line.colour}" points="{corners}"/>')
        parts.append(f'<polyline class="l c{line.colour}" points="{path}">{_tip(line.name)}</polyline>')
    for a, b, note in notes:
        px, py = left + x.at(a) * (right - left), bottom - y.at(b) * (bottom - top)
        anchor, shift = ("end", -7) if px > WIDTH * 0.6 else ("start", 7)
        parts.append(f'<circle class="dot" cx="{px:.1f}" cy="{py:.1f}" r="3.5"/>')
        # A line down to the axis, and the text at its foot, where rising curves leave room.
        parts.append(f'<path class="whisker" stroke-dasharray="2 3" d="M{px:.1f} {py:.1f}V{bottom}"/>')
        parts.append(_text(px + shift, bottom - 5, note, "note", anchor))
    legend, height = _legend([line.name for line in series], bottom + 40, [f"c{line.colour}" for line in series])
    return _svg(height if len(series) > 1 else bottom + 40, title, [*parts, *(legend if len(series) > 1 else [])])


def bubbles(
    points: Sequence[Bubble],
    x: Axis,
    y: Axis,
    names: Sequence[tuple[str, int]],
    title: str,
    *,
    diagonal: bool = False,
) -> str:
    """Bubbles on two axes, largest behind; ``names`` say what each colour means."""
    left, right, top, bottom = _LEFT, WIDTH - 16, 14, 220
    room = max((_radius(point) for point in points), default=0.0) / 2
    parts = [*_grid_x(x, left, right, top, bottom, room), *_grid_y(y, left, right, top, bottom)]
    if diagonal:
        parts.append(f'<path class="whisker" stroke-dasharray="3 4" d="M{left} {bottom}L{right} {top}"/>')
    for point in sorted(points, key=lambda p: -p.size):
        px, py = left + x.at(point.x) * (right - left), bottom - y.at(point.y) * (bottom - top)
        circle = f'cx="{px:.1f}" cy="{py:.1f}" r="{_radius(point):.1f}"'
        parts.append(f'<circle class="f b c{point.colour}" {circle}>{_tip(point.tip)}</circle>')
    legend, height = _legend([name for name, _ in names], bottom + room + 40, [f"c{colour}" for _, colour in names])
    return _svg(height, title, [*parts, *legend])


def _radius(point: Bubble) -> float:
    return min(16.0, 2.6 + 1.1 * math.sqrt(point.size))


def _grid_x(axis: Axis, left: float, right: float, top: float, bottom: float, room: float = 0.0) -> Iterable[str]:
    """Lines with numbers below; ``room`` is what reaches below the axis."""
    for value in axis.ticks():
        px = left + axis.at(value) * (right - left)
        yield f'<path class="grid" d="M{px:.1f} {top}V{bottom}"/>'
        yield _text(px, bottom + room + 15, number(value) + axis.unit, "axis", "middle")
    if axis.label:
        yield _text((left + right) / 2, bottom + room + 30, axis.label, "axis", "middle")


def _grid_y(axis: Axis, left: float, right: float, top: float, bottom: float) -> Iterable[str]:
    for value in axis.ticks():
        py = bottom - axis.at(value) * (bottom - top)
        yield f'<path class="grid" d="M{left} {py:.1f}H{right}"/>'
        yield _text(left - 5, py + 4, number(value) + axis.unit, "axis", "end")
    if axis.label:
        yield f'<text class="axis" text-anchor="middle" transform="translate(10 {(top + bottom) / 2:.0f}) rotate(-90)">'
        yield f"{escape(axis.label)}</text>"


def _legend(names: Sequence[str], top: float, colours: Sequence[str]) -> tuple[list[str], float]:
    """Coloured squares with names, wrapped to the width; the drawing and where it ends."""
    parts, x, y = [], 6.0, top + 10
    for index, name in enumerate(names):
        width = 20 + _LETTER * len(name)
        if x + width > WIDTH and x > 6:
            x, y = 6.0, y + 18
        parts.append(f'<rect class="f {colours[index]}" x="{x:.0f}" y="{y - 9:.0f}" width="10" height="10" rx="2"/>')
        parts.append(_text(x + 15, y, name, "axis"))
        x += width + 10
    return parts, y + 8


def _text(x: float, y: float, text: str, style: str, anchor: str = "start") -> str:
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{style}" x="{x:.1f}" y="{y:.1f}"{where}>{escape(text)}</text>'


def _tip(text: str) -> str:
    return f"<title>{escape(text)}</title>"


def _svg(height: float, title: str, parts: Iterable[str]) -> str:
    label = escape(title, quote=True)
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{label}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
