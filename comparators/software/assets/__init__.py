"""``software-map`` and ``software-model``: layouts of maps; geometry, motion and sprites of models."""

from comparators.software.assets.map_method import SoftwareMap
from comparators.software.assets.model_method import SoftwareModel

__all__ = ["SoftwareMap", "SoftwareModel"]
