"""Check what the command line asks for: lessons, photos, weights and precision. Never loads TensorFlow."""

import re
from pathlib import Path

from workbook.folders.splits import make_split

PRECISIONS = ("float32", "bfloat16", "auto")


def find_lessons(folder):
    """Return the lessons in `folder`, in order; raise ValueError if there are none."""
    lessons = sorted(folder.resolve().glob("[0-9][0-9]_*.ipynb"))
    if not lessons:
        raise ValueError(f"{folder} holds no lessons: give the folder of the notebooks.")
    return lessons


def choose(lessons, numbers):
    """Return the `lessons` with these numbers, or all without numbers; raise ValueError for an unknown number."""
    known = {lesson.name[:2]: lesson for lesson in lessons}
    wanted = [number.zfill(2) for number in re.split(r"[,\s]+", numbers or "") if number] or list(known)
    for number in wanted:
        if number not in known:
            raise ValueError(f"There is no lesson {number}: choose from {' '.join(known)}.")
    return [known[number] for number in sorted(set(wanted))]


def find_photos(data):
    """Return the folder `data` as an absolute path, or None without `data`; raise ValueError if it is not there."""
    if not data:
        return None
    folder = Path(data).expanduser().resolve()
    if not folder.is_dir():
        raise ValueError(f"There is no folder {folder}: give one that holds one folder of photos per class.")
    return folder


def divided(folder, target):
    """Return `folder` if it has train and valid; if not, divide its photos in `target` and return that."""
    if all((folder / split).is_dir() for split in ("train", "valid")):
        return folder
    print(f"{folder} is not divided into train and valid: its photos are divided in {target}", flush=True)
    return make_split(folder, target, replace=True).path


def find_weights(weights):
    """Return "imagenet", "sample", None or the absolute path of a file of weights; raise ValueError for others."""
    if weights in (None, "", "imagenet", "sample"):
        return weights or None
    file = Path(weights).expanduser().resolve()
    if not file.is_file():
        raise ValueError(f'The weights "{weights}" are not known and not a file: use imagenet, sample or a file.')
    return str(file)


def find_precision(precision):
    """Return `precision` if it is one of `PRECISIONS`; raise ValueError for others."""
    if precision not in PRECISIONS:
        raise ValueError(f'The precision "{precision}" is not known: use one of {", ".join(PRECISIONS)}.')
    return precision


def find_record(name, data):
    """Return the `name` of a record; raise ValueError if it cannot be the name of a file or there is no `data`."""
    if name and not data:
        raise ValueError("Only lessons on photos of your own can be recorded: add --data FOLDER.")
    if name and not re.fullmatch(r"[\w-]+", name):
        raise ValueError(f'The record cannot be called "{name}": use letters, digits, - and _.')
    return name
