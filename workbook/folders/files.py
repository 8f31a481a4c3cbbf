"""Files that belong to the user: linked or copied, set aside and put back, never changed."""

import csv
import os
import shutil
from pathlib import Path

from workbook.atomic import written

RECORD = "set_aside.csv"
FEW = 1000  # below so many files there is no progress bar: they take a second or two
FORBIDDEN = set('<>:"|?*\\')  # characters that Windows does not allow in names
ANY_NAME = {"encoding": "utf-8", "errors": "surrogateescape", "newline": ""}  # opens a file that may list any name


def link_or_copy(original, copy):
    """Make `copy` a hard link to the file `original`, or a copy if the disk has no links, unless `copy` exists."""
    if copy.exists():
        return
    original = original.resolve()
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(original, copy)
    except OSError:
        with written(copy) as part:
            shutil.copy2(original, part)


def refuse_inside(folder, photos):
    """Raise ValueError if `folder` is `photos` or inside it, where its files would count as more photos."""
    if folder.resolve().is_relative_to(photos.resolve()):
        raise ValueError(f"{folder} is inside {photos}: give a folder outside it.")


def printable(name):
    r"""Return a file name that can be printed on one line: a line break as \n, an undecodable byte as \udcff."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in name)


def is_awkward(name):
    """Return whether some systems cannot use this file name, for example because of control characters or quotes."""
    return not name.isprintable() or name != name.rstrip(" .") or not FORBIDDEN.isdisjoint(name)


def set_aside(root, rows, folder):
    """Move files below `root` to the same places below `folder` and return their names; `put_back` moves them back.

    `rows` are (file below `root`, fault, detail). Each is recorded in set_aside.csv in `folder` before the file moves.
    A link moves as a link. Files that are reached through a link to another folder stay. Raises ValueError if `folder`
    is inside `root` or holds other files.
    """
    root, folder = root.resolve(), Path(folder).expanduser().resolve()
    refuse_inside(folder, root)
    rows = [row for row in rows if (root / row[0]).parent.resolve().is_relative_to(root)]
    if folder.exists() and any(folder.iterdir()) and not (folder / RECORD).exists():
        raise ValueError(f"{folder} holds other files: give a new folder.")
    for file, fault, detail in rows:
        if os.path.lexists(folder / file):
            raise ValueError(f"{folder / file} was set aside before: put it back or give another folder.")
        _record(folder, [file, fault, detail, root / file])
        _move(root / file, folder / file)
    return [row[0] for row in rows]


def put_back(folder, missing_ok=False):
    """Move everything that was set aside in `folder` back, and return the original paths of the files.

    Raises ValueError, before anything moves, if there is another file at one of these paths; also, unless `missing_ok`,
    if nothing was set aside there. Lesson 14.
    """
    folder = Path(folder).expanduser().resolve()
    if missing_ok and not (folder / RECORD).is_file():
        return []
    if not (folder / RECORD).is_file():
        raise ValueError(f"{folder} has no {RECORD}: give a folder in which files were set aside.")
    with (folder / RECORD).open(**ANY_NAME) as stream:
        moves = {Path(row["from"]): folder / row["file"] for row in csv.DictReader(stream)}
    moves = {origin: place for origin, place in moves.items() if os.path.lexists(place)}
    for origin in moves:
        if os.path.lexists(origin):
            raise ValueError(f"{origin} is there again: move it away so that the file set aside can go back.")
    for origin, place in moves.items():
        _move(place, origin)
    (folder / RECORD).unlink()
    for parent, _, _ in os.walk(folder, topdown=False):
        if not any(Path(parent).iterdir()):
            Path(parent).rmdir()
    return sorted(moves)


def _record(folder, row):
    new = not (folder / RECORD).exists()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / RECORD).open("a", **ANY_NAME) as stream:
        csv.writer(stream, lineterminator="\n").writerows([["file", "fault", "detail", "from"]] * new + [row])
        stream.flush()
        os.fsync(stream.fileno())


def _move(origin, place):
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(origin, place)
