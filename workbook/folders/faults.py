"""The faults that a folder of photos can have, with their remedies."""

from typing import NamedTuple

AGAIN = "Copy it again from its source, or remove it."
ONE_SPLIT = "Keep it in one split only."
FAULTS = {  # what stops the lessons, or misleads them
    "empty file": AGAIN,
    "truncated": AGAIN,
    "unreadable": AGAIN,
    "not a photo": "It does not contain a picture: remove it.",
    "too many pixels": "It could fill the memory: scale it down, or remove it.",
    "not a file": "Remove it.",
    "broken link": "Remove it, or restore the file it points to.",
    "link loop": "Remove it: it points to a folder that contains it.",
    "link not followed": "The lessons do not follow it: replace it with the photos themselves.",
    "wrong extension": "The lessons skip it: correct its extension.",
    "unsupported format": "The lessons skip it: convert it to JPEG.",
    "outside a class": "The lessons skip it: move it into the folder of its class.",
    "leak": ONE_SPLIT,
    "near leak": ONE_SPLIT,
    "two classes": "Keep it in the right class only.",
    "duplicate": "Keep one copy only.",
    "empty class": "Put photos into it, or remove it.",
    "classes differ": "Give every split the same class folders.",
}
NOTES = {  # what the lessons can handle
    "near duplicate": "Nothing, unless there are many: they make a class look larger than it is.",
    "imbalance": "Add photos to the small class, or give `fit` class weights.",
    "grey": "Nothing, unless some classes have many more of them than others.",
    "one colour": "Remove it if it shows nothing.",
    "16 bits": "Nothing, unless it looks dark: only the upper 8 bits are read.",
    "CMYK": "Nothing: it is converted to RGB.",
    "palette": "Nothing: it is converted to RGB.",
    "transparent": "Nothing: the transparent parts become white.",
    "rotated": "Nothing: it is turned upright.",
    "several frames": "Nothing: only the first frame is used.",
    "extreme shape": "Crop it: squashing it to a square distorts it badly.",
    "small": "Nothing: it is enlarged and looks blurred.",
    "large": "Nothing: it is scaled down, which takes longer.",
    "other format": "Nothing: it is read as the format it has.",
    "other file": "Nothing: the lessons skip it.",
    "link outside": "Nothing: the lessons follow it, but it can break if you move or copy the folder.",
    "awkward name": "Rename it: some programs and systems cannot use this name.",
    "not used": "Nothing: the lessons use only train, valid and test.",
}
BROKEN = ("empty file", "truncated", "unreadable", "not a photo", "too many pixels", "other file")


class Finding(NamedTuple):
    """One fault or note: the file or folder, the kind of fault, a detail, and the remedy."""

    file: str
    fault: str
    detail: str
    remedy: str


def finding(file, fault, detail=""):
    """Return the `Finding` for a fault or note, with its remedy."""
    return Finding(file, fault, detail, FAULTS.get(fault) or NOTES[fault])
