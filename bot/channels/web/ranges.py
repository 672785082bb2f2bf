"""Answers with the bytes of a document, or with the run of them that was asked for: a telephone plays no sound else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

RUN: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")  # one run; of several all is sent, as RFC 9110 14.2 allows


def given(data: bytes, mime: str, asked: str, about: Mapping[str, str]) -> Response:
    """Return the answer to a request for bytes; `asked` is its Range header, "" for none (RFC 9110, 14)."""
    headers, found, size = {**about, "Accept-Ranges": "bytes"}, RUN.fullmatch(asked.strip()), len(data)
    first, last = found.groups() if found else ("", "")
    if not (first or last) or (first and last and int(last) < int(first)):
        return Response(data, media_type=mime, headers=headers)
    begin = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if begin > end:
        headers["Content-Range"] = f"bytes */{size}"
        return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    headers["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return Response(data[begin : end + 1], HTTPStatus.PARTIAL_CONTENT, headers, mime)
