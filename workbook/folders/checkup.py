"""What is wrong with a folder of photos? Also in a terminal: `python -m workbook.folders.checkup PATH`."""

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
AT_ONCE = 512  # files that wait for the threads


def check_images(path, set_aside=None):
    """Decode every file below `path`, one folder a class, split into train, valid and test or not; return a `Report`.

    Nothing is changed, unless `set_aside` names a folder: files that are no photos or cannot be read move there, and
    `put_back(set_aside)` brings them back. Photos that show the same picture in another size, quality or format are
    found; a mirrored, turned or cropped copy is not. Raises PhotoError where there is nothing to check.
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
    """Yield each file examined, in order; no more than a block of files waits for the threads."""
    paths = [survey.root / file.name for file in survey.files]
    Image.init()  # all decoders, before threads ask for them
    with (
        ThreadPoolExecutor(os.cpu_count()) as pool,
        tqdm(total=len(paths), desc="checking", unit="file", disable=len(paths) < FEW) as progress,
        warnings.catch_warnings(action="ignore"),  # what decoders remark on is found here, too
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
    """Yield rows about class folders: empty ones, those that train does not share, and uneven ones."""
    for split, labels in survey.classes.items():
        inside = {label: counts[label][split] for label in labels}
        folder = survey.folders[split]
        for label, count in inside.items():
            if count == 0:
                yield finding(survey.below(folder / label), "empty class", "no photo in it can be read")
        odd = set(labels) ^ set(survey.classes.get("train", labels))
        if odd and not (split == "test" and odd.issuperset(labels)):  # test photos may have no class
            yield finding(
                survey.below(folder), "classes differ", f"only in train or only in {split}: {', '.join(sorted(odd))}"
            )
        filled = sorted((count, label) for label, count in inside.items() if count)
        if split in ("", "train") and filled and filled[-1][0] > UNEVEN * filled[0][0]:
            most, least = (f"{label} {count:,}" for count, label in (filled[-1], filled[0]))
            yield finding(survey.below(folder), "imbalance", f"{most}, {least}")


def main(arguments=None):
    """Check the folder that is named in a terminal, print the report, and return 1 if there are faults."""
    parser = argparse.ArgumentParser(
        prog="python -m workbook.folders.checkup", description="Say what is wrong with a folder of photos."
    )
    parser.add_argument("path", help="the photos, one folder a class, split into train, valid and test or not")
    parser.add_argument("--set-aside", metavar="FOLDER", help="move what is no photo or cannot be read there")
    parser.add_argument("--put-back", action="store_true", help="PATH is such a FOLDER: move all of it back")
    options = parser.parse_args(arguments)
    try:
        if options.put_back:
            print(f"{len(put_back(options.path)):,} files are back in their places.")
            return 0
        report = check_images(options.path, options.set_aside)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(report)
    return int(bool(report.faults))


if __name__ == "__main__":
    sys.exit(main())
