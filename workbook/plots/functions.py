"""Figures of functions: lines and the way down to them, what networks are made of, and what their losses cost."""

import re
from html import escape

import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg

from workbook.plots.figures import BLUE, DPI, GREY, ORANGE, REFERENCE, axes_grid, one_axis, spaced, styled


def plot_line(x, y, line):
    """Return a figure of the points `x`, `y` (n,), the `line` (slope, intercept), and the errors between them.

    Lesson 03.
    """
    figure, axis = one_axis(width=6, height=3.2)
    predicted = line[0] * x + line[1]
    axis.vlines(x, y, predicted, color=GREY, lw=1, label="errors")
    axis.plot(x, y, "o", color=BLUE, label="points")
    axis.plot(x, predicted, color=ORANGE, label=f"model: {line[0]:g} x + {line[1]:g}")
    axis.set(xlabel="x", ylabel="y")
    axis.legend()
    return figure


def plot_bowl(x, y, paths):
    """Return a figure of the mean squared error of all lines near the best, seen from above, with `paths` down to it.

    `x` and `y` (n,) are the points. `paths` is {label: lines (steps + 1, 2)}, up to six, each line a slope and an
    intercept. Where a path leaves the picture it is cut off. Lesson 03.
    """
    figure, axis = one_axis(width=6.5, height=4.2)
    _bowl(axis, x, y, start=next(iter(paths.values()))[0])
    for label, style in styled(paths).items():
        axis.plot(*np.transpose(paths[label]), **style, ms=3, lw=1.5, label=label)
    axis.legend()
    return figure


def animate_descent(x, y, path, alt):
    """Return HTML that plays the `path`, lines (steps + 1, 2), down the bowl, next to the line among its points.

    `x` and `y` (n,) are the points. Each step is a frame of about 15 kB. `alt` is the text for readers who cannot see.
    Lesson 03.
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
    figure.set_layout_engine("none")  # laid out once, not in every frame

    def draw(step):
        trace.set_data(*path[: step + 1].T)
        line.set_data(x, path[step, 0] * x + path[step, 1])
        points.set_title(f"step {step}")

    animation = FuncAnimation(figure, draw, frames=len(path), init_func=lambda: None)
    return _offline(animation.to_jshtml(fps=3, default_mode="once"), alt)


def plot_functions(x, functions, target=None):
    """Return a figure with a panel for each of `functions`, {name: values at `x` (n,)}, over the grey `target` (n,).

    Lesson 03.
    """
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
    """Return a figure with a panel of bars for each of `groups`, {title: one probability for each of `names`}.

    Lesson 03.
    """
    figure, axes = axes_grid(1, len(groups), width=2.25 * max(2, len(groups)), height=2.4)
    for axis, (title, heights) in zip(axes.flat, groups.items(), strict=True):
        if len(heights) != len(names):
            raise ValueError(f"{len(heights)} bars for {len(names)} names in {title!r}: give one for each.")
        axis.bar_label(axis.bar(names, heights, color=BLUE), fmt="%.2f")
        axis.set_ylim(0, 1.12)
        axis.set_title(title, fontsize=10)
    axes[0, 0].set_ylabel("probability")
    return figure


def plot_log_loss():
    """Return a figure of the log loss of one photo over the predicted probability of 1, for both labels. Lesson 13."""
    probabilities = np.linspace(0.001, 0.999, 500)
    losses = {"the label is 1": -np.log(probabilities), "the label is 0": -np.log(1 - probabilities)}
    figure, axis = one_axis(width=5.6, height=3.4)
    _draw_all(axis, probabilities, losses)
    axis.set(xlabel="predicted probability of 1", ylabel="loss", ylim=(0, 7))
    axis.legend(loc="upper center")
    return figure


def plot_batch_norm(gamma, beta, mean, variance, epsilon):
    """Return a figure of the outputs of batch normalisation with these five numbers, in inference, over its inputs.

    Lesson 10.
    """
    inputs = np.linspace(0, 10, 101)
    outputs = gamma * (inputs - mean) / np.sqrt(variance + epsilon) + beta
    same = bool(np.abs(outputs - inputs).max() < 1e-5 * inputs.max())
    colour = BLUE if same else ORANGE
    figure, axis = one_axis(width=4.6, height=3.6)
    axis.plot(inputs, outputs, color=colour, lw=2.5, label="this layer")
    axis.plot(inputs, inputs, **REFERENCE, label="identity")
    axis.set(xlabel="in", ylabel="out", ylim=(-10, 20))
    axis.set_title("the identity" if same else "not the identity", color=colour)
    axis.legend(loc="upper left")
    return figure


def plot_stretch(variances, factors):
    """Return a figure of the factor by which each recipe stretches a unit, over the unit's variance.

    `factors` is {recipe: (n,)}, up to six, for `variances` (n,). An exact recipe is a flat line at one. Lesson 10.
    """
    figure, axis = one_axis(width=6.4, height=3.6)
    _draw_all(axis, variances, factors)
    axis.set(xscale="log", yscale="log", xlabel="variance of the unit", ylabel="stretched by a factor of")
    axis.legend()
    return figure


def _draw_all(axis, x, functions):
    """Draw `functions`, {name: values at `x` (n,)}, into one panel."""
    for name, style in styled(functions).items():
        axis.plot(x, functions[name], **style, ms=5, lw=2, markevery=spaced(x), label=name)
    axis.grid(alpha=0.3)


def _bowl(axis, x, y, start):
    """Draw the loss of every line around the best one, as far as `start`."""
    best = np.polyfit(x, y, 1)
    reach = 1.3 * np.maximum(np.abs(best - start), 1)
    slopes, intercepts = np.linspace(best - reach, best + reach, 60).T
    errors = slopes[:, None] * x + intercepts[:, None, None] - y
    losses = (errors**2).mean(axis=-1)
    levels = losses.max() * np.linspace(0, 1, 14) ** 2
    axis.contourf(slopes, intercepts, losses, levels=levels, cmap="Greys", vmax=2.5 * losses.max(), antialiased=False)
    axis.plot(*best, "*", color="gold", mec="black", ms=16, zorder=3)
    axis.set(xlabel="slope", ylabel="intercept", xlim=slopes[[0, -1]], ylim=intercepts[[0, -1]])


def _offline(html, alt):
    """Return matplotlib's player `html` with `alt` as its text, and with characters for the icons that it downloads."""
    signs = iter("−«‹◀‖▶›»+")
    html = re.sub(r"<link .*?>", "", html, flags=re.DOTALL)
    html = re.sub(r'<i class="fa .*?</i>', lambda icon: next(signs), html)
    return html.replace("<img id=", f'<img alt="{escape(alt)}" id=')
