"""The templates of this folder, filled with data from a lesson; each is one file of HTML, style and script."""

import base64
import io
import json
import re
from html import escape
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(__file__).parent
KERNELS = {
    "blur": [[0.1, 0.1, 0.1], [0.1, 0.2, 0.1], [0.1, 0.1, 0.1]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
}


def fill(template, data):
    """Return the HTML of `template`, such as "kernel_editor", with each `{{name}}` replaced by `data[name]`.

    Text stays text, and anything else becomes JSON; both are escaped, so that they may stand between tags and in
    attributes. Raises ValueError if `data` has other names than the template.
    """
    text = (FOLDER / f"{template}.html").read_text(encoding="utf-8")
    names = set(re.findall(r"{{(\w+)}}", text))
    if names != set(data):
        raise ValueError(f"The template {template} has {_listed(names)}, and the data {_listed(data)}: give the same.")
    return re.sub(r"{{(\w+)}}", lambda match: escape(_written(data[match[1]])), text)


def picture_url(pixels):
    """Return `pixels`, uint8 (height, width) or (height, width, 3), as the address of a PNG file that holds them."""
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(pixels, "uint8")).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def kernel_editor(photo, kernels, alt):
    """Return HTML in which a reader edits a 3 x 3 kernel and sees the map of `photo`, grey 0..255 (height, width).

    One can begin with any of `kernels`, {name: (3, 3)}, or of `KERNELS`. The products under the pointer are written
    out. `alt` is the text for readers who cannot see the photo. Lesson 04.
    """
    choice = {name: np.asarray(kernel).tolist() for name, kernel in (kernels | KERNELS).items()}
    for name, kernel in choice.items():
        if np.shape(kernel) != (3, 3):
            raise ValueError(f"The kernel {name!r} is {np.shape(kernel)}: give nine weights, (3, 3).")
    return fill("kernel_editor", {"photo": picture_url(photo), "kernels": choice, "alt": alt})


def vote_explorer(votes, classes, class_names):
    """Return HTML in which a reader chooses who votes: how right each network is alone, and all together.

    `votes` are probabilities (networks, pictures, classes), rounded to thousandths here, and `classes` the true class
    numbers (pictures,). Raises ValueError if their numbers differ. Lesson 09.
    """
    shape = (len(classes), len(class_names))
    if np.shape(votes)[1:] != shape:
        raise ValueError(f"Votes of shape {np.shape(votes)}: give (networks, pictures, classes), here (.., {shape}).")
    rounded = np.rint(1000 * np.asarray(votes)).astype(int).tolist()
    return fill(
        "vote_explorer", {"votes": rounded, "classes": np.asarray(classes).tolist(), "names": list(class_names)}
    )


def unit_explorer(photo, maps, peaks, field, notes, alt):
    """Return HTML in which a reader chooses a place of `photo` and sees which units fire there, and their maps.

    `photo` is RGB 0..255 (height, width, 3), and `maps` (h, w, units) are those of a layer after ReLU. `peaks` (units,)
    are the largest values of each unit in many photos, and count as 100 %. `field` is the layer's `Field`, `notes` a
    text for each unit, and `alt` the text for readers who cannot see the photo. Lesson 12.
    """
    *_, units = np.shape(maps)
    if len(peaks) != units or len(notes) != units:
        raise ValueError(f"{units} maps, {len(peaks)} peaks and {len(notes)} notes: give one of each for every unit.")
    shares = np.clip(np.asarray(maps) / np.maximum(peaks, 1e-12), 0, 1)
    data = {
        "photo": picture_url(photo),
        "maps": picture_url(np.ceil(255 * shares).reshape(-1, units)),  # a row per place, a column per unit
        "shape": list(np.shape(maps)),
        "field": list(field),
        "notes": list(notes),
        "alt": alt,
    }
    return fill("unit_explorer", data)


def _written(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _listed(names):
    return ", ".join(sorted(names)) or "nothing"
