"""A draw as the JSON file that anybody who may see it can download and check elsewhere."""

import re
from collections.abc import Mapping
from typing import Any

from assessments.sampling.binding import ALGORITHM, Draw, Frozen
from assessments.sampling.errors import SamplingError
from assessments.sampling.weighted import Candidate, require_seed

_DIGEST = re.compile(r"[0-9a-f]{64}")


def document(draw: Draw) -> dict[str, Any]:
    frozen = draw.frozen
    return {
        "algorithm": ALGORITHM,
        "what": frozen.what,
        "size": frozen.size,
        "commitment": draw.commitment,
        "seed": draw.seed,
        "candidates": [
            {"id": each.id, "stratum": each.stratum, "weight": each.weight}
            for each in sorted(frozen.candidates, key=lambda each: str(each.id))
        ],
        "drawn": list(draw.drawn),
    }


def read(content: Any) -> Draw:
    """The draw of a parsed file; whatever is broken is refused by name. Other keys are ignored."""
    _require_keys(content, ("algorithm", "what", "size", "commitment", "seed", "candidates"))
    if content["algorithm"] != ALGORITHM:
        raise SamplingError(
            f"不认识的抽取算法，应为“{ALGORITHM}”。",
            f"Unknown algorithm of the draw; “{ALGORITHM}” is expected.",
        )
    commitment, seed = content["commitment"], content["seed"]
    if not isinstance(commitment, str) or not _DIGEST.fullmatch(commitment):
        raise SamplingError(
            "“commitment”应为64位小写十六进制数。",
            "“commitment” must be 64 lower-case hexadecimal digits.",
        )
    if seed is not None:
        require_seed(seed)
    candidates = tuple(_candidate(row) for row in _rows(content, "candidates"))
    frozen = Frozen(content["what"], content["size"], candidates)
    return Draw(frozen, commitment, seed, tuple(_id(each) for each in _rows(content, "drawn")))


def _candidate(row: Any) -> Candidate:
    _require_keys(row, ("id", "stratum", "weight"))
    return Candidate(row["id"], row["stratum"], row["weight"])


def _id(value: Any) -> int | str:
    return Candidate(value, "-").id


def _rows(content: Mapping[str, Any], key: str) -> list:
    _require_keys(content, (key,))
    if not isinstance(content[key], list):
        raise SamplingError(f"“{key}”应为列表。", f"“{key}” must be a list.")
    return content[key]


def _require_keys(content: Any, keys: tuple[str, ...]) -> None:
    if not isinstance(content, dict):
        raise SamplingError("抽取文件的内容应为JSON对象。", "A JSON object is expected.")
    missing = [key for key in keys if key not in content]
    if missing:
        raise SamplingError(
            f"抽取文件缺少：{'、'.join(missing)}。", f"The file lacks: {', '.join(missing)}."
        )
