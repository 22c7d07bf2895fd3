"""``text-cast``: the people of two stories, who meets whom, and who may correspond to whom."""

from comparators.text.cast.method import TextCast as TextCast
