"""The workbench in a notebook cell: the same page, over the kernel's own channel.

    from appraisal.lab.widget import browse
    browse("..", by="张三")

Needs a front end with widgets (JupyterLab as installed with this program). Hidden figures, seals and refusals are those
of the session; the cell's output is not saved with the notebook, so that no verdict lies in it.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import anywidget

from appraisal.case import Case
from appraisal.comparison import JSON
from appraisal.errors import AppraisalError
from appraisal.lab import page, refusals
from appraisal.lab.session import Session

LOG = logging.getLogger("appraisal.lab")


class MatchBrowser(anywidget.AnyWidget):
    """A session shown in a cell."""

    _esm = page.script()
    _css = page.style()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.on_msg(self._asked)

    def _asked(self, _: Any, told: JSON, buffers: Any) -> None:
        """Answer one call of the page, by its number."""
        if not isinstance(told, dict):
            return
        answer: dict[str, JSON] = {"id": told.get("id")}
        try:
            answer["answer"] = self.session.handle(str(told["action"]), dict(told["given"]))
        except AppraisalError as error:
            answer["error"] = str(error)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            LOG.debug("malformed request", exc_info=error)
            answer["error"] = f"malformed request: {type(error).__name__}"
        except OSError as error:
            answer["error"] = f"system: {error.strerror or error}"
        if "error" in answer:
            answer["zh"] = refusals.chinese(str(answer["error"]))
        self.send(answer)


def browse(case: Case | str | Path, by: str = "") -> MatchBrowser:
    """The match browser on a case, for the last line of a cell. ``by``: who works here; can be chosen in it."""
    return MatchBrowser(Session(case if isinstance(case, Case) else Case.open(case), expert=by))
