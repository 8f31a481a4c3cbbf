"""What can be wrong with a folder of photos, and what to do about it."""

from typing import NamedTuple

AGAIN = "Copy it again from where it came, or remove it."
ONE_OF_THEM = "Keep it in one of them only."
FAULTS = {  # what the lessons stumble over, or are misled by
    "empty file": AGAIN,
    "truncated": AGAIN,
    "unreadable": AGAIN,
    "not a photo": "There is no picture in it: remove it.",
    "too many pixels": "It would fill the memory: scale it down, or remove it.",
    "not a file": "Remove it.",
    "broken link": "Remove it, or put back what it leads to.",
    "link loop": "Remove it: it leads back to where it lies.",
    "link not followed": "The lessons do not look behind it: put the photos themselves there.",
    "wrong extension": "The lessons pass over it: rename it.",
    "unsupported format": "The lessons pass over it: convert it to JPEG.",
    "outside a class": "The lessons pass over it: move it into the folder of its class.",
    "leak": ONE_OF_THEM,
    "near leak": ONE_OF_THEM,
    "two classes": "Decide which class it shows.",
    "duplicate": ONE_OF_THEM,
    "empty class": "Put photos into it, or remove it.",
    "classes differ": "Give all the same class folders.",
}
NOTES = {  # what the lessons cope with
    "near duplicate": "Nothing, unless they are many: they make a class look larger than it is.",
    "imbalance": "Add photos of the small class, or give `fit` class weights.",
    "grey": "Nothing, unless one class has more of them than another.",
    "one colour": "Remove it if it shows nothing.",
    "16 bits": "Nothing, unless it comes out dark: the upper 8 bits are read.",
    "CMYK": "Nothing: it is converted.",
    "palette": "Nothing: it is converted.",
    "transparent": "Nothing: it is laid on white.",
    "rotated": "Nothing: it is turned upright.",
    "several frames": "Nothing: the first is used.",
    "extreme shape": "Crop it: squashed to a square it looks like nothing else.",
    "small": "Nothing: it is enlarged, and blurred.",
    "large": "Nothing: it is scaled down, which takes longer.",
    "other format": "Nothing: it is read all the same.",
    "other file": "Nothing: the lessons pass over it.",
    "link outside": "Nothing: it is followed, and breaks where the folder is copied.",
    "awkward name": "Rename it: some programs and systems cannot hold this name.",
    "not used": "Nothing: the lessons look into train, valid and test only.",
}
BROKEN = ("empty file", "truncated", "unreadable", "not a photo", "too many pixels", "other file")


class Finding(NamedTuple):
    """One thing found: the file or folder, what it is, more about it, and what to do."""

    file: str
    fault: str
    detail: str
    remedy: str


def finding(file, fault, detail=""):
    """Return the `Finding` of a fault or note, with its remedy."""
    return Finding(file, fault, detail, FAULTS.get(fault) or NOTES[fault])
