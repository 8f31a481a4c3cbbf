"""The one way to put something in its place: a file or a folder is whole, or as it was before."""

import shutil
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex


@contextmanager
def written(file):
    """Yield the path of a new file to write, which takes the place of `file` at the end of the block.

    It lies beside `file`, under a hidden name that no other writer uses, with the same ending. If anything fails, what
    stood at `file` stays. Folders above `file` are made where they are missing.
    """
    file = Path(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{token_hex(8)}{file.suffix}")
    try:
        yield part
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replaced(folder):
    """Yield the path of a new folder to fill, which takes the place of `folder` at the end of the block.

    The block makes the new folder itself. If anything fails, what stood at `folder` stays; if the program is killed
    between the two renames, the next call puts it back.
    """
    folder = Path(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new, old = folder.with_name(f".{folder.name}.unfinished"), folder.with_name(f".{folder.name}.old")
    _clear_up(folder, new, old)
    try:
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    finally:
        _clear_up(folder, new, old)


def _clear_up(folder, new, old):
    """Put `old` back if a program stopped after taking it away, and remove what is left over."""
    if old.exists() and not folder.exists():
        old.rename(folder)
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
