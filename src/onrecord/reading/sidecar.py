"""The metadata file `NAME.meta.json` beside an article `NAME.txt`."""

import os
import stat
from collections.abc import Mapping

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.decoding import decode
from onrecord.reading.fields import Fields, read_fields
from onrecord.reading.formats import SIDECAR_SUFFIX, SUFFIXES, format_of
from onrecord.reading.reporting import Report
from onrecord.reading.strict_json import parse_json


def read_sidecar(path: str, limits: Limits, report: Report) -> Mapping[str, object]:
    """What the sidecar of the article at `path` states; {} when there is none or it is broken (then noted)."""
    folder, name = os.path.split(path)
    sidecar = os.path.join(folder, format_of(name).stem + SIDECAR_SUFFIX)
    if not os.path.lexists(sidecar):
        return {}
    try:
        if os.path.islink(sidecar) and _folder_of(sidecar) != _folder_of(path):
            raise BadInput("it is a link to another folder; put a copy of it beside the article")
        return _read(sidecar, limits)
    except (BadInput, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        report.note(f"metadata file {os.path.basename(sidecar)} not used: {reason}")
        return {}


def _folder_of(path: str) -> str:
    return os.path.dirname(os.path.realpath(path))


def is_sidecar(path: str) -> bool:
    """Whether the file is the metadata file of an article beside it."""
    if not path.endswith(SIDECAR_SUFFIX):
        return False
    folder, name = os.path.split(path)
    article = os.path.join(folder, name.removesuffix(SIDECAR_SUFFIX))
    return any(os.path.lexists(article + suffix + packed) for suffix in SUFFIXES for packed in ("", ".gz"))


def with_sidecar(stated: Mapping[str, object], sidecar: Mapping[str, object], limits: Limits) -> Fields:
    """The article's own fields overruled by those of its sidecar."""
    return read_fields({**stated, **{key: value for key, value in sidecar.items() if value is not None}}, limits)


def _read(path: str, limits: Limits) -> Mapping[str, object]:
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise BadInput("it is no regular file")
    with open(path, "rb") as handle:
        data = handle.read(limits.sidecar_bytes + 1)
    if len(data) > limits.sidecar_bytes:
        raise BadInput(f"it has {limits.exceeded('sidecar_bytes', len(data), 'bytes or more')}")
    value = parse_json(decode(data).text)
    if not isinstance(value, dict):
        raise BadInput(f"it holds {type(value).__name__}, expected an object")
    read_fields(value, limits)
    return value
