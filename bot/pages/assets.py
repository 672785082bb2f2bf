"""Files of a page under names that change with their content, so that a browser may keep them for ever."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

FOREVER = "public, max-age=31536000, immutable"
SCRIPT_TYPE = "text/javascript; charset=utf-8"
MIMES = {".css": "text/css; charset=utf-8", ".js": SCRIPT_TYPE, ".svg": "image/svg+xml"}
ICON = Path(__file__).parent / "icon.svg"
HASH = 12  # characters of the content hash


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a page, and the path it is served at."""

    path: str
    mime: str
    data: bytes
    packed: bytes


def asset(file: Path, under: str) -> Asset:
    """A file, read once, to be served under this path."""
    data = file.read_bytes()
    path = f"{under}{file.stem}.{hashlib.sha256(data).hexdigest()[:HASH]}{file.suffix}"
    return Asset(path, MIMES[file.suffix], data, gzip.compress(data, mtime=0))


def answered(request: Request, files: Mapping[str, Asset]) -> Response:
    """The file asked for, of those there are by their paths."""
    found = files.get(request.scope["path"])
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, media_type=found.mime, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.data, media_type=found.mime, headers=headers)
