"""Similarity analysis for copyright appraisal: the vocabulary and the engine."""

__version__ = "0.1.0"
