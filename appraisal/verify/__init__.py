"""Checking a case or a bundle: integrity, re-rendering and recomputation, three outcomes that do not hang together.

``verifying.verify`` is the way in. Nothing is written into what is checked; what has to be written goes to a temporary
folder (``TMPDIR``). Imports stay in the modules: the limited child loads one of them only.
"""
