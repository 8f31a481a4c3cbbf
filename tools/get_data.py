"""Download a public data set by name, check every photo, and divide the photos in data/NAME: train, valid, test.

If you interrupt this program, the same command goes on where it stopped. The archive, the unpacked photos and the files
set aside stay in data/downloads. The data set consists of hard links to the photos if the disk allows it, or of copies.
"""

import argparse
import shutil
import sys
from pathlib import Path

from workbook.atomic import replaced
from workbook.downloads import archives
from workbook.downloads.catalogue import DATA_SETS
from workbook.downloads.transfer import fetch_archive
from workbook.folders.checkup import check_images
from workbook.folders.files import link_or_copy
from workbook.folders.splits import make_split
from workbook.photos.listing import list_photos

DATA = Path(__file__).parents[1] / "data"


def get_data(name, root=DATA):
    """Make the data set in the folder `root`/`name` unless it is there, print a report, and return the folder.

    A data set that is one file is only downloaded, and the file is returned.
    """
    root = Path(root)
    target, photos = root / name, root / "downloads" / name
    if not DATA_SETS[name].folders:
        keep_from_git(target)
        return fetch_archive(name, target)
    if target.exists():
        print(f"{target} exists already.")
        return target
    if not photos.exists():
        keep_from_git(root / "downloads")
        unpack(fetch_archive(name, root / "downloads"), photos, DATA_SETS[name].folders)
    print(check_images(photos, set_aside=photos.with_name(f"{photos.name}-set-aside")))
    divide(photos, target)
    return target


def unpack(archive, photos, folders):
    """Unpack `archive` and move each of its `folders` to its place in the new folder `photos`."""
    print(f"Unpacking {archive} ...", flush=True)
    whole = archives.unpack(archive, photos.with_name(f"{photos.name}.whole"))
    try:
        with replaced(photos) as new:
            for folder, place in folders.items():
                if not (whole / folder).is_dir():
                    raise archives.ArchiveError(
                        f"{archive} has no folder {folder}, so it is not this data set: remove it and run this again."
                    )
                (new / place).parent.mkdir(parents=True, exist_ok=True)
                (whole / folder).rename(new / place)
    finally:
        shutil.rmtree(whole)


def divide(photos, target):
    """Make the data set `target` from `photos`, with their published division or, without one, that of `make_split`."""
    with replaced(target) as new:
        if (photos / "train").is_dir():
            for file in photos.rglob("*"):
                if file.is_file():
                    link_or_copy(file, new / file.relative_to(photos))
        else:
            make_split(photos, new)
        keep_from_git(new)


def keep_from_git(folder):
    """Make `folder`, with a .gitignore in it that makes git ignore it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n")


def summary(target):
    """Return a text that says how many photos the data set `target`, a folder or a file, has, and how to use it."""
    if target.is_file():
        return f'{target}\nUse it: data = "{target.parent.name}" in the settings cell'
    there = [target / split for split in ("train", "valid", "test") if (target / split).is_dir()]
    found = {folder.name: list_photos(folder) for folder in there}
    lines = [f"  {split}: {photos.samples:,} ({', '.join(photos.class_names)})" for split, photos in found.items()]
    return "\n".join([f"{target}", *lines, f'Use it: make lessons DATA="{target}"'])


def catalogue():
    """Return the list of the data sets, as text."""
    lines = []
    for name, found in DATA_SETS.items():
        source = found.sources[0]
        lines.append(f"  {name}: {found.what}; {source.size / 1e6:,.0f} MB\n    licence: {source.licence}")
    return "\n".join(["data sets (make data NAME=...):", *lines])


def main(arguments=None):
    """Run the program; return 0, 1 after printing an error, or 130 if it was stopped."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, epilog=catalogue(), formatter_class=form)
    parser.add_argument("name", nargs="?", choices=DATA_SETS, help="which data set (without a name, list them)")
    name = parser.parse_args(arguments).name
    if not name:
        print(catalogue())
        return 0
    print(f"{name}: {DATA_SETS[name].what}\nlicence: {DATA_SETS[name].sources[0].licence}", flush=True)
    try:
        print(summary(get_data(name, DATA)))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
