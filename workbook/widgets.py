"""Sliders and menus beside a figure."""

import ipywidgets


class _Waiting(ipywidgets.interactive):
    """Controls that draw when one of them is moved, not before.

    A drawing made while the cell that makes the controls still runs can hang programs that execute notebooks
    (nbclient issue 312), and the lessons show the first picture as a figure anyway.
    """

    _begun = False

    def update(self, *args):
        if self._begun:
            super().update(*args)
        self._begun = True


def interact(draw, **controls):
    """Return controls that call `draw` with their values, each time one was moved; the last line of a cell shows them.

    `controls` are as for `ipywidgets.interact`: a range, a list of choices, or a widget. A slider calls when let go.
    """
    waiting = _Waiting(draw, **controls)
    for control in waiting.kwargs_widgets:
        if control.has_trait("continuous_update"):
            control.continuous_update = False
    return waiting
