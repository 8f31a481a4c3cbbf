"""Compare what a cell of a lesson printed and drew with what it prints and draws now.

Text is compared as text, and figures by what they look like. The metadata of a cell may allow more, under "compare":

- `{"digits": 2}`: a decimal number may differ by 2 in its last written digit, because processors round differently;
- `{"counts": 1}`: a whole number may differ by 1;
- `{"figure": 120}`: the figure may differ so much (see `picture_difference`; otherwise no more than `FIGURE`);
- `{"machine": "why"}`: the output is about the machine itself and is not compared (nbval's tag says so to nbval).
"""

import base64
import io
import re
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

NUMBER = re.compile(r"(?<![\w.-])[-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?(?!\w|\.\w)")
EMBEDDED = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s\\]+)")
PROGRESS = re.compile(r"\d+%\|")  # a bar that is there only if something is computed, not if it was stored before
FIGURE = 10  # levels of 255: on other processors most figures stay below 2, and a changed digit in a title reaches 20
BLUR, CELL = 1, 4  # pixels


@dataclass(frozen=True)
class Allowed:
    """How much the output of a cell may differ; see the module."""

    digits: int = 0
    counts: int = 0
    figure: float = FIGURE
    machine: str = ""


def differences(expected, found, allowed, clean=lambda text: text):
    """Return a sentence for each difference between two lists of outputs; an empty list says that they agree.

    `clean` blanks what may differ in every text, such as times.
    """
    expected, found = list(parts(expected)), list(parts(found))
    kinds = [[kind for kind, _ in each] for each in (expected, found)]
    if kinds[0] != kinds[1]:
        return [f"The outputs were {', '.join(kinds[0]) or 'none'} and are {', '.join(kinds[1]) or 'none'}."]
    told = (
        _compare_pictures(old, new, allowed) if kind == "picture" else _compare_texts(clean(old), clean(new), allowed)
        for (kind, old), (_, new) in zip(expected, found, strict=True)
    )
    return [sentence for sentence in told if sentence]


def parts(outputs):
    """Yield what a reader of `outputs` sees, in order: ("text", str) and ("picture", bytes of a PNG file).

    Progress bars are left out: there is none where results were stored by an earlier run.
    """
    for output in outputs:
        data = output.get("data", {})
        if output.output_type == "stream" and output.name == "stdout":
            yield "text", output.text
        elif "image/png" in data:
            yield "picture", base64.b64decode(data["image/png"])
            yield "text", output.metadata.get("image/png", {}).get("alt", "")
        elif "text/html" in data:
            pictures = EMBEDDED.findall(data["text/html"])
            yield from (("picture", base64.b64decode(picture.replace("\\", ""))) for picture in pictures)
            yield "text", EMBEDDED.sub("picture", data["text/html"])
        elif "text/plain" in data and not PROGRESS.search(data["text/plain"]):
            yield "text", data["text/plain"]


def same_text(old, new, allowed):
    """Return whether two texts say the same, with numbers as near as `allowed` and blanks of any width."""
    if " ".join(NUMBER.sub("#", old).split()) != " ".join(NUMBER.sub("#", new).split()):
        return False
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    return all(a == b or _near(a, b, allowed) for a, b in pairs)


def picture_difference(old, new):
    """Return how different two PNG files look, in levels from 0 (the same) to 255.

    It is the largest difference of colour in any cell of a few pixels, so that one lost label counts as much as a
    lost curve. The pictures are smoothed before, so that the edges of letters and lines count little. Pictures of
    different sizes differ by 255.
    """
    old, new = (Image.open(io.BytesIO(png)).convert("RGB") for png in (old, new))
    if old.size != new.size:
        return 255.0
    coarse = (np.asarray(picture.filter(ImageFilter.BoxBlur(BLUR)).reduce(CELL), "float32") for picture in (old, new))
    return float(np.abs(np.subtract(*coarse)).max())


def _compare_texts(old, new, allowed):
    if not same_text(old, new, allowed):
        return f"The text was\n{old}\nand is\n{new}"
    return ""


def _compare_pictures(old, new, allowed):
    difference = picture_difference(old, new)
    if difference > allowed.figure:
        return f"The figure looks different: {difference:.0f} levels of 255 in one place, {allowed.figure} are allowed."
    return ""


def _near(old, new, allowed):
    """Return whether two written numbers are as near as `allowed`."""
    digits = [_last_digit(number) for number in (old, new)]
    whole = all(digit == 1 and "e" not in number for digit, number in zip(digits, (old, new), strict=True))
    margin = allowed.counts if whole else allowed.digits * max(digits)
    return abs(_value(old) - _value(new)) <= margin * (1 + 1e-9)


def _value(number):
    return float(number.replace(",", ""))


def _last_digit(number):
    """Return what 1 in the last written digit of `number` is worth: 0.01 for "1.25"."""
    mantissa, _, exponent = number.partition("e")
    return 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
