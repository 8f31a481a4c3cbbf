"""Executed lessons as pages that need no network, and the page that lists them."""

import base64
import copy
import io
import re
from functools import cache
from html import escape, unescape
from urllib.parse import quote

from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import math_to_image
from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html
from PIL import Image

TEMPLATE = """{%- extends "lab/index.html.j2" -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block codecell -%}
{%- if "answer" in cell.metadata.get("tags", []) -%}
<details style="margin: 0.5em 1.5em; font: 14px system-ui, sans-serif"><summary>Answer</summary>{{ super() }}</details>
{%- else -%}{{ super() }}{%- endif -%}
{%- endblock -%}
"""  # without what the template loads from the network, and with folded answers
WIDGET = "application/vnd.jupyter.widget-view+json"  # a slider or progress bar, dead on a page
PLAIN_FIRST = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]  # no LaTeX
MATHS = re.compile(r"(`+).*?\1|\$\$(?P<display>.+?)\$\$|\$(?P<inline>\S(?:[^$\n]*\S)?)\$(?!\d)", re.DOTALL)
LESSON_LINK = re.compile(r'(href="\d\d_[\w-]+)\.ipynb\b')
SENTENCE = re.compile(r".+?[.?!](?=\s|$)|.+", re.DOTALL)
THUMBNAIL = 240  # pixels

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --line: #8884; --soft: #8881; --good: #1a7f37; --bad: #cf222e; }}
@media (prefers-color-scheme: dark) {{ :root {{ --good: #4ac26b; --bad: #ff8182; }} }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }}
h1 {{ font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }}
p {{ margin: 0 0 1.5rem; opacity: .8; overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; width: 100%; }}
th {{ text-align: left; font-weight: 600; opacity: .7; }}
th, td {{ padding: .7rem .8rem .7rem 0; border-top: 1px solid var(--line); vertical-align: top; }}
thead th {{ border: 0; padding-bottom: .3rem; }}
td:first-child {{ width: 8rem; }}
img {{ width: 7rem; max-height: 7rem; object-fit: cover; object-position: top; border-radius: 4px; display: block; }}
a {{ font-weight: 600; }}
td p {{ margin: .2rem 0 0; }}
.state, .seconds {{ white-space: nowrap; }}
.seconds {{ text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }}
.done .state {{ color: var(--good); }}
.failed .state, .error {{ color: var(--bad); opacity: 1; }}
@media (max-width: 40rem) {{
  thead {{ display: none; }}
  tr {{ display: grid; grid-template-columns: 5.5rem 1fr auto; gap: .2rem .8rem; border-top: 1px solid var(--line);
    padding: .8rem 0; }}
  td {{ border: 0; padding: 0; }}
  td:first-child {{ grid-row: span 2; width: auto; }}
  td:nth-child(2) {{ grid-column: 2 / 4; }}
  .seconds {{ text-align: right; }}
  img {{ width: 5.5rem; }}
}}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{facts}</p>
<table>
<thead><tr><th></th><th>lesson</th><th>state</th><th class="seconds">time</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""
ROW = """<tr class="{kind}"><td>{picture}</td><td>{lesson}<p>{sentence}</p>{error}</td>
<td class="state">{state}</td><td class="seconds">{seconds}</td></tr>"""


def lesson_page(notebook, name, folder):
    """Return `notebook` as one HTML page that holds all it shows: figures, formulas, and pictures found in `folder`."""
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
    """Return the page that lists lessons; `rows` are dictionaries with what `ROW` shows, as text.

    A row has `name` (of the page), `title`, `sentence`, `picture` (see `first_picture`) or None, `state`, `seconds` and
    `error`, the last two or the page itself (`link` False) may be missing.
    """
    return INDEX.format(title=escape(title), facts=escape(facts), rows="\n".join(map(_row, rows)))


def introduce(notebook):
    """Return the title of a lesson and the first sentence after it, as plain text."""
    text = next((cell.source for cell in notebook.cells if cell.source.startswith("# ")), "")
    heading, _, rest = text.partition("\n")
    paragraph = unescape(re.sub(r"<[^>]+>", "", markdown2html(rest.strip().partition("\n\n")[0]))).strip()
    return heading.removeprefix("# "), " ".join(SENTENCE.match(paragraph)[0].split()) if paragraph else ""


def first_picture(notebook):
    """Return the first figure of a lesson, small, as (address that holds it, alternative text), or None."""
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        if png := output.get("data", {}).get("image/png"):
            image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
            image.thumbnail((2 * THUMBNAIL, THUMBNAIL))
            stream = io.BytesIO()
            image.save(stream, "JPEG", quality=85)
            return _embedded(stream, "image/jpeg"), output.metadata.get("image/png", {}).get("alt", "The first figure")
    return None


@cache
def _exporter():
    config = {"NbConvertBase": {"display_data_priority": PLAIN_FIRST}}
    return HTMLExporter(raw_template=TEMPLATE, embed_images=True, config=config)


def _formula(found):
    """Draw a formula in TeX's language; what cannot be drawn stays as it is, and so does code."""
    text = found["display"] or found["inline"]
    if not text:
        return found[0]
    stream = io.BytesIO()
    try:
        depth = math_to_image(f"${' '.join(text.split())}$", stream, prop=FontProperties(size=11), format="svg")
    except ValueError:
        return found[0]
    style = "display: block; margin: 1em auto" if found["display"] else f"vertical-align: -{depth:.0f}pt"
    return f'<img src="{_embedded(stream, "image/svg+xml")}" alt="{escape(text)}" style="{style}">'


def _embedded(stream, kind):
    return f"data:{kind};base64,{base64.b64encode(stream.getvalue()).decode()}"


def _row(row):
    title, seconds = escape(row["title"]), row.get("seconds")
    source, alt = row.get("picture") or (None, "")
    return ROW.format(
        kind=row["state"].partition(" ")[0],
        picture=f'<img src="{source}" alt="{escape(alt)}">' if source else "",
        lesson=f'<a href="{quote(row["name"])}.html">{title}</a>' if row.get("link") else title,
        sentence=escape(row["sentence"]),
        error=f'<p class="error">{escape(row["error"])}</p>' if row.get("error") else "",
        state=escape(row["state"]),
        seconds=f"{seconds:,.0f} s" if seconds is not None else "",
    )
