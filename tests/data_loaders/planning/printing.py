"""PDF files of our own, letter by letter, so that no program of a printer is needed."""

SIZE, SMALL, LEFT, TOP, STEP = 12, 8, 60, 780, 20


def printed(*pages: list[str | list[list[str]]]) -> bytes:
    """A PDF whose pages hold lines, and tables drawn with strokes; Chinese in a font that every reader has."""
    contents = [_page(page) for page in pages]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * place} 0 R' for place in range(len(pages)))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)"
        b" /Supplement 4 >> /FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880"
        b" /Descent -120 /CapHeight 880 /StemV 90 >>",
    ]
    for place, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {7 + 2 * place} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(data),
    )  # fmt: skip


def _page(parts: list[str | list[list[str]]]) -> bytes:
    height, drawn = TOP, []
    for part in parts:
        if isinstance(part, str):
            drawn.append(_text(LEFT, height, part))
            height -= STEP
            continue
        width, top = 470 / len(part[0]), height + SIZE + 3
        for row in part:
            drawn += [_text(LEFT + 4 + place * width, height, cell, SMALL) for place, cell in enumerate(row)]
            height -= STEP
        bottom = top - STEP * len(part)
        drawn += [
            f"{LEFT} {top - STEP * place} m {LEFT + 470} {top - STEP * place} l S" for place in range(len(part) + 1)
        ]
        drawn += [
            f"{LEFT + width * place} {top} m {LEFT + width * place} {bottom} l S" for place in range(len(part[0]) + 1)
        ]
        height -= STEP
    return "\n".join(drawn).encode()


def _text(left: float, height: float, text: str, size: int = SIZE) -> str:
    return f"BT /F {size} Tf {left} {height} Td <{text.encode('utf-16-be').hex()}> Tj ET"
