"""Every figure a lesson draws, in modules by what they draw. Functions return the figure; `show` displays it."""
