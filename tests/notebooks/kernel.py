"""One kernel of each worker for all notebooks that tests run: what a kernel imports at its start took longer than most
of their cells. That a notebook runs in a kernel of its own is seen where ``nbconvert --execute`` runs one."""

from __future__ import annotations

import atexit
import os
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient

# Run before each notebook: it begins in its own folder, and finds no name that another one left behind.
BEGUN = """import os
os.chdir({folder!r})
os.environ["APPRAISAL_HOME"] = {home!r}
get_ipython().reset()"""

_kernels: list[AsyncKernelManager] = []  # at most one, begun when it is first asked for


def run(notebook: Any, folder: Path) -> None:
    """Execute every cell of ``notebook`` in ``folder``; its outputs then stand in it."""
    begun = BEGUN.format(folder=str(folder), home=os.environ["APPRAISAL_HOME"])
    notebook.cells.insert(0, nbformat.v4.new_code_cell(begun))
    client = NotebookClient(notebook, km=_kernel(), timeout=300)
    try:
        client.execute()
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
    del notebook.cells[0]


def _kernel() -> AsyncKernelManager:
    """The kernel, another one when that has ended."""
    if not _kernels or not run_sync(_kernels[0].is_alive)():
        kernel = AsyncKernelManager(kernel_name="python3")
        run_sync(kernel.start_kernel)()
        _kernels[:] = [kernel]
        atexit.register(_end, kernel)
    return _kernels[0]


def _end(kernel: AsyncKernelManager) -> None:
    run_sync(kernel.shutdown_kernel)(now=True)
