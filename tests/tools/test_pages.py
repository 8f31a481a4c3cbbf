"""Pages of lessons: they need no network, answers are folded, and links lead from page to page."""

import base64
import io
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from locations import ROOT
from tools.lessons.pages import first_picture, index_page, introduce, lesson_page

WIDGET = "application/vnd.jupyter.widget-view+json"


def png(size=(600, 300)):
    stream = io.BytesIO()
    Image.new("RGB", size, "orange").save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


def shown(data, **metadata):
    return new_code_cell("show()", outputs=[new_output("display_data", data, metadata=metadata)])


def page(*cells):
    return lesson_page(new_notebook(cells=list(cells)), "00_name", ROOT)


@pytest.mark.parametrize("lesson", sorted((ROOT / "notebooks").glob("0[01]_*.ipynb")), ids=lambda path: path.stem)
def test_a_real_lesson_needs_no_network_and_no_script(lesson):
    notebook = nbformat.read(lesson, as_version=4)
    html = lesson_page(notebook, lesson.stem, lesson.parent)
    assert not re.search(r'<script|<link|@import|(?:src|url)\s*[=(]\s*["\']?(?!data:)(?:\w+:)?//', html)
    assert html.count('src="data:image/png') == sum(
        "image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])
    )
    assert f"<title>{lesson.stem[:2]} · " in html
    assert notebook == nbformat.read(lesson, as_version=4)


def test_formulas_are_drawn_and_code_and_prices_are_not():
    html = page(new_markdown_cell(r"$\sqrt{x}$, `$HOME`, `$x$`, for $5-$6, $7 and $8, $\nonsense$ $$y = \frac{1}{2}$$"))
    pictures = re.findall(r"<img[^>]*>", html)
    assert [re.search(r'alt="([^"]*)"', picture)[1] for picture in pictures] == [r"\sqrt{x}", r"y = \frac{1}{2}"]
    assert ["display: block" in picture for picture in pictures] == [False, True]
    for text in ("<code>$HOME</code>", "<code>$x$</code>", "for $5-$6, $7 and $8", r"$\nonsense$"):
        assert text in html


def test_pictures_in_the_text_are_embedded_and_links_lead_to_pages():
    source = (
        "![A cat](data/sample/dogscats/valid/cats/cat-09.jpg) [01](01_seven_lines.ipynb#settings) [data](data/x.ipynb)"
    )
    html = page(new_markdown_cell(source))
    assert 'src="data:image/jpeg' in html
    assert 'href="01_seven_lines.html#settings"' in html
    assert 'href="data/x.ipynb"' in html


def test_widgets_are_left_out_and_formulas_that_were_computed_are_text():
    html = page(
        shown({WIDGET: {"model_id": "1"}, "text/plain": "HBox(children=..."}),
        shown({"text/latex": r"$\displaystyle 2 x$", "text/plain": "2*x"}),
    )
    assert "HBox" not in html
    assert "displaystyle" not in html
    assert "2*x" in html


def test_answers_are_folded():
    answer = new_code_cell("# Answer 1\n42", metadata={"tags": ["answer"]})
    html = page(new_code_cell("1"), answer)
    assert html.count("<details") == 1
    assert "42" in html[html.index("<details") : html.index("</details>")]


def test_a_lesson_is_introduced_by_its_title_and_first_sentence():
    text = "# 07 · Some [things](01.ipynb)\n\nAfter this you *know* `x.y` & more,\nsee [here](there). Not this.\n\nNor."
    assert introduce(new_notebook(cells=[new_code_cell("1"), new_markdown_cell(text)])) == (
        "07 · Some [things](01.ipynb)",
        "After this you know x.y & more, see here.",
    )
    assert introduce(new_notebook()) == ("", "")


def test_the_first_picture_is_small_and_keeps_its_text():
    notebook = new_notebook(
        cells=[shown({"text/plain": "1"}), shown({"image/png": png()}, **{"image/png": {"alt": "Orange."}})]
    )
    address, alt = first_picture(notebook)
    image = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
    assert (image.size, alt) == ((480, 240), "Orange.")
    assert first_picture(new_notebook()) is None


def test_the_index_escapes_what_it_lists():
    row = {"name": "00 <a>", "title": "<T>", "sentence": "a & b", "state": "failed", "error": "<e>", "seconds": 3.2}
    html = index_page(
        "<b>", "{c}", [row | {"link": True, "picture": ("data:x", '"alt"')}, row | {"state": "not run yet"}]
    )
    assert "<title>&lt;b&gt;</title>" in html
    assert '<a href="00%20%3Ca%3E.html">&lt;T&gt;</a><p>a &amp; b</p><p class="error">&lt;e&gt;</p>' in html
    assert '<img src="data:x" alt="&#34;alt&#34;">' in html
    assert html.count("<a ") == 1
    assert "3 s" in html
