"""Written works read in: derivers that make a text of documents, books, pages, subtitles; where chapters begin.

One file a format. Each gives running text as a reader would read it, a map back to pages, paragraphs, lines or cues,
and notes of what was read beside the running text and what was left out. ``docs/formats.md`` is the list for users.
"""
