"""The lattice against a slow and obvious enumeration of all alignments."""

from collections.abc import Iterator
from math import exp, isclose

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tmx.align import kernels
from tmx.align.lattice import IMPOSSIBLE, Band, Step, best_steps, full_band, path_band, posteriors
from tmx.compiled import MISSING


@pytest.fixture(autouse=True, scope="module", params=["compiled", "numpy"])
def loops(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test with the compiled loops, where there are any, and without."""
    if request.param == "compiled" and kernels.kernels() is None:
        pytest.skip(MISSING)
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "numpy":
            patch.setattr(kernels, "_KERNELS", None)
        yield


KINDS = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2), (3, 1), (5, 1))


def narrow_band(draw: st.DrawFn, rows: int, columns: int) -> Band:
    width = min(draw(st.integers(1, 2)), columns + 1)
    last = columns + 1 - width
    inner = sorted(draw(st.lists(st.integers(0, last), min_size=rows - 1, max_size=rows - 1)))
    return Band(np.array([0, *inner, last], dtype=np.int64), width)


@st.composite
def lattices(draw: st.DrawFn) -> tuple[NDArray[np.float32], Band, int, int]:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    seed = draw(st.integers(0, 2**32 - 1))
    radius = draw(st.integers(0, 4))
    centre = np.round(np.linspace(0, columns, rows + 1)).astype(np.int64)
    # A narrow band may move on by more columns than it is wide.
    bands = full_band(rows, columns), path_band(centre, columns, radius), narrow_band(draw, rows, columns)
    band = draw(st.sampled_from(bands))
    random = np.random.default_rng(seed)
    scores = random.normal(0.0, 2.0, (len(KINDS), rows + 1, band.width)).astype(np.float32)
    for kind, (a, b) in enumerate(KINDS):
        for row in range(rows + 1):
            for place in range(band.width):
                column = int(band.start[row]) + place
                if row < a or column < b or column > columns:
                    scores[kind, row, place] = IMPOSSIBLE
    return scores, band, rows, columns


def ways(band: Band, rows: int, columns: int, row: int = 0, column: int = 0) -> Iterator[tuple[Step, ...]]:
    """All ways from a cell to the last one that stay in the band."""
    if (row, column) == (rows, columns):
        yield ()
        return
    for kind, (a, b) in enumerate(KINDS):
        to = row + a, column + b
        if to[0] <= rows and to[1] <= columns and band.start[to[0]] <= to[1] < band.start[to[0]] + band.width:
            for rest in ways(band, rows, columns, *to):
                yield (Step(kind, *to), *rest)


def value(scores: NDArray[np.float32], band: Band, way: tuple[Step, ...]) -> float:
    return sum(float(scores[s.kind, s.row, s.column - int(band.start[s.row])]) for s in way)


@settings(max_examples=150)
@given(lattices())
def test_posteriors_are_those_of_all_alignments(lattice: tuple[NDArray[np.float32], Band, int, int]) -> None:
    scores, band, rows, columns = lattice
    every = list(ways(band, rows, columns))
    assume(every)
    found = posteriors(scores, band, KINDS, columns)
    weights = [exp(value(scores, band, way)) for way in every]
    total = sum(weights)
    expected = np.zeros(found.shape)
    for way, weight in zip(every, weights, strict=True):
        for step in way:
            expected[step.kind, step.row, step.column - int(band.start[step.row])] += weight / total
    np.testing.assert_allclose(found, expected, atol=2e-5)


@settings(max_examples=150)
@given(lattices())
def test_best_steps_have_the_highest_sum(lattice: tuple[NDArray[np.float32], Band, int, int]) -> None:
    scores, band, rows, columns = lattice
    steps = tuple(best_steps(scores, band, KINDS, columns))
    every = set(ways(band, rows, columns))
    assume(every)
    assert steps in every
    assert isclose(value(scores, band, steps), max(value(scores, band, way) for way in every), abs_tol=1e-4)


@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 5), st.randoms(use_true_random=False))
def test_a_band_holds_a_way_through(rows: int, columns: int, radius: int, random: "np.random.Generator") -> None:
    inner = sorted(random.randint(0, columns) for _ in range(rows - 1))  # type: ignore[attr-defined]  # random.Random
    centre = np.array([0, *inner, columns], dtype=np.int64)
    band = path_band(centre, columns, radius)
    assert band.start[0] == 0
    assert band.start[-1] + band.width == columns + 1
    assert (np.diff(band.start) >= 0).all()
    scores = np.zeros((len(KINDS), rows + 1, band.width), dtype=np.float32)
    for kind, (a, b) in enumerate(KINDS):
        place = band.start[:, None] + np.arange(band.width)[None, :]
        row = np.arange(rows + 1)[:, None]
        scores[kind] = np.where((row >= a) & (place >= b) & (place <= columns), 0.0, IMPOSSIBLE)
    assert best_steps(scores, band, KINDS, columns)


def test_no_way_through_gives_nothing() -> None:
    scores = np.full((len(KINDS), 3, 3), IMPOSSIBLE, dtype=np.float32)
    band = full_band(2, 2)
    assert best_steps(scores, band, KINDS, 2) == []
    assert posteriors(scores, band, KINDS, 2).max() == pytest.approx(0.0)
