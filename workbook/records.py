"""Figures of a lesson beside those recorded on real photos and those that others published."""

import json
from pathlib import Path
from textwrap import fill

import numpy as np
from IPython.display import display

DATA = Path(__file__).parents[1] / "data"
RECORDED = ("cats-and-dogs", "cats-and-dogs-imagenet")  # of data/recorded, those that the lessons show
SCRAP = "application/scrapbook.scrap.json+json"  # scrapbook's convention: what a notebook hands out


def three_columns(lesson, figures):
    """Show the `figures` of a `lesson`, {name: number or list of numbers}, beside those recorded and published.

    The first column is what this run measured. The second comes from data/recorded, which `make lessons RECORD=name`
    writes from what this function hands out, and the third from data/published.json. A name is looked up there below
    the number of the lesson, such as "05". If it holds a "±", the second of its two numbers is the error of the first.
    A column without any of the names is left out. Below the table stands what the columns were measured on. Lesson 01.
    """
    figures = {name: np.asarray(value).tolist() for name, value in figures.items()}  # plain numbers for JSON
    columns, notes = {"here": _texts(figures)}, []
    for record in _recorded(lesson):
        measured = record["lessons"][lesson]
        columns[record["title"]] = _texts(measured["figures"])
        notes.append(f"{record['title']}: {_told(record)}, recorded {measured['date']}.")
    published = _read(DATA / "published.json").get(lesson, {})
    columns["published"] = {name: _as_published(entry["value"]) for name, entry in published.items()}
    notes += _sources(entry for name, entry in published.items() if name in figures)
    text = "\n".join([_table(columns, list(figures)), "", *(fill(note, 100, subsequent_indent="  ") for note in notes)])
    scrap = {"name": lesson, "data": figures, "encoder": "json", "version": 1}
    display({"text/plain": text, SCRAP: scrap}, raw=True)


def _texts(figures):
    """Return {name: text} of {name: number or list of numbers}."""
    return {name: _rounded(value, " ± " if "±" in name else ", ") for name, value in figures.items()}


def _recorded(lesson):
    """Return the recorded runs that the lessons show, if they have figures of `lesson`."""
    files = [DATA / "recorded" / f"{name}.json" for name in RECORDED]
    records = [_read(file) for file in files if file.exists()]
    return [record for record in records if lesson in record["lessons"]]


def _told(record):
    """Return what a recorded run was measured on."""
    counts = " and ".join(f"{count:,} {split}" for split, count in record["photos"].items())
    return f"{counts} of {', '.join(record['classes'])}, weights {record['weights']!r}"


def _sources(entries):
    """Return a line for each source of published `entries`, with what its figures were measured on."""
    sources = _read(DATA / "sources.json")
    lines = [f"published: {sources[entry['source']]['text']} Measured on {entry['on']}." for entry in entries]
    return list(dict.fromkeys(lines))


def _table(columns, names):
    """Return the rows `names` of {title: {name: text}} as text; what a column lacks is a dash."""
    columns = {title: column for title, column in columns.items() if not column.keys().isdisjoint(names)}
    rows = [["", *columns]] + [[name, *(column.get(name, "-") for column in columns.values())] for name in names]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    return "\n".join(
        f"{name:{widths[0]}}  " + "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        for name, *cells in rows
    )


def _rounded(value, between=", "):
    """Return a number, or each number of a list, as text with three decimals; whole and large numbers without."""
    if isinstance(value, list):
        return between.join(map(_rounded, value))
    return f"{value:,.3f}" if isinstance(value, float) and abs(value) < 1000 else f"{value:,.0f}"


def _as_published(value):
    """Return a number, or each number of a list, as text with all its decimals; a text stays as it is."""
    if isinstance(value, list):
        return ", ".join(map(_as_published, value))
    return value if isinstance(value, str) else f"{value:,}"


def _read(file):
    return json.loads(file.read_text(encoding="utf-8"))
