"""What all figures share: axes, styles, names and the way to show them."""

import io

from IPython.display import Image, display
from matplotlib import colormaps
from matplotlib.figure import Figure

BLUE, ORANGE, GREY, LIGHT = "#2f6db3", "#e07b1a", "#8a8a8a", "#c4c4c4"
# Matplotlib's keywords for each series. In grey prints their markers, lines and lightness still differ.
STYLES = tuple(
    {"color": colour, "marker": marker, "ls": line}
    for colour, marker, line in (
        (BLUE, "o", "-"),
        (ORANGE, "s", "--"),
        ("black", "^", ":"),
        ("#62c3b5", "v", "-."),
        ("#6a2c70", "D", (0, (6, 1, 1, 1, 1, 1))),
        ("#cc5791", "P", (0, (9, 3))),
    )
)
TRAINING, VALIDATION = STYLES[:2]  # in every figure that shows both
REFERENCE = {"color": GREY, "ls": "--"}  # what a series is compared with
CLASSES = tuple(zip(colormaps["Dark2"].colors, "os^vD<>P", strict=True))  # colour and marker of each class
DPI = 72


def styled(series):
    """Return {name: style} for the names of `series`, each with another of `STYLES`, in their order.

    Raises ValueError if there are more series than styles.
    """
    if len(series) > len(STYLES):
        raise ValueError(f"{len(series)} series are too many for one figure: draw at most {len(STYLES)}.")
    return dict(zip(series, STYLES, strict=False))


def spaced(values):
    """Return matplotlib's `markevery` for a line through `values`: all points if they are few, or else about ten."""
    return max(1, len(values) // 10)


def shared_names(panels, kind):
    """Return the names in every panel of `panels`, {title: {name: ...}}; `kind` is what they name, such as "layers".

    Raises ValueError if a panel has other names than the first, or another order.
    """
    names, *_ = map(list, panels.values())
    for title, panel in panels.items():
        if list(panel) != names:
            raise ValueError(f"{title!r} has other {kind} than the first panel: give all the same, in one order.")
    return names


def axes_grid(rows, columns, width, height):
    """Return a figure, `width` by `height` inches, and its (rows, columns) array of axes."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False)


def one_axis(width, height):
    """Return a figure, `width` by `height` inches, and its only axes."""
    figure, axes = axes_grid(1, 1, width, height)
    return figure, axes[0, 0]


def legend_above(figure, axis, columns=3):
    """Put the legend of `axis` above all axes of `figure`, where it hides nothing."""
    entries = axis.get_legend_handles_labels()
    figure.legend(*entries, loc="outside upper center", ncols=columns, frameon=False)


def show(figure, alt):
    """Display `figure` in the notebook, with `alt` as its text for readers who cannot see it. Lesson 00."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI)
    display(Image(data=buffer.getvalue(), alt=alt), metadata={"image/png": {"alt": alt}})


def readable(name):
    """Return a class name as a person writes it: `Egyptian_cat` becomes "Egyptian cat". Lesson 01."""
    return name.replace("_", " ")
