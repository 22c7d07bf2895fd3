"""Drawing of the exhibit types, once for notebook, HTML, PDF and DOCX."""
