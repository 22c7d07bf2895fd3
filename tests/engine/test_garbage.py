"""The collector looks less often during a comparison, and as before after it."""

from __future__ import annotations

import gc

import pytest

from appraisal.garbage import YOUNG, seldom


@pytest.mark.parametrize("before", [(700, 10, 10), (YOUNG * 2, 5, 5), (0, 10, 10)])
def test_the_setting_of_the_caller_comes_back(before: tuple[int, int, int]) -> None:
    kept = gc.get_threshold()
    try:
        gc.set_threshold(*before)
        with pytest.raises(ValueError, match="as it may"), seldom():
            inside = gc.get_threshold()
            with seldom():
                assert gc.get_threshold() == inside
            raise ValueError("as it may")
        assert gc.get_threshold() == before
        assert inside == ((YOUNG, 10, 10) if before[0] == 700 else before)
    finally:
        gc.set_threshold(*kept)
