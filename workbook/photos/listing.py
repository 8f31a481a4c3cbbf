"""The photos in a folder, class by class. Does not load Keras, so it starts quickly."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from workbook.photos.decode import EXTENSIONS, PhotoError, is_photo


@dataclass(frozen=True, eq=False)
class Listing:
    """The photos below `path`, which holds one folder per class.

    `filenames` are their paths below `path`, in sorted order. `classes` (n,) are their class numbers, and
    `class_names` are the names of the classes in order.
    """

    path: Path
    filenames: list
    class_names: list
    classes: np.ndarray

    @property
    def samples(self):
        """Return the number of photos."""
        return len(self.filenames)

    @property
    def num_classes(self):
        """Return the number of classes."""
        return len(self.class_names)

    @property
    def counts(self):
        """Return the number of photos of each class, {class name: count}."""
        return dict(zip(self.class_names, np.bincount(self.classes, minlength=self.num_classes).tolist(), strict=True))


def list_photos(path):
    """Return the `Listing` of the photos below `path`.

    Folders inside a class folder belong to that class. Hidden files and folders are skipped. Raises PhotoError if there
    are no photos.
    """
    path = Path(path).expanduser()
    require_folder(path)
    names = sorted(entry.name for entry in path.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    if not names:
        raise no_class_folders(path)
    files = [(file, number) for number, name in enumerate(names) for file in _photos_below(path, name)]
    if not files:
        kinds = ", ".join(sorted(EXTENSIONS))
        raise PhotoError(f"{path} holds no photos: put some into {path / names[0]} ({kinds}).")
    filenames, classes = zip(*files, strict=True)
    return Listing(path, list(filenames), names, np.array(classes))


def require_folder(path):
    """Raise PhotoError unless `path` is a folder."""
    if not path.is_dir():
        raise PhotoError(f"{path} is not a folder: give the folder that holds one folder of photos per class.")


def no_class_folders(path):
    """Return a PhotoError which says that `path` has no class folders."""
    return PhotoError(f"{path} has no class folders: make one folder per class in it, and put the photos there.")


def _photos_below(path, name):
    """Return the photos in the class folder `name`, sorted, as paths below `path`."""
    found = []
    for parent, folders, files in os.walk(path / name):
        folders[:] = [folder for folder in folders if not folder.startswith(".")]
        found += [(Path(parent) / file).relative_to(path).as_posix() for file in files if is_photo(file)]
    return sorted(found)
