"""``software-map`` and ``software-model``: layouts of maps, geometry and motion of models."""
