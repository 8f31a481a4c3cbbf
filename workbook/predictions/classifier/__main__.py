"""A saved classifier in a terminal: `python -m workbook.predictions.classifier MODEL PHOTO...`."""

import argparse
import sys

from workbook.folders.files import printable
from workbook.photos.decode import PhotoError
from workbook.predictions.classifier import load_classifier


def main(arguments=None):
    """Print probability, class and file of each photo; return 1 if a photo cannot be read, 2 if the model cannot."""
    parser = argparse.ArgumentParser(
        prog="python -m workbook.predictions.classifier",
        description="Print the most probable class of each photo, and its probability.",
    )
    parser.add_argument("model", help="a .keras file that save_classifier wrote")
    parser.add_argument("photos", nargs="+", metavar="photo")
    options = parser.parse_args(arguments)
    try:
        classifier = load_classifier(options.model)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    failed = False
    for photo in options.photos:
        try:
            (answer,) = classifier.predict([photo])
            print(f"{answer.probability:.4f}", printable(answer.name), printable(photo), sep="\t", flush=True)
        except PhotoError as error:
            print(error, file=sys.stderr)
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
