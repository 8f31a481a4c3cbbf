"""The report on a folder of photos: what was found, as rows, as text and as a table in a notebook."""

from collections import Counter
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import NamedTuple

from workbook.folders import files
from workbook.folders.faults import BROKEN, FAULTS, NOTES
from workbook.folders.files import printable

EXAMPLES = 5  # files named for each kind of fault


class Photo(NamedTuple):
    """A photo that can be read: its file, split and class, and its upright size in pixels."""

    file: str
    split: str
    label: str
    width: int
    height: int


@dataclass(repr=False)
class Report:
    """What `check_images` found below `path`.

    `rows` are the findings, one per fault or note, and `photos` those that can be read. `classes` are the class folders
    of each split ("" if `path` is not split). `aside` are the files that were set aside.
    """

    path: Path
    classes: dict
    photos: list
    rows: list
    aside: list = field(default_factory=list)

    @property
    def faults(self):
        """Return the findings that need a remedy, except those on files set aside."""
        aside = set(self.aside)
        return [row for row in self.rows if row.fault in FAULTS and row.file not in aside]

    @property
    def notes(self):
        """Return the findings that do no harm but are good to know."""
        return [row for row in self.rows if row.fault in NOTES]

    @property
    def counts(self):
        """Return the number of readable photos, {class: {split: count}}."""
        return count_photos(self.photos, sorted(set().union(*self.classes.values())), self.classes)

    def set_aside(self, folder, faults=BROKEN):
        """Move the files that have one of `faults` to `folder`; `put_back(folder)` moves them back."""
        chosen = [row for row in self.rows if row.fault in faults and row.file not in self.aside]
        self.aside += files.set_aside(self.path, {row.file: row[:3] for row in chosen}.values(), folder)

    def __str__(self):
        title = f"{printable(str(self.path))}: {self._verdict()}"
        found = ["\n    ".join([f"{heading}. {remedy}", *where]) for heading, remedy, where in self._found()]
        return "\n\n".join([title, text_table(self._sizes()), *found])

    __repr__ = __str__

    def _repr_html_(self):
        title = f"<p><b>{escape(printable(str(self.path)))}</b>: {self._verdict()}</p>"
        found = [(heading, remedy, "\n".join(where)) for heading, remedy, where in self._found()]
        return title + _html(self._sizes()) + _html([("found", "remedy", "where"), *found])

    def _verdict(self):
        aside = f"; {len(self.aside):,} set aside" if self.aside else ""
        return f"{len(self.photos):,} photos; faults: {len(self.faults):,}, notes: {len(self.notes):,}{aside}."

    def _sizes(self):
        """Return a table, header first, with the photos of each class and its smallest, median and largest size."""
        table = [("class", *(split or "photos" for split in self.classes), "smallest", "median", "largest")]
        sizes = {}
        for photo in self.photos:
            sizes.setdefault(photo.label, []).append((photo.width * photo.height, photo.width, photo.height))
        for label, counts in self.counts.items():
            areas = sorted(sizes.get(label, []))
            shown = [areas[0], areas[len(areas) // 2], areas[-1]] if areas else []
            pixels = [f"{width} x {height}" for _, width, height in shown] or ["-"] * 3
            table.append((label, *(f"{count:,}" for count in counts.values()), *pixels))
        return table

    def _found(self):
        """Return (heading, remedy, first few files) for each kind of fault, then for each kind of note."""
        where = {}
        for row in self.rows:
            where.setdefault(row.fault, []).append(": ".join(filter(None, (row.file, row.detail))))
        return [
            (f"{level}: {kind} ({len(where[kind]):,})", remedy, _first(where[kind]))
            for level, kinds in (("fault", FAULTS), ("note", NOTES))
            for kind, remedy in kinds.items()
            if kind in where
        ]


def count_photos(photos, labels, splits):
    """Return the number of photos, {label: {split: count}}; each of `photos` has a `label` and a `split`."""
    counted = Counter((photo.label, photo.split) for photo in photos)
    return {label: {split: counted[label, split] for split in splits} for label in labels}


def text_table(table):
    """Return a table as text in columns; `table` has one tuple of text per row, the header first."""
    table = [[printable(cell) for cell in line] for line in table]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join("  ".join(map(str.rjust, line, widths)) for line in table)


def _first(lines):
    more = [f"and {len(lines) - EXAMPLES:,} more"] if len(lines) > EXAMPLES else []
    return [printable(line) for line in lines[:EXAMPLES]] + more


def _html(table):
    """Return a table, header first, as HTML that keeps line breaks in cells."""
    style = ' style="text-align: left; vertical-align: top"'
    text = ""
    for number, line in enumerate(table):
        tag = "td" if number else "th"
        cells = ("<br>".join(escape(printable(part)) for part in cell.split("\n")) for cell in line)
        text += f"<tr>{''.join(f'<{tag}{style}>{cell}</{tag}>' for cell in cells)}</tr>"
    return f"<table>{text}</table>"
