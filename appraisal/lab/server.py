"""The workbench beside JupyterLab: one Jupyter server on this machine alone, which serves the page and its actions.

Jupyter Server brings what a local server needs: a token for each start, a cookie against requests of other sites, no
answer to foreign hosts. What JupyterLab would fetch from elsewhere (news, updates, extensions) is switched off.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.extension.application import ExtensionApp
from tornado import web

from appraisal import identity
from appraisal.cache import write_whole
from appraisal.errors import AppraisalError
from appraisal.lab import page, refusals
from appraisal.lab.session import Session

SLOW = frozenset({"figures", "court", "opposing", "report", "gates", "issue"})  # what counts, beside what shows
MOST = 1 << 20  # bytes of one request
LOG = logging.getLogger("appraisal.lab")


class Held:
    """The session of this server, and two threads: one for all that must answer at once, one for what counts."""

    session: ClassVar[Session | None] = None
    quick: ClassVar[ThreadPoolExecutor] = ThreadPoolExecutor(1, "lab")
    slow: ClassVar[ThreadPoolExecutor] = ThreadPoolExecutor(1, "lab-counting")


class _Handler(JupyterHandler):
    @property
    def content_security_policy(self) -> str:
        return page.POLICY

    def text(self, kind: str, content: str) -> None:
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.finish(content)


class PageHandler(_Handler):
    @web.authenticated
    def get(self) -> None:
        session = Held.session
        base = self.base_url.rstrip("/") + "/appraisal"
        number = "" if session is None else session.case.settings.number
        self.text("text/html", page.document(base, self.xsrf_token.decode(), number))


class AssetHandler(_Handler):
    @web.authenticated
    def get(self, name: str) -> None:
        if name == "page.js":
            self.text("text/javascript", page.entry())
        else:
            self.text("text/css", page.style())


class ActionHandler(_Handler):
    @web.authenticated
    async def post(self) -> None:
        said = ""
        try:
            answer = {"answer": await self._answer()}
        except AppraisalError as error:
            said = str(error)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            LOG.debug("malformed request", exc_info=error)
            said = f"malformed request: {type(error).__name__}"
        except OSError as error:
            said = f"system: {error.strerror or error}"
        if said:
            answer = {"error": said, "zh": refusals.chinese(said)}
        self.text("application/json", json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":")))

    async def _answer(self) -> Any:
        if len(self.request.body) > MOST:
            raise ValueError("too long")
        asked = json.loads(self.request.body)
        action, given = asked["action"], dict(asked["given"])
        if Held.session is None:
            raise ValueError("no case is open")
        pool = Held.slow if action in SLOW else Held.quick
        return await asyncio.get_running_loop().run_in_executor(pool, Held.session.handle, action, given)


class Workbench(ExtensionApp):
    """``appraisal lab``."""

    name = "appraisal"
    default_url = "/appraisal"
    load_other_extensions = True

    @classmethod
    def get_extension_package(cls) -> str:
        return __name__

    def initialize_handlers(self) -> None:
        self.handlers.extend(
            [
                (r"/appraisal/?", PageHandler),
                (r"/appraisal/(page\.js|lab\.css)", AssetHandler),
                (r"/appraisal/api", ActionHandler),
            ]
        )


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """How Jupyter Server finds the workbench in this module."""
    return [{"module": __name__, "app": Workbench}]


def settings() -> Path:
    """JupyterLab's settings for this program: as the user left them, at first with news and updates refused, so that
    nobody is asked whether to fetch them."""
    folder = identity.home() / "lab" / "settings"
    path = folder / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, b'{"fetchNews": "false", "checkForUpdates": false, "doNotDisturbMode": false}\n')
    return folder


def arguments(root: Path, *, port: int = 0, browser: bool = True) -> list[str]:
    """How Jupyter Server is told all that a user would have to configure."""
    return [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port or 8888}",
        f"--ServerApp.port_retries={0 if port else 50}",
        f"--ServerApp.open_browser={browser}",
        f"--ServerApp.allow_root={getattr(os, 'geteuid', lambda: 1)() == 0}",  # as in containers
        f"--ServerApp.root_dir={(root / 'notebooks').resolve()}",
        "--ServerApp.terminals_enabled=False",
        "--ServerApp.log_level=WARN",
        f"--LabApp.user_settings_dir={settings()}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]


def serve(session: Session, *, port: int = 0, browser: bool = True, notebook: bool = False) -> None:
    """Serve the workbench until interrupted."""
    Held.session = session
    Workbench.default_url = "/lab" if notebook else "/appraisal"  # the extension's word goes before the server's
    try:
        told = arguments(session.case.root, port=port, browser=browser)
        Workbench.launch_instance(argv=told)  # type: ignore[no-untyped-call]  # it carries no types
    finally:
        session.close()
