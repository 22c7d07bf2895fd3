"""What is installed beside the project itself: packages that some readers need, and their versions for the record."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec


def installed(packages: Mapping[str, str]) -> bool:
    """Whether all are there. ``packages``: name to import -> name of the distribution."""
    return all(find_spec(name) is not None for name in packages)


def versions(packages: Mapping[str, str]) -> dict[str, str]:
    """Distribution -> version; empty where one is missing."""
    if not installed(packages):
        return {}
    try:
        return {name: version(name) for name in packages.values()}
    except PackageNotFoundError:
        return {}
