"""What counts as a difference between a lesson's outputs and new ones: in text, in numbers, in figures."""

import base64
import io
import re
from functools import cache

import numpy as np
import pytest
from matplotlib.figure import Figure
from nbformat.v4 import new_output
from PIL import Image

from locations import ROOT, SAMPLE
from tools.lessons.comparison import FIGURE, Allowed, differences, picture_difference, same_text

PHOTOS = [SAMPLE / "valid" / "cats" / "cat-09.jpg", SAMPLE / "valid" / "dogs" / "dog-07.jpg"]
DAMAGES = (
    "a curve 2 % higher",
    "one point of a curve",
    "a lost curve",
    "an empty axis",
    "other limits",
    "a lost label",
    "a lost tick",
    "a lost legend",
    "colours exchanged",
    "a digit in a title",
    "a shorter bar",
    "names exchanged",
    "photos in another order",
    "red and blue exchanged",
)


def clean(text):
    """Return `text` without times, as nbval's settings blank them."""
    settings = (ROOT / "tests" / "nbval.cfg").read_text(encoding="utf-8")
    for pattern, other in re.findall(r"^regex: (.*)\nreplace: (.*)$", settings, re.MULTILINE):
        text = re.sub(pattern, other, text)
    return text


@cache
def draw(damage="", linewidth=1.5):
    """Return a figure with curves, bars, and photos as the bytes of a PNG file, with a `damage` or without."""
    figure = Figure(figsize=(10, 3), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    _draw_curves(left, damage, linewidth)
    middle.bar(range(4), [3, 5, 2, 5.7 if damage == "a shorter bar" else 6])
    names = ["cats", "dogs", "rabbits", "birds"]
    middle.set_xticks(range(4), [*names[1::-1], *names[2:]] if damage == "names exchanged" else names)
    photos = [np.asarray(Image.open(photo).convert("RGB").resize((120, 120))) for photo in PHOTOS]
    photos = np.hstack(photos[::-1] if damage == "photos in another order" else photos)
    right.imshow(photos[..., ::-1] if damage == "red and blue exchanged" else photos)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=72)
    return stream.getvalue()


def _draw_curves(axis, damage, linewidth):
    epochs, changed = np.arange(20), {"a curve 2 % higher": 0.02, "one point of a curve": 0.05 * (np.arange(20) == 7)}
    colours = ["C1", "C0"] if damage == "colours exchanged" else ["C0", "C1"]
    curves = [np.exp(-epochs / 5), 0.3 + 0.7 * np.exp(-epochs / 4) + changed.get(damage, 0)]
    for curve, colour in list(zip(curves, colours, strict=True))[damage == "a lost curve" :]:
        shown = slice(0 if damage == "an empty axis" else None)
        axis.plot(epochs[shown], curve[shown], color=colour, linewidth=linewidth)
    axis.set(xlim=(-1, 20), ylim=(0, 1.2 if damage == "other limits" else 1.1), ylabel="loss")
    axis.set_xlabel("" if damage == "a lost label" else "epoch")
    axis.set_title("accuracy 0.93" if damage == "a digit in a title" else "accuracy 0.95")
    axis.set_xticks([0, 10, 20][damage == "a lost tick" :])
    if damage != "a lost legend":
        axis.legend(["training", "validation"])


def printed(text):
    return [new_output("stream", name="stdout", text=text)]


def figure(png, alt="A figure."):
    encoded = base64.b64encode(png).decode()
    return [new_output("display_data", {"image/png": encoded}, metadata={"image/png": {"alt": alt}})]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_figure_is_found(damage):
    assert picture_difference(draw(), draw(damage)) > 1.5 * FIGURE
    assert differences(figure(draw()), figure(draw(damage)), Allowed())


def test_the_same_figure_passes_and_so_does_a_line_a_little_thicker():
    assert 0 < picture_difference(draw(), draw(linewidth=1.52)) < FIGURE
    assert differences(figure(draw()), figure(draw()), Allowed()) == []


def test_a_figure_of_another_size_is_found():
    image = Image.open(io.BytesIO(draw()))
    stream = io.BytesIO()
    image.resize((image.width, image.height + 1)).save(stream, "PNG")
    assert picture_difference(draw(), stream.getvalue()) == 255


def test_a_tolerance_lets_a_curve_move_and_no_label_go():
    allowed = Allowed(figure=230)
    assert differences(figure(draw()), figure(draw("a curve 2 % higher")), allowed) == []
    assert differences(figure(draw()), figure(draw("a lost label")), Allowed(figure=200))


def test_another_alternative_text_is_found():
    (told,) = differences(figure(draw()), figure(draw(), "Another."), Allowed())
    assert "A figure." in told
    assert "Another." in told


def test_text_is_compared_to_the_last_letter():
    assert differences(printed("accuracy 0.969\n"), printed("accuracy 0.969\n"), Allowed()) == []
    assert differences(printed("accuracy 0.969\n"), printed("accuracy 0.968\n"), Allowed())
    assert differences(printed("3 cats\n"), printed("3 dogs\n"), Allowed())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("an epoch took 5.3 s", "an epoch took 12.1 s"),
        ("features:  0.13 seconds,", "features: 1 second,"),
        ("35.2 photos/s", "9 photos/s"),
        ("train:   8%|8   | 4/48 [00:00<?, ?photo/s]", "train:   0%|   | 0/48 [00:01<?, ?photo/s]"),
        ("<_Waiting at 0x7f10>", "<_Waiting at 0x7faa>"),
    ],
)
def test_times_are_blanked(old, new):
    assert differences(printed(old), printed(new), Allowed(), clean) == []


@pytest.mark.parametrize(
    ("old", "new"), [("5 of 32 wrong", "6 of 32 wrong"), ("1 s.e. 0.02", "2 s.e. 0.02"), ("3 steps", "4 steps")]
)
def test_what_is_not_a_time_is_compared(old, new):
    assert differences(printed(old), printed(new), Allowed(), clean)


def test_numbers_may_differ_as_much_as_the_cell_says():
    assert same_text("loss 0.431, 1,204 of 4,396,242", "loss 0.433, 1,204 of 4,396,242", Allowed(digits=2))
    assert not same_text("loss 0.431", "loss 0.434", Allowed(digits=2))
    assert not same_text("loss 0.431", "gain 0.431", Allowed(digits=2))
    assert same_text("2.5e-06", "2.6e-06", Allowed(digits=1))
    assert same_text("0.99   x", "1.00 x", Allowed(digits=1))
    assert not same_text("5 of 32", "6 of 32", Allowed(digits=9))
    assert same_text("5 of 32", "6 of 32", Allowed(counts=1))
    assert not same_text("train-cat-06.jpg", "train-cat-07.jpg", Allowed(digits=9, counts=9))
    assert not same_text("block1_conv1", "block1_conv2", Allowed(digits=9, counts=9))


def test_a_missing_or_new_output_is_found():
    assert differences(printed("a"), [], Allowed()) == ["The outputs were text and are none."]
    assert differences([], figure(draw()), Allowed()) == ["The outputs were none and are picture, text."]


def test_frames_of_an_animation_are_compared():
    page = '<img src="data:image/png;base64,{}"> anim0123456789abcdef0123456789abcdef'
    first, same, other = (
        [new_output("display_data", {"text/html": page.format(base64.b64encode(draw(damage)).decode())})]
        for damage in ("", "", "a lost curve")
    )
    assert differences(first, same, Allowed()) == []
    assert differences(first, other, Allowed())


def test_a_progress_bar_may_be_missing_where_results_are_stored():
    bar = new_output("display_data", {"text/plain": "train, float32:   0%|          | 0/96 [00:00<?, ?photo/s]"})
    assert differences([bar, *printed("3 photos\n")], printed("3 photos\n"), Allowed()) == []
