"""The panel's workbench: experts see, judge and filter each match, and the figures follow their judgement.

``seat`` is who works in a case, ``session`` what can be done from there, as plain calls with JSON; ``server`` offers it
to a browser beside JupyterLab, ``widget`` to a notebook cell. The page is the same in both: ES modules in ``static/``,
put together by ``page``. Nothing here draws a report, and nothing counts: figures come from the methods, in the limited
child.
"""
