"""A competition's file of predictions: make its ids and columns, write it, and check it line by line."""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np

from workbook.atomic import written
from workbook.predictions.probabilities import TOLERANCE, checked

LENIENT = {"encoding": "utf-8", "errors": "backslashreplace", "newline": ""}  # reads any file without an error


class Form(NamedTuple):
    """What a submission must contain: its header, its ids, and whether they must come in this order."""

    header: list
    ids: list
    ordered: bool


def ids_from(filenames, with_folder=False):
    """Return the id of each file: its name without the ending or, `with_folder`, its path without the ending.

    Raises ValueError if two files have the same id. Lesson 13.
    """
    first = {}
    for name in filenames:
        path = Path(name).with_suffix("")
        one = path.as_posix() if with_folder else path.name
        if one in first:
            raise ValueError(f"{first[one]} and {name} have the same id: rename one, or give with_folder=True.")
        first[one] = name
    return list(first)


def submission_columns(probabilities, class_names):
    """Return the columns of a submission, {name: one probability per photo}, from `probabilities` (n, classes).

    Two classes make one column, called "is" and the name of the second class without a plural s ("isdog"). More
    classes make one column per class. Lesson 13.
    """
    probabilities = checked(probabilities)
    if probabilities.shape[1] != len(class_names):
        raise ValueError(
            f"{probabilities.shape[1]} columns of probabilities for {len(class_names)} class names: give one name per "
            "column, in their order."
        )
    if len(class_names) == 2:
        return {f"is{class_names[1].removesuffix('s')}": probabilities[:, 1]}
    return dict(zip(class_names, probabilities.T, strict=True))


def write_submission(file, ids, columns, sample=None):
    """Write one row per photo, its id and then `columns`, {name: one number per photo}, and return the path of `file`.

    With the organisers' `sample` file, rows come in its order and the column of ids has its name. Raises ValueError if
    `check_submission` would find a fault; a file that is already there then stays as it is. Lesson 13.
    """
    file, ids = Path(file).expanduser(), [str(name) for name in ids]
    form = _sample_form(sample) if sample else Form(["id", *columns], ids, ordered=True)
    header, rows = [form.header[0], *columns], _rows(ids, columns, form)
    with written(file) as part:
        with part.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, *rows])
        if faults := _faults(part, form):
            raise ValueError(f"{file} was not written because it would have faults ({len(faults)}): {faults[0]}.")
    return file


def check_submission(file, sample=None, *, ids=None, header=None):
    """Return a list of all faults of the submission `file`, each a sentence that begins with the number of its line.

    The file must have the header, the ids and the order of the organisers' file `sample`. Without a sample, it must
    have these `ids` in any order, and this `header`, a list of names. Every field after the id must be a probability;
    several in a row must sum to 1. Lesson 13.
    """
    if sample is None and (ids is None or header is None):
        raise ValueError("There is nothing to check against: give sample, or ids and header.")
    form = _sample_form(sample) if sample else Form(list(header), [str(name) for name in ids], ordered=False)
    return _faults(Path(file).expanduser(), form)


def _rows(ids, columns, form):
    """Return the rows of a submission in the order of `form`; ids that are not in it come last."""
    for name, values in columns.items():
        if len(values) != len(ids):
            raise ValueError(f"{len(ids)} ids and {len(values)} numbers in column {name}: give one number for each id.")
    place = {name: number for number, name in enumerate(form.ids)}
    numbers = [[f"{value:.9g}" for value in values] for values in columns.values()]
    return sorted(zip(ids, *numbers, strict=True), key=lambda row: place.get(row[0], len(place)))


def _read(file):
    """Return the lines of a CSV file as (line number, fields)."""
    with file.open(**LENIENT) as stream:
        reader = csv.reader(stream)
        try:
            return [(reader.line_num, fields) for fields in reader]
        except csv.Error as error:
            raise ValueError(f"Line {reader.line_num} of {file} is not CSV ({error}): write the file again.") from None


def _sample_form(sample):
    sample = Path(sample).expanduser()
    (_, header), *rows = _read(sample) or [(0, [])]
    ids = [fields[0] for _, fields in rows if fields]
    if len(header) < 2 or not ids or len(set(ids)) < len(ids):
        raise ValueError(f"{sample} is not a sample file: give one with a header, and each id once.")
    return Form(header, ids, ordered=True)


def _faults(file, form):
    """Return the faults of `file`, in the order of its lines."""
    (_, header), *rows = _read(file) or [(1, [])]
    faults = []
    if header != form.header:
        faults.append((1, f"the header is {','.join(header)!r}, not {','.join(form.header)!r}"))
    for line, fields in rows:
        faults += [(line, fault) for fault in _field_faults(fields, form.header)]
    faults += _id_faults([(line, fields[0]) for line, fields in rows if fields], form)
    if len(rows) != len(form.ids):
        end = rows[-1][0] if rows else 1
        faults.append((end, f"the file ends with {len(rows)} rows, not {len(form.ids)}: write one row for each id"))
    return [f"line {line}: {fault}" for line, fault in sorted(faults, key=lambda fault: fault[0])]


def _field_faults(fields, header):
    """Yield the faults of a row, except those of its id."""
    if len(fields) != len(header):
        count = f"there are {len(fields)} fields, not {len(header)}: write one for each column of the header"
        yield count if fields else "the line is empty: remove it"
        return
    values = [_number(field) for field in fields[1:]]
    for name, field, value in zip(header[1:], fields[1:], values, strict=True):
        if np.isnan(value):
            yield f"{field!r} in column {name} is not a number: write a probability from 0 to 1"
        elif not 0 <= value <= 1:
            yield f"{field} in column {name} is not between 0 and 1: write a probability"
    if len(values) > 1 and abs(sum(values) - 1) > TOLERANCE:
        yield f"the probabilities sum to {sum(values):.4g}, not to 1: divide each by their sum"


def _number(field):
    try:
        return float(field)
    except ValueError:
        return np.nan


def _id_faults(ids, form):
    """Return the faults of the ids [(line, id)] of a file, as (line, fault)."""
    faults, first, wanted = [], {}, set(form.ids)
    for line, name in ids:
        if name in first:
            faults.append((line, f"the id {name!r} was on line {first[name]} already: keep one of the two"))
        elif name not in wanted:
            faults.append((line, f"the id {name!r} is not among those asked for: remove the row"))
        first.setdefault(name, line)
    missing = [name for name in form.ids if name not in first]
    if missing:
        some = ", ".join(map(repr, missing[:5])) + (" ..." if len(missing) > 5 else "")
        end = ids[-1][0] if ids else 1
        faults.append((end, f"the file ends without {len(missing)} of the ids, {some}: add a row for each"))
    return faults + (_order_faults(first, form) if form.ordered else [])


def _order_faults(first, form):
    """Return at most one fault: the first id, of {id: line}, that breaks the sample's order."""
    there = [name for name in first if name in set(form.ids)]
    for name, wanted in zip(there, (name for name in form.ids if name in first), strict=True):
        if name != wanted:
            return [(first[name], f"the id {name!r} comes where {wanted!r} is next in the sample: keep its order")]
    return []
