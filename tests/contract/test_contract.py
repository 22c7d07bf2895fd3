"""Every installed comparator, and every toy, goes through the same laws."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import contract, registry
from appraisal.contract import ContractBroken
from appraisal.work import Medium
from comparators.text.semantic import encoder
from tests.specimens import specimens_of

SHIPPED = [n for n in registry.comparator_names() if not n.startswith("toy-")]
LAWFUL_TOYS = ["toy-polygon", "toy-observer", "toy-words", "toy-tree", "toy-ruled"]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped(name: str, tmp_path: Path) -> None:
    if name == "text-semantic" and not encoder.available():  # `make test` and CI install it
        specimen = specimens_of(registry.comparator(name).media, tmp_path, name)[0]
        assert contract.run(name, specimen, specimen).reason == "refused"
        return
    contract.check(name, specimens_of(registry.comparator(name).media, tmp_path, name), tmp_path, seeds=range(4))


@pytest.mark.parametrize("name", LAWFUL_TOYS)
def test_toys(name: str, toys: None, tmp_path: Path) -> None:
    contract.check(name, specimens_of(frozenset({Medium.TEXT}), tmp_path), tmp_path)


def test_refusal_is_lawful(toys: None, tmp_path: Path) -> None:
    specimen = specimens_of(frozenset({Medium.TEXT}), tmp_path)[0]
    contract.identity("toy-refusal", specimen)
    assert contract.run("toy-refusal", specimen, specimen).status == "refused"


def test_the_laws_can_be_broken(toys: None, tmp_path: Path) -> None:
    specimen = specimens_of(frozenset({Medium.TEXT}), tmp_path)[0]
    with pytest.raises(ContractBroken, match="identity"):
        contract.identity("toy-trouble", specimen)
