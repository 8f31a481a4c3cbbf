"""The check of a folder of photos, also in a terminal: `python -m workbook.folders.checkup PATH`."""

import argparse
import os
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image
from tqdm.auto import tqdm

from workbook.folders.duplicates import twins
from workbook.folders.examine import examine
from workbook.folders.faults import finding
from workbook.folders.files import FEW, put_back
from workbook.folders.report import Photo, Report
from workbook.folders.survey import Survey

UNEVEN = 5  # times as many photos in one class as in another
AT_ONCE = 512  # files handed to the threads at a time


def check_images(path, set_aside=None):
    """Decode every file below `path` and return a `Report` of what is wrong.

    `path` holds one folder per class, or train, valid and test with such folders. Copies of a photo in another size,
    quality or format are found; mirrored, turned or cropped copies are not. Nothing is changed, unless `set_aside`
    names a folder: then files that are not photos or cannot be read move there, and `put_back(set_aside)` moves them
    back. Raises PhotoError if there is nothing to check. Lesson 11.
    """
    survey = Survey(Path(path).expanduser())
    photos, fingerprints, rows = [], [], survey.rows
    for file, examined in zip(survey.files, _examine_all(survey), strict=True):
        rows += [finding(file.name, *what) for what in examined.found]
        if examined.size and file.label:
            photos.append(Photo(*file, *examined.size))
            fingerprints.append(examined.fingerprint)
    rows += _same_photos(photos, fingerprints)
    report = Report(survey.root, survey.classes, photos, rows)
    rows += _classes(report.counts, survey)
    if set_aside:
        report.set_aside(set_aside)
    return report


def _examine_all(survey):
    """Yield the `Examined` of each file, in order; the threads get one block of files at a time."""
    paths = [survey.root / file.name for file in survey.files]
    Image.init()  # loads all decoders before the threads need them
    with (
        ThreadPoolExecutor(os.cpu_count()) as pool,
        tqdm(total=len(paths), desc="checking", unit="file", disable=len(paths) < FEW) as progress,
        warnings.catch_warnings(action="ignore"),  # the check itself finds what decoders warn of
    ):
        for start in range(0, len(paths), AT_ONCE):
            for examined in pool.map(lambda path: examine(path, survey.root), paths[start : start + AT_ONCE]):
                progress.update()
                yield examined


def _same_photos(photos, fingerprints):
    for this, other, identical in twins(fingerprints, [photo.split for photo in photos]):
        photo, earlier = photos[this], photos[other]
        detail = f"the same {'file' if identical else 'picture'} as {earlier.file}"
        if photo.split != earlier.split:
            yield finding(photo.file, "leak" if identical else "near leak", detail)
        elif photo.label != earlier.label:
            yield finding(photo.file, "two classes", detail)
        else:
            yield finding(photo.file, "duplicate" if identical else "near duplicate", detail)


def _classes(counts, survey):
    """Yield findings on class folders: empty ones, ones that differ from train's, and unequal numbers of photos."""
    for split, labels in survey.classes.items():
        inside = {label: counts[label][split] for label in labels}
        folder = survey.folders[split]
        for label, count in inside.items():
            if count == 0:
                yield finding(survey.below(folder / label), "empty class", "no photo in it can be read")
        odd = set(labels) ^ set(survey.classes.get("train", labels))
        if odd and not (split == "test" and odd.issuperset(labels)):  # photos in test may have no class
            detail = f"only in train or only in {split}: {', '.join(sorted(odd))}"
            yield finding(survey.below(folder), "classes differ", detail)
        filled = sorted((count, label) for label, count in inside.items() if count)
        if split in ("", "train") and filled and filled[-1][0] > UNEVEN * filled[0][0]:
            most, least = (f"{label} {count:,}" for count, label in (filled[-1], filled[0]))
            yield finding(survey.below(folder), "imbalance", f"{most}, {least}")


def main(arguments=None):
    """Check the folder given in a terminal and print the report; return 0, 1 (faults) or 2 (error)."""
    parser = argparse.ArgumentParser(
        prog="python -m workbook.folders.checkup", description="Report what is wrong with a folder of photos."
    )
    parser.add_argument("path", help="folder with one folder of photos per class, or with train, valid and test")
    parser.add_argument("--set-aside", metavar="FOLDER", help="move files that are not readable photos to FOLDER")
    parser.add_argument("--put-back", action="store_true", help="PATH is such a FOLDER: move all its files back")
    options = parser.parse_args(arguments)
    try:
        if options.put_back:
            print(f"Files moved back: {len(put_back(options.path)):,}.")
            return 0
        report = check_images(options.path, options.set_aside)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(report)
    return int(bool(report.faults))


if __name__ == "__main__":
    sys.exit(main())
