"""Small programs of the sample game, with their sources and how they were built (``build``)."""
