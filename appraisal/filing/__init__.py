"""What people put on file, a room for each kind: documents, steps, the intake, decisions, the scheme.

Each function checks what it is given, writes the files it needs and one entry of the log. ``blocked`` says what keeps
the material from being compared.
"""

from appraisal.filing.decisions import UNCROSSED, beside, blocked, decide, use_decisions
from appraisal.filing.documents import DOCUMENTS, LARGEST, add_document, document_of
from appraisal.filing.intake import FORM, file_intake, is_new, lacking, materials, on_file, read_form
from appraisal.filing.schemes import fix_scheme, methods_of, place_template, scheme_in_force
from appraisal.filing.steps import countersign, file_step

__all__ = [
    "DOCUMENTS", "FORM", "LARGEST", "UNCROSSED", "add_document", "beside", "blocked", "countersign", "decide",
    "document_of", "file_intake", "file_step", "fix_scheme", "is_new", "lacking", "materials", "methods_of", "on_file",
    "place_template", "read_form", "scheme_in_force", "use_decisions",
]  # fmt: skip
