"""Executed lessons as pages that need no network, and the page that lists them."""

import base64
import copy
import io
import re
from functools import cache
from html import unescape
from pathlib import Path

import jinja2
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import math_to_image
from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html
from PIL import Image

TEMPLATES = Path(__file__).with_name("templates")
WIDGET = "application/vnd.jupyter.widget-view+json"  # a slider or progress bar, which does nothing on a page
PLAIN_FIRST = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]  # no LaTeX
MATHS = re.compile(r"(`+).*?\1|\$\$(?P<display>.+?)\$\$|\$(?P<inline>\S(?:[^$\n]*\S)?)\$(?!\d)", re.DOTALL)
LESSON_LINK = re.compile(r'(href="\d\d_[\w-]+)\.ipynb\b')
SENTENCE = re.compile(r".+?[.?!](?=\s|$)|.+", re.DOTALL)
THUMBNAIL = 240  # pixels


def lesson_page(notebook, name, folder):
    """Return `notebook` as one HTML page that contains its figures, its formulas and the pictures found in `folder`."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata.pop("widgets", None)
    notebook.metadata["title"] = introduce(notebook)[0] or name
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = MATHS.sub(_formula, cell.source)
        elif cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    body, _ = _exporter().from_notebook_node(notebook, {"metadata": {"name": name, "path": str(folder)}})
    return LESSON_LINK.sub(r"\1.html", body)


def index_page(title, facts, rows):
    """Return the page that lists lessons, with one dictionary in `rows` for each.

    A row has `name` (of the page), `title`, `sentence` and `state`. It may have `link` (True if the page exists),
    `picture` (see `first_picture`), `seconds` and `error`.
    """
    return _render("index.html.j2", title=title, facts=facts, rows=rows)


def introduce(notebook):
    """Return the title of a lesson and the first sentence after it, as plain text."""
    text = next((cell.source for cell in notebook.cells if cell.source.startswith("# ")), "")
    heading, _, rest = text.partition("\n")
    paragraph = unescape(re.sub(r"<[^>]+>", "", markdown2html(rest.strip().partition("\n\n")[0]))).strip()
    return heading.removeprefix("# "), " ".join(SENTENCE.match(paragraph)[0].split()) if paragraph else ""


def first_picture(notebook):
    """Return the first figure of a lesson, made small, as (data URL, alternative text), or None."""
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        if png := output.get("data", {}).get("image/png"):
            image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
            image.thumbnail((2 * THUMBNAIL, THUMBNAIL))
            stream = io.BytesIO()
            image.save(stream, "JPEG", quality=85)
            return _data_url(stream, "image/jpeg"), output.metadata.get("image/png", {}).get("alt", "The first figure")
    return None


@cache
def _exporter():
    config = {"NbConvertBase": {"display_data_priority": PLAIN_FIRST}}
    return HTMLExporter(template_file=str(TEMPLATES / "lesson.html.j2"), embed_images=True, config=config)


@cache
def _templates():
    loader = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True)


def _render(template, **values):
    return _templates().get_template(template).render(values)


def _formula(found):
    """Return the formula in TeX that a match of `MATHS` found as a picture; code and what cannot be drawn stay."""
    text = found["display"] or found["inline"]
    if not text:
        return found[0]
    stream = io.BytesIO()
    try:
        depth = math_to_image(f"${' '.join(text.split())}$", stream, prop=FontProperties(size=11), format="svg")
    except ValueError:
        return found[0]
    picture = _data_url(stream, "image/svg+xml")
    return _render("formula.html.j2", picture=picture, text=text, display=found["display"], depth=f"{depth:.0f}")


def _data_url(stream, kind):
    return f"data:{kind};base64,{base64.b64encode(stream.getvalue()).decode()}"
