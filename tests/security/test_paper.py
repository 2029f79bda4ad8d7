"""A PDF that was made to harm ends in a line that says so, within bounds of time and memory."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from compiler.cli import cli
from compiler.render import sealed
from compiler.render.sealed import UnreadableError, unsealed
from tests.workspace import EXAMPLE

NAMES = b"/Names << /EmbeddedFiles << /Names [(akkoord-bundle.json) 7 0 R] >> >>"
ATTACHED = {7: b"<< /Type /Filespec /F (akkoord-bundle.json) /UF (akkoord-bundle.json) /EF << /F 8 0 R >> >>"}
INFO = {9: b"<< /Keywords (akkoord, sla, nl) >>"}


def stream(data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return b"<< /Length %d /Filter %s >>\nstream\n" % (len(data), filters) + data + b"\nendstream"


def pdf(more: dict[int, bytes] | None = None, catalog: bytes = b"") -> bytes:
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        4: stream(zlib.compress(b"BT /F 9 Tf (a) Tj ET")),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **INFO,
        **(more or {}),
    }
    parts, places, length = [b"%PDF-1.7\n"], {}, 9
    for number, content in objects.items():
        places[number] = length
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    top = max(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, top))
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (top, table))
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R /Info 9 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (top, length))
    return b"".join(parts)


def attached(data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return pdf({**ATTACHED, 8: stream(data, filters)}, NAMES)


def bomb() -> bytes:
    """A gigabyte of one text, packed."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"0 " * 5_000_000) for _ in range(100)) + packer.flush()


HARMFUL: dict[str, Callable[[], bytes]] = {
    "an attachment that unpacks without end": lambda: attached(bomb()),
    "packed twice": lambda: attached(zlib.compress(bomb()), b"[/FlateDecode /FlateDecode]"),
    "a page that unpacks without end": lambda: pdf({4: stream(bomb())}),
    "pages of pages": lambda: pdf({2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}),
    "lists in lists": lambda: pdf({2: b"[" * 500_000 + b"]" * 500_000}),
    "attachments in attachments": lambda: pdf({7: b"<< /Kids [7 0 R 7 0 R] >>"}, b"/Names << /EmbeddedFiles 7 0 R >>"),
    "locked": lambda: pdf().replace(b"/Root", b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -1 >> /Root"),
    "a table without end": lambda: pdf().replace(b"xref\n0 10", b"xref\n0 99999999999"),
    "a bundle nested without end": lambda: attached(zlib.compress(b"[" * 100_000)),
    "a bundle with a number without end": lambda: attached(zlib.compress(b'{"format": ' + b"9" * 100_000 + b"}")),
    "a bundle of nothing": lambda: attached(zlib.compress(b"null")),
}


def test_a_plain_one_is_read_as_far_as_its_bundle() -> None:
    with pytest.raises(UnreadableError, match="its bundle can't be read"):
        unsealed(attached(zlib.compress(json.dumps({"format": 1}).encode())))


@pytest.mark.long
@pytest.mark.parametrize("content", HARMFUL.values(), ids=HARMFUL)
def test_told(content: Callable[[], bytes]) -> None:
    with pytest.raises(UnreadableError):
        unsealed(content())


@pytest.mark.long
@pytest.mark.parametrize(("seconds", "memory"), [(3, 2_000_000_000), (30, 100_000_000)], ids=["time", "memory"])
def test_what_takes_too_much_is_ended(seconds: int, memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with many words, ten thousand times: it takes minutes, and hundreds of megabytes."""
    monkeypatch.setattr(sealed, "_SECONDS", seconds)
    monkeypatch.setattr(sealed, "_MEMORY", memory)
    page = stream(zlib.compress(b"BT /F 9 Tf (a) Tj ET\n" * 20_000))
    kids = b"<< /Type /Pages /Kids [" + b"3 0 R " * 10_000 + b"] /Count 10000 >>"
    with pytest.raises(UnreadableError):
        unsealed(pdf({2: kids, 4: page}))


def test_a_file_without_end_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    with file.open("wb") as stream:
        stream.truncate(60_000_000_000)
    done = CliRunner().invoke(cli, ["-w", str(EXAMPLE), "verify", str(file)])
    assert done.exit_code == 2
    assert done.output == f"akkoord: {file}: it is larger than 50,000,000 bytes\n"
