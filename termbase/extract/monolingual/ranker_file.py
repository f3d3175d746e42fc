"""Rankers in files: a ZIP archive of numpy arrays, with the rest as JSON in one of them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from termbase.extract.monolingual.attributes import AttributeSpace, template_kinds
from termbase.extract.monolingual.contrast import Background
from termbase.extract.monolingual.crf import ChainWeights
from termbase.extract.monolingual.logistic import Logistic
from termbase.extract.monolingual.networks import Network
from termbase.extract.monolingual.ranker import Chain, Ranker
from termbase.extract.monolingual.second_look import Panel, SecondLook
from tmx.errors import ParseError
from tmx.files import read_bytes, write_whole

__all__ = ["read_ranker", "write_ranker"]

Arrays = dict[str, NDArray[Any]]

_FORMAT = "accord ranker 4"
_MOST_BYTES = 200 * 1024 * 1024
_MOST_NETWORKS = 32
_MOST_WORDS = 10**12
_KINDS = ("", "names-", "others-")  # of terms that a second look judges: all, and each kind apart
_LOGISTIC = ("means", "scales", "weights")
_NETWORK = ("means", "scales", "hidden", "thresholds", "output")


def write_ranker(path: Path, ranker: Ranker) -> None:
    """Write ``ranker`` to ``path``. Raises :class:`~tmx.errors.StoreError` where that cannot be."""
    arrays: Arrays = {}
    head: dict[str, Any] = {
        "format": _FORMAT,
        "note": ranker.note,
        "trust": ranker.trust,
        "networks": {},
        "classes": {},
    }
    head["backgrounds"] = {
        language: [[background.size, dict(background.counts)] for background in backgrounds]
        for language, backgrounds in ranker.backgrounds.items()
    }
    for language, chain in ranker.chains.items():
        head["classes"][language] = {kind: list(values) for kind, values in chain.space.classes.items()}
        arrays[f"chain-{language}-attributes"] = chain.weights.attributes.astype(np.float16)
        arrays[f"chain-{language}-transitions"] = chain.weights.transitions
    panels = {
        f"{kind}{name}": panel
        for kind, look in zip(_KINDS, (ranker.second, *ranker.apart), strict=False)
        for name, panel in (("stand", look.stand), ("compared", look.compared))
    }
    head["apart"] = len(ranker.apart)
    for name, model in (("first", ranker.first), *((name, panel.straight) for name, panel in panels.items())):
        head[name] = model.bias
        arrays |= {f"{name}-{field}": getattr(model, field) for field in _LOGISTIC}
    for name, panel in panels.items():
        head["networks"][name] = [network.bias for network in panel.networks]
        for number, network in enumerate(panel.networks):
            kept = {field: getattr(network, field).astype(np.float32) for field in _NETWORK}
            arrays |= {f"{name}-network-{number}-{field}": values for field, values in kept.items()}
    arrays["head"] = np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8)
    with write_whole(path) as stream:
        np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]  # any file will do, and the names are ours


def read_ranker(path: Path) -> Ranker:
    """The ranker in the file ``path``.

    Raises :class:`~tmx.errors.StoreError` where it cannot be read, :class:`~tmx.errors.ParseError` where it is no
    ranker, or one of another version.
    """
    content = read_bytes(path)
    try:
        return _ranker(_arrays(content))
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        OSError,
        EOFError,
        zipfile.BadZipFile,
    ) as error:
        raise ParseError(
            "this is not a ranker of this version", path=path, remedy="make it again: accord terms train"
        ) from error


def _arrays(content: bytes) -> Arrays:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
            raise ValueError("too large")
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _ranker(arrays: Arrays) -> Ranker:
    head = json.loads(arrays["head"].astype(np.uint8).tobytes().decode())
    if head["format"] != _FORMAT:
        raise ValueError("another format")
    chains = {}
    for language, classes in head["classes"].items():
        space = AttributeSpace(
            {
                kind: {str(value): number for number, value in enumerate(classes[kind], 1)}
                for kind in sorted(template_kinds())
            }
        )
        attributes = _floats(arrays, f"chain-{language}-attributes", (space.size, 3))
        chains[str(language)] = Chain(
            space, ChainWeights(attributes, _floats(arrays, f"chain-{language}-transitions", (3, 3)))
        )
    backgrounds = {
        str(language): tuple(_background(size, counts) for size, counts in own)
        for language, own in head["backgrounds"].items()
    }
    width = arrays["first-weights"].shape[0]
    again = arrays["stand-weights"].shape[0]
    second, *apart = (
        SecondLook(_panel(arrays, f"{kind}stand", again, head), _panel(arrays, f"{kind}compared", again, head))
        for kind in _KINDS[: 1 + int(head.get("apart", 0))]
    )
    return Ranker(
        chains,
        backgrounds,
        _logistic(arrays, "first", width, head),
        second,
        str(head["note"]),
        min(max(float(head["trust"]), 0.0), 1.0),
        tuple(apart),
    )


def _panel(arrays: Arrays, name: str, width: int, head: dict[str, Any]) -> Panel:
    networks = []
    for number, bias in enumerate(head["networks"][name][:_MOST_NETWORKS]):
        units = arrays[f"{name}-network-{number}-output"].shape[0]
        shapes = dict(zip(_NETWORK, ((width,), (width,), (width, units), (units,), (units,)), strict=True))
        values = {field: _floats(arrays, f"{name}-network-{number}-{field}", shape) for field, shape in shapes.items()}
        networks.append(Network(**values, bias=float(bias)))
    return Panel(_logistic(arrays, name, width, head), tuple(networks))


def _background(size: int, counts: Mapping[str, int]) -> Background:
    own = {str(word): int(count) for word, count in counts.items()}
    if not all(0 <= count <= _MOST_WORDS for count in (int(size), *own.values())):
        raise ValueError("counts are not as they should be")
    return Background(int(size), own)


def _logistic(arrays: Arrays, name: str, width: int, head: dict[str, Any]) -> Logistic:
    means, scales, weights = (_floats(arrays, f"{name}-{field}", (width,)) for field in _LOGISTIC)
    return Logistic(means, scales, weights, float(head[name]))


def _floats(arrays: Arrays, name: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
    values = arrays[name].astype(np.float64)
    if values.shape != shape or not np.isfinite(values).all():
        raise ValueError(f"{name} is not as it should be")
    return values
