"""The limited child: long-lived worker processes with bounds on memory, time, files and network.

Everything that parses foreign bytes runs here. What comes back is JSON, checked for size before it is read, or npz
files read by ``load_npz``; nothing is ever unpickled. See docs/decisions/0003-limited-child.md.
"""

from __future__ import annotations

from appraisal.child.arrays import load_npz
from appraisal.child.limits import Limits, Outcome
from appraisal.child.pool import Pool
from appraisal.child.process import capabilities, drop_idle
from appraisal.child.worker import Worker

__all__ = ["Limits", "Outcome", "Pool", "Worker", "capabilities", "drop_idle", "load_npz"]
