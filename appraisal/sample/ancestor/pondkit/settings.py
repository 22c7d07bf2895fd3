"""Settings files: sections in brackets, name = value, comments after a semicolon."""


class Settings:
    """Values by section and name, with a default for each question."""

    def __init__(self, text):
        self._values = {}
        section = "main"
        for number, raw in enumerate(text.splitlines(), 1):
            line = raw.split(";", 1)[0].strip()
            if not line:
                continue
            if line.startswith("[") and line.endswith("]"):
                section = line[1:-1].strip().lower()
                continue
            name, sign, value = line.partition("=")
            if not sign:
                raise ValueError("line %d: expected name = value" % number)
            self._values[section, name.strip().lower()] = value.strip()

    def text(self, section, name, default=""):
        return self._values.get((section, name), default)

    def number(self, section, name, default=0):
        raw = self._values.get((section, name))
        return default if raw is None else float(raw) if "." in raw else int(raw, 0)

    def flag(self, section, name, default=False):
        raw = self._values.get((section, name))
        return default if raw is None else raw.lower() in ("1", "yes", "on", "true")
