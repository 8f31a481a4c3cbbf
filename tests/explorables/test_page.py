"""Explorables: templates filled with data, and what a page that needs no kernel and no network must hold."""

import base64
import html
import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from workbook.explorables.page import (
    FOLDER,
    KERNELS,
    fill,
    kernel_editor,
    picture_url,
    unit_explorer,
    vote_explorer,
)

PHOTO = np.random.default_rng(0).integers(0, 256, (112, 112), dtype="uint8")
TEMPLATES = sorted(FOLDER.glob("*.html"))


def test_text_and_data_are_filled_in_and_escaped(tmp_path, monkeypatch):
    monkeypatch.setattr("workbook.explorables.page.FOLDER", tmp_path)
    (tmp_path / "small.html").write_text('<p data-numbers="{{numbers}}">{{alt}}</p>')
    page = fill("small", {"numbers": {"a<b": [1, 2.5]}, "alt": 'He said "<i>"'})
    assert page == '<p data-numbers="{&quot;a&lt;b&quot;: [1, 2.5]}">He said &quot;&lt;i&gt;&quot;</p>'
    with pytest.raises(ValueError, match="The template small has alt, numbers, and the data alt: give the same"):
        fill("small", {"alt": "No numbers."})


def test_a_picture_becomes_an_address_of_the_same_pixels():
    kind, _, encoded = picture_url(PHOTO).partition(",")
    assert kind == "data:image/png;base64"
    np.testing.assert_array_equal(Image.open(io.BytesIO(base64.b64decode(encoded))), PHOTO)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_needs_nothing_from_outside(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"https?:|//[\w-]+\.\w|<link|import ", text)
    assert "data-lm-suppress-shortcuts" in text  # JupyterLab leaves the arrow keys to the page
    assert ' id="' not in text  # the same page may be shown twice


def test_the_kernel_editor_holds_the_photo_and_all_kernels():
    top = np.array([[-1, -1, -1], [1, 1, 1], [0, 0, 0]])
    page = kernel_editor(PHOTO, {"top": top}, alt="Noise.")
    assert page == kernel_editor(PHOTO, {"top": top}, alt="Noise.")
    kernels = json.loads(html.unescape(re.search(r'data-kernels="(.*?)"', page)[1]))
    assert kernels == {"top": top.tolist()} | KERNELS
    assert picture_url(PHOTO) in page
    assert 'alt="Noise."' in page
    assert len(page) < 40_000


def test_a_kernel_of_another_size_is_refused():
    with pytest.raises(ValueError, match=r"The kernel 'wide' is \(3, 5\): give nine weights"):
        kernel_editor(PHOTO, {"wide": np.ones((3, 5))}, alt="Noise.")


def test_the_vote_explorer_holds_the_votes_in_thousandths():
    votes = np.array([[[0.2, 0.8], [0.9996, 0.0004]], [[0.7, 0.3], [0.5, 0.5]]])
    page = vote_explorer(votes, np.array([1, 0]), ["cats", 'dogs "big"'])
    held = {
        name: json.loads(html.unescape(text))
        for name, text in re.findall(r'data-(votes|classes|names)="([^"]*)"', page)
    }
    assert held["votes"] == [[[200, 800], [1000, 0]], [[700, 300], [500, 500]]]
    assert held["classes"] == [1, 0]
    assert held["names"] == ["cats", 'dogs "big"']


def test_votes_of_other_pictures_are_refused():
    with pytest.raises(ValueError, match=r"Votes of shape \(2, 3, 4\): give \(networks, pictures, classes\)"):
        vote_explorer(np.zeros((2, 3, 4)), np.zeros(3, int), ["cats", "dogs"])


def explorer(units=5, **changes):
    maps = np.arange(2 * 3 * units, dtype="float32").reshape(2, 3, units)
    told = {"peaks": np.full(units, 2 * maps.max()), "field": (196, 16, -90), "notes": ['for "cats"'] * units}
    return unit_explorer(np.stack([PHOTO] * 3, axis=2), maps, **(told | changes), alt="Noise.")


def test_the_unit_explorer_holds_the_maps_as_a_picture_of_shares_of_the_peaks():
    page = explorer()
    (maps,) = re.findall(r'data-maps="data:image/png;base64,(.*?)"', page)
    levels = np.asarray(Image.open(io.BytesIO(base64.b64decode(maps))))
    assert levels.shape == (6, 5)
    np.testing.assert_array_equal(levels.ravel(), np.ceil(255 * np.arange(30) / 58))
    assert json.loads(html.unescape(re.search(r'data-notes="(.*?)"', page)[1])) == ['for "cats"'] * 5
    assert 'data-shape="[2, 3, 5]" data-field="[196, 16, -90]"' in page
    assert len(page) < 70_000


def test_a_unit_that_never_fires_and_one_above_its_peak_can_be_drawn():
    levels = re.search(r'data-maps="data:image/png;base64,(.*?)"', explorer(peaks=np.array([0, 1, 1, 1, 1])))[1]
    values = np.asarray(Image.open(io.BytesIO(base64.b64decode(levels))))
    assert values.max() == 255


def test_a_unit_explorer_needs_a_peak_and_a_note_for_each_unit():
    with pytest.raises(ValueError, match="5 maps, 4 peaks and 5 notes: give one of each"):
        explorer(peaks=np.ones(4))
