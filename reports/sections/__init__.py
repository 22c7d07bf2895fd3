"""The sections of a report, each a function from the desk (dossier and language) to blocks."""
