"""Plots of two works (情节): points that experts name, passages proposed for each, what experts hold, order."""
