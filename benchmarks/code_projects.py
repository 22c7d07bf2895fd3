"""Two whole projects through ``appraisal compare``, a method at a time: wall time, CPU, memory, shares.

    python benchmarks/code_projects.py LEFT RIGHT [--comparator NAME …]

Each run is a process of its own with the default settings and all rules of filtration, and keeps nothing from another:
reading, filtration, matching, both figures (with and without exclusions) and the record are in it. CPU is of the
process and its children, memory the largest of them. Prints a line of JSON for each method.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

METHODS = ("code-literal", "code-tokens", "code-structure")


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("left", type=Path)
    parser.add_argument("right", type=Path)
    parser.add_argument("--comparator", action="append")
    args = parser.parse_args()
    for method in args.comparator or METHODS:
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        said = subprocess.run(
            [
                *(sys.executable, "-m", "appraisal", "compare", str(args.left), str(args.right)),
                *("--medium", "code", "--comparator", method, "--json"),
            ],
            capture_output=True, check=True, env=os.environ | {"OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        (record,) = json.loads(said.stdout)
        print(json.dumps({
            "method": method, "version": record["version"], "status": record["status"],
            "wall_seconds": round(wall, 1),
            "cpu_seconds": round(sum(after[:2]) - sum(before[:2]), 1),
            "peak_mb_of_all_so_far": after.ru_maxrss >> 10,
            "matches": len(record["matches"]), "exclusions": len(record["excluded"]),
            "shares": [round(record[f"coverage_of_{side}"], 4) for side in ("left", "right")],
            "shares_without_exclusions": [round(record["all"][f"coverage_of_{side}"], 4) for side in ("left", "right")],
        }), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
