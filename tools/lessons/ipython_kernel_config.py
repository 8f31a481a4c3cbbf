"""Settings of the lessons' kernel; the Makefile copies it into .venv/etc/ipython."""

# What TensorFlow's C++ part writes while it loads belongs in the terminal, not in the notebook.
c = get_config()  # noqa: F821
c.IPKernelApp.capture_fd_output = False
