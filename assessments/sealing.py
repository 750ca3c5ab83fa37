"""How figures are frozen: one way to write them as bytes, one digest over them.

The bytes are canonical JSON (sorted keys, no blanks, UTF-8), kept compressed; the SHA-256 is
always that of the plain bytes, so that anyone can take it with a tool of his own.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable
from typing import Any


def canonical(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(data: Any) -> str:
    return hashlib.sha256(canonical(data)).hexdigest()


def pack(data: Any) -> bytes:
    return packed(canonical(data))


def packed(content: bytes) -> bytes:
    return zlib.compress(content, 6)


def unpack(content: bytes | memoryview) -> Any:
    return json.loads(zlib.decompress(bytes(content)))


def of_score(*, post: int, engine: int, scheme: str, facts: Any, tree: Any) -> str:
    """Over the inputs of one score and what came of them; ``scheme`` is the scheme's digest."""
    return of_written(
        post=post, engine=engine, scheme=scheme, facts=canonical(facts), tree=canonical(tree)
    )


def of_written(*, post: int, engine: int, scheme: str, facts: bytes, tree: bytes) -> str:
    """The same where facts and tree are canonical bytes already: those of the one object that
    holds all five are put together around them."""
    head = canonical({"engine": engine})[:-1]
    middle = canonical({"post": post, "scheme": scheme})[1:-1]
    whole = (head, b',"facts":', facts, b",", middle, b',"tree":', tree, b"}")
    return hashlib.sha256(b"".join(whole)).hexdigest()


def of_whole(
    *, unit: str, year: int, version: int, schemes: Iterable[str], scores: Iterable[tuple]
) -> str:
    """Over a whole assessment: each score's digest with the grade and rank it got in the end."""
    rows = sorted([list(each) for each in scores], key=canonical)
    return digest(
        {"unit": unit, "year": year, "version": version, "schemes": sorted(schemes),
         "scores": rows}
    )  # fmt: skip
