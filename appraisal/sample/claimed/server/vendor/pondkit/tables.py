"""CSV tables keyed by their first column."""

import csv


def load_table(path, numbers=()):
    """Rows as dictionaries by the value of the first column."""
    rows = {}
    with open(path, encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        key = reader.fieldnames[0]
        for row in reader:
            for name in numbers:
                row[name] = int(row[name]) if row[name] else 0
            rows[row[key]] = row
    return rows
