"""Figures made of photos: in rows and columns, over their predictions, varied or preprocessed."""

from pathlib import Path

import numpy as np

from workbook.plots.figures import BLUE, GREY, axes_grid, readable, styled

CHANNELS = ("red", "green", "blue")


def plots(images, titles=None, rows=1, size=2.2):
    """Return a figure of `images`, RGB 0..255 (n, height, width, 3), in `rows` rows, each under its title.

    `size` is an image's side in inches. Raises ValueError if there are more or fewer titles than images. Lesson 00.
    """
    if len(images) == 0:
        raise ValueError("There are no images to plot: give at least one.")
    titles = [""] * len(images) if titles is None else list(titles)
    _require_as_many(titles, images, "titles")
    columns = -(-len(images) // rows)
    figure, axes = axes_grid(rows, columns, width=size * columns, height=(size + 0.35) * rows)
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat[: len(images)], images, titles, strict=True):
        _draw(axis, image)
        axis.set_title(title, fontsize=10)
    return figure


def plot_top(images, probabilities, class_names, count=5):
    """Return a figure with each of `images` over bars of its `count` most probable classes.

    `images` are RGB 0..255 (n, height, width, 3), their `probabilities` (n, classes). Lesson 01.
    """
    _require_as_many(probabilities, images, "rows of probabilities")
    figure, axes = axes_grid(2, len(images), width=2.9 * len(images), height=4.6)
    for image, row, (above, below) in zip(images, probabilities, axes.T, strict=True):
        _draw(above, image)
        above.axis("off")
        best = np.argsort(row)[::-1][:count]
        below.barh(range(len(best)), row[best], color=BLUE, alpha=0.4)
        below.set_yticks(range(len(best)), [readable(class_names[i]) for i in best], ha="left")
        below.tick_params("y", length=0, pad=-4)  # names lie on the bars, so that long ones take no room from the photo
        below.invert_yaxis()
        below.set_xticks((0, 0.5, 1), ("0", "0.5", "1"))
        below.set(xlim=(0, 1), xlabel="probability")
    return figure


def plot_strips(images, strips, captions, count=4, across=1):
    """Return a figure with a strip of up to `count` photos for each of `strips`, `across` of them side by side.

    `strips` is {name: row numbers} of `images`, RGB 0..255 (n, height, width, 3), and of `captions`, n texts. A strip
    without rows says "none". Lesson 05.
    """
    _require_as_many(captions, images, "captions")
    rows, columns, size = -(-len(strips) // across), across * count, 1.75 if across == 1 else 1.25
    figure, axes = axes_grid(rows, columns, width=size * columns + 0.8 * across, height=(size + 0.45) * rows)
    for axis in axes.flat:
        _bare(axis)
    for cells, (name, numbers) in zip(axes.reshape(-1, count), strips.items(), strict=False):
        cells[0].set_ylabel(readable(name), rotation=0, ha="right", va="center", fontsize=9)
        if len(numbers) == 0:
            cells[0].text(0.5, 0.5, "none", ha="center", va="center", color=GREY)
        for axis, number in zip(cells, numbers, strict=False):
            _draw(axis, images[number])
            axis.set_xlabel(captions[number], fontsize=8 if across == 1 else 7)
    return figure


def photo_captions(filenames, probabilities, class_names):
    """Return a text for each photo: its name, the most probable class, and its probability. Lesson 05."""
    best = np.argmax(probabilities, axis=1)
    return [
        f"{Path(file).stem[:16]}\n{readable(class_names[number])} {row[number]:.2f}"
        for file, number, row in zip(filenames, best, probabilities, strict=True)
    ]


def plot_sweep(pictures, strengths):
    """Return a figure with a column of photos for each of `pictures`, and a row for each of `strengths`.

    `pictures` is {kind: RGB 0..255 (strengths, height, width, 3)}. Lesson 08.
    """
    figure, axes = axes_grid(len(strengths), len(pictures), width=1.25 * len(pictures), height=1.3 * len(strengths))
    for column, (kind, images) in zip(axes.T, pictures.items(), strict=True):
        column[0].set_title(kind, fontsize=10)
        for axis, image in zip(column, images, strict=True):
            _draw(axis, image)
            axis.set(xticks=[], yticks=[])
    for axis, strength in zip(axes[:, 0], strengths, strict=True):
        axis.set_ylabel(f"{strength:g}")
    return figure


def plot_preprocessed(image, preprocessed):
    """Return a figure of `image`, RGB 0..255, next to its `preprocessed` BGR values, with their histograms below.

    Both are (height, width, 3). The preprocessed values are shifted and scaled to 0..255 so that they can be seen.
    Lesson 02.
    """
    low, high = preprocessed.min(), preprocessed.max()
    seen = 255 * (preprocessed - low) / max(high - low, 1)
    figure, axes = axes_grid(2, 2, width=8, height=5.4)
    read, made = ("as read: RGB", image, image, CHANNELS), ("for VGG: BGR", preprocessed, seen, CHANNELS[::-1])
    for (above, below), (title, values, picture, order) in zip(axes.T, (read, made), strict=True):
        _draw(above, picture)
        above.set_title(title, fontsize=10)
        above.axis("off")
        _draw_histograms(below, values, order)
    return figure


def _require_as_many(things, images, kind):
    if len(things) != len(images):
        raise ValueError(f"{len(things)} {kind} for {len(images)} images: give one for each.")


def _draw(axis, image):
    """Draw `image`, RGB 0..255 (height, width, 3); values beyond this range are cut off."""
    axis.imshow(np.clip(image, 0, 255).astype("uint8"))


def _bare(axis):
    """Remove frame and ticks of `axis`, but keep its labels."""
    axis.set(xticks=[], yticks=[])
    axis.spines[:].set_visible(False)


def _draw_histograms(axis, values, order):
    """Draw a histogram of each channel of `values` (height, width, 3); `order` names the channels' colours."""
    bins, styles = np.linspace(values.min(), values.max(), 41), styled(CHANNELS)
    for channel, name in enumerate(order):
        heights, _ = np.histogram(values[:, :, channel], bins)
        line = {"color": f"tab:{name}", "ls": styles[name]["ls"]}
        axis.step(bins[:-1], heights, where="post", **line, label=f"{channel}: {name}")
    axis.set(xlabel="value", ylabel="pixels", yticks=[])
    axis.legend(title="channel", fontsize=8, title_fontsize=8)
