"""Figures of lines, of the way down to them, and of the functions that networks are made of."""

import re
from html import escape

import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg

from workbook.plots.figures import BLUE, DPI, GREY, ORANGE, axes_grid

STYLES = [(ORANGE, "-"), (BLUE, "--"), ("black", ":"), (GREY, "-.")]  # told apart in grey too


def plot_line(x, y, line):
    """Return a figure of the points `x`, `y`, the `line` (slope, intercept), and the errors between them."""
    figure, axes = axes_grid(1, 1, width=6, height=3.2)
    axis, predicted = axes[0, 0], line[0] * x + line[1]
    axis.vlines(x, y, predicted, color=GREY, lw=1, label="errors")
    axis.plot(x, y, "o", color=BLUE, label="points")
    axis.plot(x, predicted, color=ORANGE, label=f"model: {line[0]:g} x + {line[1]:g}")
    axis.set(xlabel="x", ylabel="y")
    axis.legend()
    return figure


def plot_losses(curves):
    """Return a figure of up to four `curves`, {label: one loss a step}, on a logarithmic scale."""
    figure, axes = axes_grid(1, 1, width=6.5, height=3.4)
    for (label, losses), (color, style) in zip(curves.items(), STYLES[: _count(curves)], strict=True):
        axes[0, 0].plot(losses, color=color, ls=style, label=label)
    axes[0, 0].set(xlabel="step", ylabel="loss", yscale="log")
    axes[0, 0].legend()
    axes[0, 0].grid(alpha=0.3)
    return figure


def plot_bowl(x, y, paths):
    """Return a figure of the mean squared error of every line near, seen from above, with the `paths` down to the best.

    `paths` is {label: lines (steps + 1, 2)}, up to four, each line a slope and an intercept. Where a path leaves the
    picture it is cut off.
    """
    figure, axes = axes_grid(1, 1, width=6.5, height=4.2)
    _bowl(axes[0, 0], x, y, start=next(iter(paths.values()))[0])
    for (label, path), (color, style) in zip(paths.items(), STYLES[: _count(paths)], strict=True):
        axes[0, 0].plot(*np.transpose(path), color=color, ls=style, marker=".", lw=1.5, label=label)
    axes[0, 0].legend()
    return figure


def animate_descent(x, y, path, alt):
    """Return HTML that plays the `path`, lines (steps + 1, 2), down the bowl, beside the line among its points.

    Each step is a frame of about 15 kB. `alt` is the text for readers who cannot see it.
    """
    figure, axes = axes_grid(1, 2, width=6.5, height=2.8)
    FigureCanvasAgg(figure)
    figure.set_dpi(DPI)
    bowl, points = axes[0]
    _bowl(bowl, x, y, start=path[0])
    points.plot(x, y, "o", color=BLUE)
    points.plot(x, path[0, 0] * x + path[0, 1], color=GREY)
    points.set(xlabel="x", ylabel="y", title="step 0")
    (trace,), (line,) = bowl.plot([], [], ".-", color=ORANGE), points.plot([], [], color=ORANGE)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # laid out once, not frame by frame

    def draw(step):
        trace.set_data(*path[: step + 1].T)
        line.set_data(x, path[step, 0] * x + path[step, 1])
        points.set_title(f"step {step}")

    animation = FuncAnimation(figure, draw, frames=len(path), init_func=lambda: None)
    return _offline(animation.to_jshtml(fps=3, default_mode="once"), alt)


def _offline(html, alt):
    """Return matplotlib's player `html` with `alt` as its text, and signs for the icons that it fetches from afar."""
    signs = iter("−«‹◀‖▶›»+")
    html = re.sub(r"<link .*?>", "", html, flags=re.DOTALL)
    html = re.sub(r'<i class="fa .*?</i>', lambda icon: next(signs), html)
    return html.replace("<img id=", f'<img alt="{escape(alt)}" id=')


def plot_functions(x, functions, target=None):
    """Return a figure of `functions`, {name: values at `x`}, each in its own axes, over the grey `target` if given."""
    figure, axes = axes_grid(1, len(functions), width=2.25 * max(2, len(functions)), height=2.4)
    for axis, (name, values) in zip(axes.flat, functions.items(), strict=True):
        if target is not None:
            axis.plot(x, target, color=GREY, lw=4, alpha=0.5)
        axis.plot(x, values, color=BLUE)
        axis.set_title(name, fontsize=10)
        axis.set_xlabel("x")
        axis.grid(alpha=0.3)
    return figure


def plot_bars(names, groups):
    """Return a figure of bars, one axes a group; `groups` is {title: probabilities}, each beside `names`."""
    figure, axes = axes_grid(1, len(groups), width=2.25 * max(2, len(groups)), height=2.4)
    for axis, (title, heights) in zip(axes.flat, groups.items(), strict=True):
        if len(heights) != len(names):
            raise ValueError(f"{len(heights)} bars for {len(names)} names in {title!r}: give one for each.")
        axis.bar_label(axis.bar(names, heights, color=BLUE), fmt="%.2f")
        axis.set_ylim(0, 1.12)
        axis.set_title(title, fontsize=10)
    axes[0, 0].set_ylabel("probability")
    return figure


def _count(curves):
    """Return how many curves there are, if they can be told apart."""
    if len(curves) > len(STYLES):
        raise ValueError(f"{len(curves)} curves in one figure: draw at most {len(STYLES)}.")
    return len(curves)


def _bowl(axis, x, y, start):
    """Draw on `axis` the loss of every line around the best one, as far as `start`."""
    best = np.polyfit(x, y, 1)
    reach = 1.3 * np.maximum(np.abs(best - start), 1)
    slopes, intercepts = np.linspace(best - reach, best + reach, 60).T
    errors = slopes[:, None] * x + intercepts[:, None, None] - y
    losses = (errors**2).mean(axis=-1)
    levels = losses.max() * np.linspace(0, 1, 14) ** 2
    axis.contourf(slopes, intercepts, losses, levels=levels, cmap="Blues", vmax=2 * losses.max(), antialiased=False)
    axis.plot(*best, "*", color="black", mec="white", ms=14, zorder=3)
    axis.set(xlabel="slope", ylabel="intercept", xlim=slopes[[0, -1]], ylim=intercepts[[0, -1]])
