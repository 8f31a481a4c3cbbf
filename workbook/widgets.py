"""Sliders and menus that redraw a figure."""

import ipywidgets


class _Waiting(ipywidgets.interactive):
    """Controls that draw only after one of them has been moved.

    Drawing while the cell that creates the controls is still running can hang programs that execute notebooks
    (nbclient issue 312). The lessons show the first picture as a figure anyway.
    """

    _started = False

    def update(self, *args):
        if self._started:
            super().update(*args)
        self._started = True


def interact(draw, **controls):
    """Return controls that call `draw` with their values each time one is moved.

    They appear when they are the last line of a cell. `controls` are as for `ipywidgets.interact`: a range, a list of
    choices, or a widget. A slider calls `draw` only when it is released. Lesson 01.
    """
    waiting = _Waiting(draw, **controls)
    for control in waiting.kwargs_widgets:
        if control.has_trait("continuous_update"):
            control.continuous_update = False
    return waiting
