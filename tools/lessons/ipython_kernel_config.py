"""Settings of the lessons' kernel; the Makefile copies it into .venv/etc/ipython."""

from ipykernel.ipkernel import IPythonKernel

# TensorFlow's C++ code writes messages while it loads: they belong in the terminal, not in the notebook.
c = get_config()  # noqa: F821
c.IPKernelApp.capture_fd_output = False

# A notebook records the version of Python, and JupyterLab shows one as changed if its kernel tells another: say "3".
IPythonKernel.language_info = IPythonKernel.language_info | {"version": "3"}
