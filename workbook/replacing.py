"""A folder made anew in one step: it is whole, or as it was."""

import shutil
from contextlib import contextmanager


@contextmanager
def replaced(path):
    """Yield the path of a folder to fill, which takes the place of `path` at the end of the block.

    What stood at `path` goes then, or stays if anything fails; where a block was killed, the next one puts it back.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new, old = path.with_name(f".{path.name}.unfinished"), path.with_name(f".{path.name}.old")
    _clear_up(path, new, old)
    try:
        yield new
        if path.exists():
            path.rename(old)
        new.rename(path)
    finally:
        _clear_up(path, new, old)


def _clear_up(path, new, old):
    """Put `old` back where a block stopped between taking it away and putting `new` there, and remove what is left."""
    if old.exists() and not path.exists():
        old.rename(path)
    for folder in (new, old):
        shutil.rmtree(folder, ignore_errors=True)
