"""Units that may match, handed out the most promising first, and only as many as are needed.

A memory made from templates has thousands of units that differ in their figures only. They are one *group* here: units
with the same tokens, whose score before penalties is one and the same. Once one of them has been scored that is known,
and what each of the others can reach at most follows from its surface.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.match.score import CONTEXT
from tmx.match.surfaces import LEAST_FIGURES, penalties, penalty, same_figures

__all__ = ["CandidateQueue", "Group"]

_BLOCK = 4096
_FEW = 32  # so few units are ranked quicker without numpy


class Group(Struct, eq=False):
    """Units with the same tokens: their numbers, ascending, and their surfaces.

    ``value`` is the most that they can score before penalties, ``letters`` the most that their letters can be alike;
    ``known`` says that both are the true ones. ``same`` groups have the query's own tokens.
    """

    value: int
    same: bool
    units: NDArray[np.uint32]
    surfaces: NDArray[np.uint32]
    letters: int = 100
    known: bool = False
    asked: int = 1  # how many are taken at once while it is not known

    def learn(self, value: int, letters: int, *, same: bool) -> None:
        """Take over what a unit of the group has scored before penalties; ``same``: its tokens are the query's."""
        if not self.known:
            # Tokens that the index takes for the query's and are not: capitals and spaces were counted too much.
            self.value = value if same == self.same else value + 2
            self.letters = letters
            self.known = True


class _Run:
    """Some units of a group, in the order of what they can score; worked out when it is looked into."""

    def __init__(self, group: Group, units: NDArray[np.uint32], surfaces: NDArray[np.uint32], least: int) -> None:
        self.group = group
        self._units = units
        self._surfaces = surfaces
        self._least = least  # the points that every unit of the run loses at least
        self._order: list[int] = []
        self._losses: list[int] = []
        self._at = 0
        self._open = False

    def unfold(self, surface: int) -> None:
        """Work out the order of the units."""
        self._open = True
        if len(self._units) <= _FEW:
            same = self.group.same
            pairs = zip(self._units.tolist(), self._surfaces.tolist(), strict=True)
            ranked = sorted((penalty(other, surface, same=same), -unit) for unit, other in pairs)
            self._losses = [loss for loss, _ in ranked]
            self._order = [-unit for _, unit in ranked]
            return
        losses = penalties(self._surfaces, surface, same=self.group.same)
        order = np.lexsort((self._units, -losses))[::-1]
        self._order = self._units[order].tolist()
        self._losses = losses[order].tolist()

    @property
    def folded(self) -> bool:
        """Whether the order has not been worked out yet."""
        return not self._open

    def key(self, *, context: bool) -> tuple[int, int, int] | None:
        """What the next unit can reach at most: score, letters, its number; ``None`` at the end."""
        if self.folded:
            loss, unit = self._least, int(self._units[-1])
        elif self._at < len(self._order):
            loss, unit = self._losses[self._at], self._order[self._at]
        else:
            return None
        exact = self.group.same and loss == 0
        return (CONTEXT if exact and context else self.group.value - loss), self.group.letters, unit

    def take(self, most: int) -> list[int]:
        """The next units, with the same loss, at most so many."""
        start = self._at
        loss = self._losses[start]
        while self._at < len(self._order) and self._at - start < most and self._losses[self._at] == loss:
            self._at += 1
        return self._order[start : self._at]


class CandidateQueue:
    """The units of groups, the most promising first."""

    def __init__(self, groups: Iterable[Group], surface: int, *, threshold: int, context: bool) -> None:
        self._surface = surface
        self._threshold = threshold
        self._context = context
        self._count = 0
        self._heap: list[tuple[tuple[int, int, int], int, _Run]] = []
        for group in groups:
            for run in self._runs(group):
                self._push(run)

    def bound(self) -> tuple[int, int, int] | None:
        """What no unit that has not been taken exceeds: score, letters, number; ``None`` where there is none."""
        while self._heap:
            negative, _, run = self._heap[0]
            now = run.key(context=self._context)
            if now is not None and (-now[0], -now[1], -now[2]) == negative and not run.folded:
                return now
            heapq.heappop(self._heap)
            if now is not None and (-now[0], -now[1], -now[2]) == negative:
                run.unfold(self._surface)
            self._push(run)
        return None

    def take(self, most: int) -> dict[int, Group]:
        """The next units with their groups, at most so many; one only of a group whose value is not known."""
        taken: dict[int, Group] = {}
        held: list[_Run] = []
        while len(taken) < most and self.bound() is not None:
            _, _, run = heapq.heappop(self._heap)
            room = most - len(taken)
            for unit in run.take(room if run.group.known else min(room, run.group.asked)):
                taken[unit] = run.group
            run.group.asked *= 2
            if run.group.known:
                self._push(run)
            else:
                held.append(run)  # until its value is known
        for run in held:
            self._push(run)
        return taken

    def _push(self, run: _Run) -> None:
        key = run.key(context=self._context)
        if key is not None and key[0] >= self._threshold:
            self._count += 1
            heapq.heappush(self._heap, ((-key[0], -key[1], -key[2]), self._count, run))

    def _runs(self, group: Group) -> Iterator[_Run]:
        """A group in runs: a large one in blocks, the newest last, those with the query's figures apart."""
        if len(group.units) <= _BLOCK:
            yield _Run(group, group.units, group.surfaces, 0)
            return
        alike = np.flatnonzero(same_figures(group.surfaces, self._surface))
        if len(alike):
            yield _Run(group, group.units[alike], group.surfaces[alike], 0)
        for start in range(0, len(group.units), _BLOCK):
            piece = slice(start, start + _BLOCK)
            # Those with the query's figures are in here too, and may then be taken twice, which does no harm.
            yield _Run(group, group.units[piece], group.surfaces[piece], LEAST_FIGURES)
