"""What all figures share."""

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from workbook.plots.comparison import plot_errors, plot_grid, plot_growth, plot_ladder, plot_learning_rates
from workbook.plots.curves import plot_curves, plot_gaps, plot_losses, plot_runs
from workbook.plots.figures import STYLES, readable, shared_names, show, styled
from workbook.plots.functions import plot_bowl, plot_stretch
from workbook.plots.photos import plots
from workbook.plots.predictions import plot_reliability

X = np.array([1.0, 2.0, 3.0])
TWO_LINES = np.array([[1.0, 1.0], [2.0, 1.0]])
HISTORY = SimpleNamespace(history={"loss": [2.0, 1.0], "val_loss": [2.0, 2.0]})
PLOTS = {  # each with a value for one series
    "curves": (plot_curves, dict.fromkeys(("loss", "val_loss", "accuracy", "val_accuracy"), X)),
    "errors": (lambda series: plot_errors({"here": series}), (1, 2)),
    "runs": (lambda series: plot_runs(series, "loss"), [X]),
    "losses": (plot_losses, X),
    "bowl": (lambda series: plot_bowl(X, 3 * X, series), TWO_LINES),
    "stretch": (lambda series: plot_stretch(X, series), X),
    "growth": (lambda series: plot_growth(X, series, "share"), (X, X)),
    "learning rates": (lambda series: plot_learning_rates([0.1, 1], {"loss": series}), TWO_LINES),
    "grid": (lambda series: plot_grid([0, 1], series, "rate", "loss"), (TWO_LINES, [0.1, 0.1])),
    "reliability": (lambda series: plot_reliability(series, np.array([0, 1])), np.array([[0.9, 0.1], [0.4, 0.6]])),
}


def looks(figure):
    """Return the colours and markers of all lines that have a marker."""
    lines = [line for axis in figure.axes for line in axis.lines]
    return {(line.get_color(), line.get_marker()) for line in lines if line.get_marker() != "None"}


def lightness(colour):
    """Return the lightness L* of a colour, from 0 (black) to 100 (white)."""
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in to_rgb(colour))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def test_styles_are_told_apart_in_grey():
    for one, other in combinations(STYLES, 2):
        assert abs(lightness(one["color"]) - lightness(other["color"])) > 7
        assert one["marker"] != other["marker"]
        assert one["ls"] != other["ls"]
    assert max(lightness(style["color"]) for style in STYLES) < 80  # on white


def test_series_are_styled_in_order():
    assert styled(["a", "b"]) == {"a": STYLES[0], "b": STYLES[1]}
    assert styled({"a": [1, 2]}) == {"a": STYLES[0]}
    assert len(styled("abcdef")) == 6


def test_too_many_series_are_refused():
    with pytest.raises(ValueError, match="7 series are too many for one figure: draw at most 6"):
        styled("abcdefg")


@pytest.mark.parametrize("name", PLOTS)
def test_as_many_series_are_drawn_as_there_are_styles_and_no_more(name):
    plot, values = PLOTS[name]
    assert looks(plot(dict.fromkeys("abcdef", values))) >= {(style["color"], style["marker"]) for style in STYLES}
    with pytest.raises(ValueError, match="7 series are too many"):
        plot(dict.fromkeys("abcdefg", values))


@pytest.mark.parametrize(
    "figure",
    [
        plot_gaps({"small": [HISTORY]}, guessing=0.7),
        plot_ladder(dict.fromkeys(("nothing", "all"), (np.zeros((2, 2)), np.eye(2)))),
    ],
)
def test_training_is_blue_and_validation_orange(figure):
    training, validation = [line for line in figure.axes[0].lines if line.get_marker() in "os"]
    assert (training.get_color(), training.get_marker()) == (STYLES[0]["color"], "o")
    assert (validation.get_color(), validation.get_marker()) == (STYLES[1]["color"], "s")


def test_panels_share_their_names_in_one_order():
    assert shared_names({"one": {"a": 1, "b": 2}, "two": {"a": 3, "b": 4}}, "layers") == ["a", "b"]
    with pytest.raises(ValueError, match="'two' has other layers than the first panel"):
        shared_names({"one": {"a": 1, "b": 2}, "two": {"b": 3, "a": 4}}, "layers")


def test_a_shown_figure_carries_its_text(monkeypatch):
    shown = []
    monkeypatch.setattr("workbook.plots.figures.display", lambda image, metadata: shown.append((image, metadata)))
    show(plots(np.zeros((2, 8, 8, 3))), alt="Two black squares.")
    ((image, metadata),) = shown
    assert image.data.startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == "Two black squares."


def test_names_are_readable():
    assert readable("Egyptian_cat") == "Egyptian cat"
