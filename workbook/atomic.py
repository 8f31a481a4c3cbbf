"""Files and folders put in their place in one step: each is complete, or as it was before."""

import shutil
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex


@contextmanager
def written(file):
    """Yield the path of a new file to write, which replaces `file` at the end of the block.

    The new file is next to `file` and has the same suffix. Its name is hidden and random, so two writers never collide.
    If the block fails, `file` stays as it was. Missing parent folders are created.
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
    """Yield the path of a new folder to create and fill, which replaces `folder` at the end of the block.

    If the block fails, `folder` stays as it was. If the program is killed between the two renames, the next call puts
    the old folder back. Missing parent folders are created. Only one program at a time may replace a folder.
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
    """Put `old` back if `folder` is missing, and remove what is left over."""
    if old.exists() and not folder.exists():
        old.rename(folder)
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
