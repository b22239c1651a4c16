"""Reading a PDF that fpdf2 made: how many pages it has and what stands on them.

Text is stored as numbers of glyphs; the file's own table (`ToUnicode`), by which a viewer copies and
searches text, turns them back into letters.
"""

import re
import zlib


def pages(content: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", content))


def words(content: bytes) -> str:
    """Return everything that is written in a PDF, one drawn string per line, in the order of drawing."""
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    streams = [_inflated(one) for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)]
    tables = [_table(one) for one in streams if b"beginbfchar" in one or b"beginbfrange" in one]
    fonts = dict(zip(_font_order(content), tables, strict=True))
    drawn = next(one for one in streams if b" Tf" in one)
    found, table = [], dict[int, str]()
    for match in re.finditer(rb"/(F\d+) [\d.]+ Tf|\((.*?)(?<!\\)\) Tj", drawn, re.DOTALL):
        if match[1] is not None:
            table = fonts[match[1].decode()]
        else:
            raw = _unescaped(match[2])
            found.append("".join(table[raw[at] << 8 | raw[at + 1]] for at in range(0, len(raw), 2)))
    return "\n".join(found)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _font_order(content: bytes) -> list[str]:
    """Return the fonts' names in the order in which their objects, and so their tables, are written."""
    named = re.findall(rb"/(F\d+) (\d+) 0 R", content)
    return [name.decode() for name, _ in sorted(set(named), key=lambda one: int(one[1]))]


def _table(cmap: bytes) -> dict[int, str]:
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            first = int(text, 16)
            found |= {glyph: chr(first + glyph - int(low, 16)) for glyph in range(int(low, 16), int(high, 16) + 1)}
    return found


def _unescaped(raw: bytes) -> bytes:
    out, at = bytearray(), 0
    special = {ord("n"): 10, ord("r"): 13, ord("t"): 9, ord("b"): 8, ord("f"): 12}
    while at < len(raw):
        if raw[at] == ord("\\"):
            at += 1
            out.append(special.get(raw[at], raw[at]))
        else:
            out.append(raw[at])
        at += 1
    return bytes(out)
