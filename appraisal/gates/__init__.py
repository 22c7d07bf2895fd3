"""Gates: what keeps a report from being issued in a form of paper, found before anybody signs it.

``gaps`` looks at a frozen dossier and says what is wrong, each with the id of its gate and what to do. A gate can be
passed over by a decision on file about ``gate:ID`` with a reason, which the report prints; a firm one cannot.
"""

from appraisal.gates.gap import Gap
from appraisal.gates.rules import findings, gaps
from appraisal.gates.view import EVIDENCE, View
from appraisal.people import OVERRIDE

__all__ = ["EVIDENCE", "OVERRIDE", "Gap", "View", "findings", "gaps"]
