"""The sample case: a fictional game, its fictional copy, and their common base. Data, and two scripts that drew it."""
