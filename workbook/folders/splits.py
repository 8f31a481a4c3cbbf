"""A folder of photos, divided into train, valid and test."""

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tqdm.auto import tqdm

from workbook.atomic import replaced
from workbook.folders.division import divide
from workbook.folders.files import ANY_NAME, FEW, link_or_copy, refuse_inside
from workbook.folders.report import count_photos, text_table
from workbook.folders.survey import is_loop, split_folders
from workbook.photos.decode import PhotoError
from workbook.photos.listing import list_photos

MANIFEST, SETTINGS = "manifest.csv", "settings.json"


class Placed(NamedTuple):
    """A row of the manifest: a photo's new file, split, class and group, its original file, and its size in bytes."""

    file: str
    split: str
    label: str
    group: str
    origin: str
    size: int


@dataclass(frozen=True, repr=False)
class Split:
    """A data set that `make_split` made.

    `photos` are the rows of its manifest, and `sha256` is the checksum of the manifest. `counts` are the numbers of
    photos, {class: {split: count}}, and `groups` the groups of each split, {split: set}. `left_out` is the test folder
    of the source, if its photos have no class.
    """

    path: Path
    photos: list
    counts: dict
    groups: dict
    sha256: str
    left_out: Path | None

    @property
    def manifest(self):
        """Return the path of the file that lists all photos."""
        return self.path / MANIFEST

    def __str__(self):
        table = [("class", *self.groups)]
        table += [(label, *(f"{count:,}" for count in counts.values())) for label, counts in self.counts.items()]
        if any(photo.group for photo in self.photos):
            table.append(("groups", *(f"{len(groups):,}" for groups in self.groups.values())))
        reason = "because its photos belong to no class in train"
        left_out = f"left out: {self.left_out.name}, {reason}\n" if self.left_out else ""
        return f"{text_table(table)}\n{left_out}{MANIFEST}: sha256 {self.sha256[:12]}..."

    __repr__ = __str__


def make_split(source, target, valid=0.2, test=0.1, by=None, seed=0, replace=False):
    """Divide the photos of `source` into train, valid and test folders in `target`, and return the `Split`.

    `source` is not changed. It holds one folder per class, or is split already; then all its photos are divided again,
    except a test folder without the classes of train. The new photos are hard links if the disk allows them (two names
    for the same bytes: do not edit them), otherwise copies.

    `valid` and `test` are the shares of each class (at least one photo); 0 leaves a split out. `by` maps a photo's path
    below `source` to its group, such as the patient: each group stays in one split, and the shares are met as closely
    as possible. The same photos and arguments give the same split; if it exists already, nothing is done. `replace`
    allows another split in `target` to be replaced once the new one is complete. Raises ValueError if a class has too
    few photos or groups, or if `target` holds anything else. Lesson 11.
    """
    source, target = Path(source).expanduser(), Path(target).expanduser()
    shares = _shares(valid, test)
    refuse_inside(target, source)
    photos = _place(source, shares, by, seed)
    table = _table(photos)
    settings = {"source": str(source), "valid": valid, "test": test, "by a function": bool(by), "seed": seed}
    if not _is_there(target, table, settings, replace):
        _make(target, table, settings, {source / photo.origin: photo.file for photo in photos})
    return _split(target, photos, shares, table, _left_out(source))


def _place(source, shares, by, seed):
    """Return all photos of `source` that have a class, each `Placed` in a split, sorted."""
    found = _find(source)
    groups = [_group(by, origin) for origin, _, _ in found]
    splits = divide([label for _, label, _ in found], shares, groups if by else None, seed)
    return sorted(
        Placed(f"{split}/{label}/{name}", split, label, group, origin, _size(source / origin))
        for (origin, label, name), group, split in zip(found, groups, splits, strict=True)
    )


def _split(target, photos, shares, table, left_out):
    return Split(
        path=target,
        photos=photos,
        counts=count_photos(photos, sorted({photo.label for photo in photos}), shares),
        groups={split: {photo.group for photo in photos if photo.split == split} for split in shares},
        sha256=hashlib.sha256(table).hexdigest(),
        left_out=left_out,
    )


def _shares(valid, test):
    if min(valid, test) < 0 or valid + test >= 1:
        raise ValueError(f"valid={valid} and test={test} leave nothing to train on: give shares such as 0.2 and 0.1.")
    shares = {"train": 1 - valid - test, "valid": valid, "test": test}
    return {split: share for split, share in shares.items() if share}


def _find(source):
    """Return all photos that have a class, as (file below `source`, class, name in the class folder)."""
    folders = {name: folder for name, folder in split_folders(source).items() if folder != _left_out(source)}
    found = []
    for split, folder in (folders or {"": source}).items():
        for file in _filenames(folder):
            label, _, name = file.partition("/")
            found.append(((folder / file).relative_to(source).as_posix(), label, split, Path(name)))
    twice = len({(label, name) for _, label, _, name in found}) < len(found)  # the same name in train and valid
    return [
        (origin, label, (name.with_name(f"{split}-{name.name}") if twice else name).as_posix())
        for origin, label, split, name in found
    ]


def _left_out(source):
    """Return the test folder of a split `source`, if its class folders are not those of train; otherwise None."""
    folders = split_folders(source)
    if "test" not in folders:
        return None
    train, test = ({entry.name for entry in folders[name].iterdir() if entry.is_dir()} for name in ("train", "test"))
    return None if test and test <= train else folders["test"]


def _filenames(folder):
    """Return the photos below `folder`; raise PhotoError if a class folder has none or is a link that makes a loop."""
    photos = list_photos(folder)
    for label, count in photos.counts.items():
        if is_loop(folder / label):
            raise PhotoError(f"{folder / label} is a link to a folder that contains it: remove it.")
        if not count:
            raise PhotoError(f"{folder / label} holds no photos: put some into it, or remove it.")
    return photos.filenames


def _group(by, origin):
    if by is None:
        return ""
    group = by(origin)
    if group is None:
        raise ValueError(f"`by` returns None for {origin}: return a group for every photo.")
    return str(group)


def _size(path):
    if not path.is_file():
        raise PhotoError(f"{path} is not a file, or is a broken link: remove it.")
    return path.stat().st_size


def _table(photos):
    """Return the bytes of the manifest, which are the same for the same photos in the same places."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("file", "split", "class", "group", "origin", "size"), *photos])
    return text.getvalue().encode(ANY_NAME["encoding"], ANY_NAME["errors"])


def _is_there(target, table, settings, replace):
    """Return whether `target` holds this split; raise ValueError if it holds anything that must not be replaced."""
    if (target / MANIFEST).is_file() and (target / SETTINGS).is_file():
        if (target / MANIFEST).read_bytes() == table:
            return True
        if replace:
            return False
        made_with = json.loads((target / SETTINGS).read_text())
        if made_with == settings:
            raise ValueError(
                f"{target} was made when {settings['source']} held other photos: remove it or give replace=True."
            )
        described = ", ".join(f"{name}={value}" for name, value in made_with.items())
        raise ValueError(f"{target} holds another split already ({described}): give another folder or replace=True.")
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise ValueError(f"{target} holds other things already: give a new folder.")
    return False


def _make(target, table, settings, copies):
    """Make the folder `target` in one step; `copies` is {photo: its new file below `target`}."""
    few = len(copies) < FEW
    with replaced(target) as new:
        for original, file in tqdm(copies.items(), desc=f"filling {target.name}", unit="photo", disable=few):
            link_or_copy(original, new / file)
        (new / MANIFEST).write_bytes(table)
        (new / SETTINGS).write_text(json.dumps(settings, indent=1))
