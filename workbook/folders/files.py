"""Other people's files: linked or copied, set aside and put back, and never harmed."""

import csv
import os
import shutil
from pathlib import Path

from workbook.atomic import written

RECORD = "set_aside.csv"
FEW = 1000  # files that are handled without a progress bar, in a second or two
FORBIDDEN = set('<>:"|?*\\')  # in names on Windows
ANY_NAME = {"encoding": "utf-8", "errors": "surrogateescape", "newline": ""}  # opens a file that lists any names


def link_or_copy(original, copy):
    """Put a hard link to the file `original`, or a copy where the disk allows none, at `copy`, unless it is there."""
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
    """Raise ValueError if `folder` is the folder `photos` or lies in it, where it would be taken for more photos."""
    if folder.resolve().is_relative_to(photos.resolve()):
        raise ValueError(f"{folder} lies in {photos}: give a folder outside.")


def printable(name):
    r"""Return a file's name as it can be printed on one line: a line break as \n, an undecodable byte as \udcff."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in name)


def is_awkward(name):
    """Return whether some systems cannot hold this name of a file: it has control characters, quotes or the like."""
    return not name.isprintable() or name != name.rstrip(" .") or not FORBIDDEN.isdisjoint(name)


def set_aside(root, rows, folder):
    """Move files below `root` to the same places below `folder`, and return their names; `put_back` undoes it.

    `rows` are (file below `root`, fault, detail). Each is recorded in `folder`'s set_aside.csv before it moves. Links
    are moved, not what they lead to, and files reached through a link to another folder stay. Raises ValueError where
    `folder` lies in `root` or holds other files.
    """
    root, folder = root.resolve(), Path(folder).expanduser().resolve()
    refuse_inside(folder, root)
    rows = [row for row in rows if (root / row[0]).parent.resolve().is_relative_to(root)]
    if folder.exists() and any(folder.iterdir()) and not (folder / RECORD).exists():
        raise ValueError(f"{folder} holds other files: give a new folder.")
    for file, fault, detail in rows:
        if os.path.lexists(folder / file):
            raise ValueError(f"{folder / file} was set aside before: put it back, or give another folder.")
        _record(folder, [file, fault, detail, root / file])
        _move(root / file, folder / file)
    return [row[0] for row in rows]


def put_back(folder):
    """Move everything that was set aside in `folder` to where it came from, and return the files' paths there.

    Raises ValueError, before anything moves, where another file has taken a place.
    """
    folder = Path(folder).expanduser().resolve()
    if not (folder / RECORD).is_file():
        raise ValueError(f"{folder} has no {RECORD}: give a folder in which files were set aside.")
    with (folder / RECORD).open(**ANY_NAME) as stream:
        moves = {Path(row["from"]): folder / row["file"] for row in csv.DictReader(stream)}
    moves = {origin: place for origin, place in moves.items() if os.path.lexists(place)}
    for origin in moves:
        if os.path.lexists(origin):
            raise ValueError(f"{origin} is there again: move it away, so that the one set aside can be put back.")
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
