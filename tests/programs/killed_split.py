"""Divide the photos of SOURCE into TARGET, and be killed at the first photo whose name begins with 5."""

import os
import signal
import sys

from workbook.folders import splits

link_or_copy = splits.link_or_copy


def killed(original, copy):
    """Link `original` to `copy`, then end this process if it is the one."""
    link_or_copy(original, copy)
    if copy.name.startswith("5"):
        os.kill(os.getpid(), signal.SIGKILL)


splits.link_or_copy = killed
splits.make_split(sys.argv[1], sys.argv[2])
