"""Which folders, folders above them and names of files correspond, told by the pairs of files found so far.

It orders what the content leaves open and is never evidence by itself.
"""

from __future__ import annotations

from collections import Counter

ABOVE = 4  # folders above the one a file stands in that are looked at


def folder_of(file: str) -> str:
    return file.rpartition("/")[0]


def name_of(file: str) -> str:
    return file.rpartition("/")[2]


def stem_of(file: str) -> str:
    return name_of(file).partition(".")[0]


class Votes:
    """How often a name of the left stood for one of the right (``pairs``), and each of them for any."""

    def __init__(self) -> None:
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.of_left: Counter[str] = Counter()
        self.of_right: Counter[str] = Counter()

    def add(self, one: str, other: str, by: int) -> None:
        """``by`` more votes; what has none is forgotten."""
        self.pairs[one, other] += by
        if not self.pairs[one, other]:
            del self.pairs[one, other]
        self.of_left[one] += by
        self.of_right[other] += by

    def most(self, one: str, other: str) -> int:
        """Votes of the one of both names that has more."""
        return max(self.of_left[one], self.of_right[other])

    def share(self, one: str, other: str) -> float:
        """Votes for both as a share of ``most``."""
        return self.pairs[one, other] / max(1, self.most(one, other))


class Places:
    """``folders`` that files stand in, ``above``: those around them by how far up they are, ``stems`` of names."""

    def __init__(self) -> None:
        self.folders, self.stems = Votes(), Votes()
        self.above = tuple(Votes() for _ in range(ABOVE))

    def note(self, one: str, other: str, by: int = 1) -> None:
        """Two files correspond (``by`` -1: not after all)."""
        self.stems.add(stem_of(one), stem_of(other), by)
        folders = folder_of(one), folder_of(other)
        self.folders.add(*folders, by)
        for votes in self.above:
            if not (folders[0] or folders[1]):
                break
            folders = folder_of(folders[0]), folder_of(folders[1])
            votes.add(*folders, by)

    def near(self, one: str, other: str) -> float:
        """0 to 1: how well the folders of two files, and those above them, correspond; those above count half."""
        folders = folder_of(one), folder_of(other)
        here = self.folders.share(*folders)
        shares = []
        for votes in self.above:
            if not (folders[0] or folders[1]):
                break
            folders = folder_of(folders[0]), folder_of(folders[1])
            shares.append(votes.share(*folders))
        return (here + sum(shares) / len(shares)) / 2 if shares else here
