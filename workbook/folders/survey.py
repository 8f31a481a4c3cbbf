"""The folders and files of a data set, as the lessons see them."""

import os
from pathlib import Path
from typing import NamedTuple

from workbook.folders.faults import finding
from workbook.folders.files import is_awkward
from workbook.photos.decode import is_photo
from workbook.photos.listing import no_class_folders, require_folder

SPLITS = {"train": ["train"], "valid": ["valid", "validation", "val"], "test": ["test"]}  # possible folder names


class File(NamedTuple):
    """A file below the surveyed folder, with its split ("" if there are none) and class ("" outside a class)."""

    name: str
    split: str
    label: str


class Survey:
    """The `files` below `root`, and findings about its folders, as `rows`.

    `folders` are the folders of the splits, {"": root} if there are none. `classes` are the class names of each split.
    Links are followed as in the lessons: to class folders and to files, but to no other folders and never in a circle.
    Raises PhotoError if there is nothing to survey.
    """

    def __init__(self, root):
        require_folder(root)
        self.root, self.files, self.classes, self.rows = root, [], {}, []
        self.folders = split_folders(root) or {"": root}
        for split, folder in self.folders.items():
            self._add_split(folder, split)
        if "train" in self.folders:
            self._add_strays()
        if not self.files and not any(self.classes.values()):
            raise no_class_folders(root)

    def _add_split(self, folder, split):
        self.classes[split] = []
        if is_loop(folder):
            self._note(folder, "link loop", f"to {folder.resolve()}")
            return
        for entry in sorted(folder.iterdir()):
            if is_loop(entry):
                self._note(entry, "link loop", f"to {entry.resolve()}")
            elif entry.is_dir():
                self._add_class(entry, split)
            elif not self._add_photo_outside(entry, split) and not entry.exists():
                self._note(entry, "broken link", f"to {entry.readlink()}")

    def _add_class(self, folder, split):
        if folder.name.startswith("."):
            return
        self.classes[split].append(folder.name)
        if folder.is_symlink() and not folder.resolve().is_relative_to(self.root.resolve()):
            self._note(folder, "link outside", f"to {folder.resolve()}")
        if is_awkward(folder.name):
            self._note(folder, "awkward name")
        for parent, folders, files in os.walk(folder, onerror=self._add_closed):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for link in (Path(parent) / name for name in folders):
                if link.is_symlink():
                    self._note(link, "link loop" if is_loop(link) else "link not followed", f"to {link.resolve()}")
            self.files += [File(self.below(Path(parent) / name), split, folder.name) for name in sorted(files)]

    def _add_closed(self, error):
        self._note(Path(error.filename), "unreadable", error.strerror)

    def _add_strays(self):
        """Add files and folders that are next to train, valid and test."""
        for entry in sorted(set(self.root.iterdir()) - set(self.folders.values())):
            if entry.is_dir() and not entry.name.startswith("."):
                self._note(entry, "not used")
            else:
                self._add_photo_outside(entry, "")

    def _add_photo_outside(self, entry, split):
        if not is_photo(entry.name):
            return False
        self.files.append(File(self.below(entry), split, ""))
        self._note(entry, "outside a class")
        return True

    def _note(self, path, fault, detail=""):
        self.rows.append(finding(self.below(path), fault, detail))

    def below(self, path):
        """Return the name of a path relative to `root`, "." for `root` itself."""
        return path.relative_to(self.root).as_posix()


def split_folders(path):
    """Return the folders of train, valid and test in `path`, {split: folder}, or {} if `path` is not split.

    A folder is split if it has "train" and "valid", or a "train" that holds folders and no photos.
    """
    there = {split: [path / name for name in names if (path / name).is_dir()] for split, names in SPLITS.items()}
    folders = {split: found[0] for split, found in there.items() if found}
    if "train" not in folders:
        return {}
    inside = list(folders["train"].iterdir())
    classes = any(entry.is_dir() for entry in inside) and not any(is_photo(entry.name) for entry in inside)
    return folders if classes or "valid" in folders else {}


def is_loop(folder):
    """Return whether `folder` is a link to a folder that contains it."""
    return folder.is_symlink() and folder.is_dir() and folder.parent.resolve().is_relative_to(folder.resolve())
