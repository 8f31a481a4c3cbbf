"""What all figures share: how they are made, coloured and shown."""

import io

from IPython.display import Image, display
from matplotlib.figure import Figure

BLUE, ORANGE, GREY = "#2f6db3", "#e07b1a", "#8a8a8a"
STYLES = ((BLUE, "o", "-"), (ORANGE, "s", "--"), (GREY, "v", "-."), ("black", "^", ":"))  # told apart in grey too
DPI = 72


def axes_grid(rows, columns, width, height):
    """Return a figure, `width` by `height` inches, and its (rows, columns) array of axes."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False)


def show(figure, alt):
    """Display `figure` in the notebook, with `alt` as its text for readers who cannot see it."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI)
    display(Image(data=buffer.getvalue(), alt=alt), metadata={"image/png": {"alt": alt}})


def readable(name):
    """Return a class name as a person writes it: `Egyptian_cat` becomes "Egyptian cat"."""
    return name.replace("_", " ")
