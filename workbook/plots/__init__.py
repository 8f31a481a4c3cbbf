"""Every figure a lesson draws, one subject a module. Functions return the figure; `show` displays it with its text."""
