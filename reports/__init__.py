"""Reports: one model (`document`), built from a frozen Dossier (`build`), rendered as PDF, HTML and DOCX."""
