"""What a command takes, as a process of its own."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from typing import Final, NamedTuple

# Modules are compiled by the first run, as where the program is installed.
ENVIRONMENT: Final = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


class Cost(NamedTuple):
    """Seconds of the clock and of processors, and MiB at the peak."""

    wall: float
    cpu: float
    peak: float


def cost(command: Sequence[str]) -> Cost:
    """Run a command and return what it took, its children included."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {command[2:]}")
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
