"""What holds for every test.

APPRAISAL_REQUIRE_ALL=1 (set by `.ci/run`) turns every skip into a failure: on a machine that has all it should have,
a test left out is a test that does not hold.
"""

import gc
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

# One thread in each numeric library: results then do not hang on how a sum was split, and two pytest workers on two
# cores do not get in each other's way. Set before numpy is first imported; programs that tests start inherit it.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"

from hypothesis import HealthCheck, settings  # noqa: E402  # after the environment is set

from appraisal.child import process  # noqa: E402  # likewise
from appraisal.garbage import YOUNG  # noqa: E402  # likewise
from appraisal.grammars import left_unbuilt  # noqa: E402  # likewise
from tests import shared  # noqa: E402  # likewise

with left_unbuilt():
    import jsonschema  # noqa: F401  # before tests of notebooks import it with them

# Children are forked from nurseries that wait for the next test that asks for the same: more of them, and for longer.
process.KEPT, process.IDLE = 6, 120.0

# Looking for garbage among ten thousand tests and all that they import took up to a third of what light tests take.
gc.set_threshold(YOUNG)

REQUIRE_ALL = os.environ.get("APPRAISAL_REQUIRE_ALL") == "1"

# No deadline: machines differ. CI draws the same examples each time, so that it fails for a change, not by chance.
settings.register_profile("developer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("developer"), derandomize=True, database=None)
settings.load_profile("ci" if REQUIRE_ALL or os.environ.get("CI") else "developer")


# Folders whose tests take longest each are begun first: what is left at the end, when a worker has nothing more to take
# from the other, is then short. A folder keeps its own order, and no test relies on another having been run before.
LONGEST = (
    *("sample", "lab", "reports/private_server", "toys", "notebooks"),
    *("hostile", "contract", "cli", "signing", "case"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    begun = tuple(f"tests/{folder}/" for folder in LONGEST)
    items.sort(key=lambda item: next((n for n, one in enumerate(begun) if item.nodeid.startswith(one)), len(begun)))


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, which APPRAISAL_REQUIRE_ALL=1 forbids: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if REQUIRE_ALL:
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if REQUIRE_ALL:
        _refuse_skip(report)
    return report


@pytest.fixture
def toys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Installs the toy comparators as a separate distribution, for this process and its children."""
    from appraisal import registry

    source = str(Path(__file__).parent / "toys" / "src")
    monkeypatch.setattr(sys, "path", [source, *sys.path])
    registry.forget()
    yield
    registry.forget()


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Backgrounds and features of tests lie in a folder of their own, also for the programs that tests start; what
    tests share lies in one of the run, which all workers have in common."""
    base = tmp_path_factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(tmp_path_factory.mktemp("home")))
        patched.setenv(shared.FOLDER, str(run / "shared"))
        yield
