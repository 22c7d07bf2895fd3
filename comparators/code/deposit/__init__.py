"""``code-deposit``: pages of a registration deposit against the source that was submitted. See ``method``."""

from comparators.code.deposit.method import CodeDeposit

__all__ = ["CodeDeposit"]
