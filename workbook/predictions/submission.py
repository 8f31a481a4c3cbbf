"""A competition's file of predictions: its ids and columns, written, and checked line by line."""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np

from workbook.atomic import written
from workbook.predictions.probabilities import TOLERANCE, checked

LENIENT = {"encoding": "utf-8", "errors": "backslashreplace", "newline": ""}  # for files that others wrote


class Form(NamedTuple):
    """What a submission must look like: its header, its ids, and whether their order counts."""

    header: list
    ids: list
    ordered: bool


def ids_from(filenames, with_folder=False):
    """Return each file's id: its name without the ending, `with_folder` the folders below the root before it.

    Raises ValueError where two files have the same id.
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
    """Return the columns of a submission, {name: one probability a photo}, from `probabilities` (n, classes).

    Two classes make one column, whose name is "is" and the second class, less a plural s; more make one a class.
    """
    probabilities = checked(probabilities)
    if probabilities.shape[1] != len(class_names):
        raise ValueError(f"{probabilities.shape[1]} columns of probabilities for {len(class_names)} class names.")
    if len(class_names) == 2:
        return {f"is{class_names[1].removesuffix('s')}": probabilities[:, 1]}
    return dict(zip(class_names, probabilities.T, strict=True))


def write_submission(file, ids, columns, sample=None):
    """Write a row a photo, its id and then `columns`, {name: one number a photo}, to `file`, and return its path.

    With the organisers' `sample` file, rows come in its order and the id's column has its name. What stood at `file`
    is replaced in one step, or stays: raises ValueError where `check_submission` would find a fault.
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
    """Return all faults of the submission `file`, each a sentence that begins with its line; none is an empty list.

    It must have the header, the ids and the order of the organisers' file `sample`; or else these `ids` in any order,
    and this `header`, a list of names. Every other field is a probability; several in a row sum to 1.
    """
    if sample is None and (ids is None or header is None):
        raise ValueError("There is nothing to check against: give sample, or ids and header.")
    form = _sample_form(sample) if sample else Form(list(header), [str(name) for name in ids], ordered=False)
    return _faults(Path(file).expanduser(), form)


def _rows(ids, columns, form):
    """Return the rows of a submission, in the order of `form`; ids that it does not know come last."""
    for name, values in columns.items():
        if len(values) != len(ids):
            raise ValueError(f"{len(ids)} ids and {len(values)} numbers in column {name}: give one for each.")
    place = {name: number for number, name in enumerate(form.ids)}
    numbers = [[f"{value:.9g}" for value in values] for values in columns.values()]
    return sorted(zip(ids, *numbers, strict=True), key=lambda row: place.get(row[0], len(place)))


def _read(file):
    """Return the lines of a file as (number, fields)."""
    with file.open(**LENIENT) as stream:
        reader = csv.reader(stream)
        try:
            return [(reader.line_num, fields) for fields in reader]
        except csv.Error as error:
            raise ValueError(f"{file} cannot be read as csv, line {reader.line_num}: {error}.") from None


def _sample_form(sample):
    sample = Path(sample).expanduser()
    (_, header), *rows = _read(sample) or [(0, [])]
    ids = [fields[0] for _, fields in rows if fields]
    if len(header) < 2 or not ids or len(set(ids)) < len(ids):
        raise ValueError(f"{sample} is no sample file: give one with a header, and each id once.")
    return Form(header, ids, ordered=True)


def _faults(file, form):
    """Return the faults of `file` in the order of its lines."""
    (_, header), *rows = _read(file) or [(1, [])]
    faults = []
    if header != form.header:
        faults.append((1, f"the header is {','.join(header)!r}, not {','.join(form.header)!r}"))
    for line, fields in rows:
        faults += [(line, fault) for fault in _field_faults(fields, form.header)]
    faults += _id_faults([(line, fields[0]) for line, fields in rows if fields], form)
    if len(rows) != len(form.ids):
        end = rows[-1][0] if rows else 1
        faults.append((end, f"the file ends with {len(rows)} rows, not {len(form.ids)}"))
    return [f"line {line}: {fault}" for line, fault in sorted(faults, key=lambda fault: fault[0])]


def _field_faults(fields, header):
    """Yield what is wrong with the fields of a row but for its id."""
    if len(fields) != len(header):
        yield f"there are {len(fields)} fields, not {len(header)}" if fields else "there is nothing on it"
        return
    values = [_number(field) for field in fields[1:]]
    for name, field, value in zip(header[1:], fields[1:], values, strict=True):
        if np.isnan(value):
            yield f"{field!r} in column {name} is not a number"
        elif not 0 <= value <= 1:
            yield f"{field} in column {name} is not between 0 and 1"
    if len(values) > 1 and abs(sum(values) - 1) > TOLERANCE:
        yield f"the probabilities sum to {sum(values):.4g}, not to 1"


def _number(field):
    try:
        return float(field)
    except ValueError:
        return np.nan


def _id_faults(ids, form):
    """Return what is wrong with the ids [(line, id)] of a file, as (line, fault)."""
    faults, first, wanted = [], {}, set(form.ids)
    for line, name in ids:
        if name in first:
            faults.append((line, f"the id {name!r} was on line {first[name]} already"))
        elif name not in wanted:
            faults.append((line, f"the id {name!r} is not wanted"))
        first.setdefault(name, line)
    missing = [name for name in form.ids if name not in first]
    if missing:
        some = ", ".join(map(repr, missing[:5])) + (" ..." if len(missing) > 5 else "")
        faults.append((ids[-1][0] if ids else 1, f"the file ends without {len(missing)} of the ids, {some}"))
    return faults + (_order_faults(first, form) if form.ordered else [])


def _order_faults(first, form):
    """Return at most one fault: the first id, of {id: line}, that does not stand where the sample has it."""
    there = [name for name in first if name in set(form.ids)]
    for name, wanted in zip(there, (name for name in form.ids if name in first), strict=True):
        if name != wanted:
            return [(first[name], f"the id {name!r} comes where {wanted!r} is next in the sample: keep its order")]
    return []
