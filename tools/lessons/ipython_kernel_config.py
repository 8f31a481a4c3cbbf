"""Settings of the lessons' kernel; the Makefile copies it into .venv/etc/ipython."""

# TensorFlow's C++ code writes messages while it loads: they belong in the terminal, not in the notebook.
c = get_config()  # noqa: F821
c.IPKernelApp.capture_fd_output = False
