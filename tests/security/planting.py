"""Files with a personal number planted in every place that a clerk, an export or an attacker may leave one in.

The numbers are put together here, so that none stands in a file of the repository.
"""

import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from stdnum import luhn
from stdnum.cn import ric

COUNTY = "360" + "702"


def _with_check(body: str) -> str:
    return body + ric.calc_check_digit(body + "0")


ID = _with_check(COUNTY + "19850317" + "425")
ID_X = next(number for serial in range(1000) if (number := _with_check(f"{COUNTY}19790612{serial:03d}")).endswith("X"))
OLD_ID = COUNTY + "790612" + "123"
MOBILE = "138" + "7071" + "2345"
CARD = "622848" + "001234567" + luhn.calc_check_digit("622848" + "001234567")
CARD_19 = "621700" + "208000123456" + luhn.calc_check_digit("621700" + "208000123456")
PARTS = (ID[:6], ID[6:14], ID[14:])


def wide(text: str) -> str:
    """Digits as an input method for Chinese may write them."""
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isdigit() else letter for letter in text)


# What must not be repeated anywhere.
SECRETS = (ID, ID_X, OLD_ID, MOBILE, CARD, CARD_19, wide(ID), wide(MOBILE), "-".join(PARTS), MOBILE[3:])

HEADER = ["镇", "村", "任务数", "完成数", "验收数", "备注"]
ROW = ["潭东镇", "龙井村", 14, 13, 9]
OTHER = ["潭口镇", "三观村", 10, 8, 5, None]
CSV, XLSX, PARQUET = "户厕_2023-10.csv", "户厕_2023-10.xlsx", "户厕_2023-10.parquet"


def table(rows: list[list], encoding: str = "utf-8") -> bytes:
    return "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows).encode(encoding)


def remark(text: object, encoding: str = "utf-8") -> bytes:
    """A good file, with a remark."""
    return table([HEADER, [*ROW, text], OTHER], encoding)


def workbook(edit: Callable = lambda book, sheet: None, text: object = None) -> bytes:
    book = Workbook()
    for row in (HEADER, [*ROW, text], OTHER):
        book.active.append(row)
    edit(book, book.active)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(name: str, content: str) -> bytes:
    """A workbook with one more part."""
    whole, more = BytesIO(workbook()), BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(more, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part))
        target.writestr(name, content)
    return more.getvalue()


def with_comment(content: bytes, comment: str) -> bytes:
    """A ZIP with a comment behind it."""
    whole = BytesIO(content)
    with zipfile.ZipFile(whole, "a") as archive:
        archive.comment = comment.encode()
    return whole.getvalue()


def zipped(**parts: bytes) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return whole.getvalue()


def indexed_parquet() -> bytes:
    """As pandas writes it: the index is a column that no table has."""
    content = BytesIO()
    pd.DataFrame([[*ROW, None], OTHER], columns=HEADER, index=[ID, "2"]).to_parquet(content)
    return content.getvalue()


def parquet_with_statistics() -> bytes:
    """A column whose largest value, as its writer put it down, is in none of its rows."""
    content, held = parquet(备注=["~" * len(ID), "a"]), ("~" * len(ID)).encode()
    last = content.rindex(held)
    return content[:last] + ID.encode() + content[last + len(ID) :]


def parquet(metadata: dict | None = None, **columns: list) -> bytes:
    rows = pa.Table.from_pandas(
        pd.DataFrame([[*ROW, None], OTHER], columns=HEADER).assign(**columns), preserve_index=False
    )
    content = BytesIO()
    pq.write_table(rows.replace_schema_metadata((rows.schema.metadata or {}) | (metadata or {})), content)
    return content.getvalue()


def geojson(properties: dict, **rest: object) -> bytes:
    square = [[[114.90, 25.80], [114.95, 25.80], [114.95, 25.85], [114.90, 25.80]]]
    shape = {"type": "Polygon", "coordinates": square}
    feature = {"type": "Feature", "properties": {"村": "龙井村"} | properties, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **rest}, ensure_ascii=False).encode()


def kml(description: str = "", name: str = "龙井村", document: str = "") -> bytes:
    ring = "114.90,25.80 114.95,25.80 114.95,25.85 114.90,25.80"
    return (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{document}<Placemark><name>{name}</name>'
        f"<description>{description}</description><Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}"
        "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
    ).encode()


def web_page(text: str, before: str = "") -> bytes:
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell or str()}</td>' for cell in row)}</tr>" for row in (HEADER, [*ROW, text], OTHER)
    )
    return f"<html>{before}<table>{rows}</table></html>".encode()


def _hidden_sheet(state: str) -> Callable:
    def edit(book: Workbook, _) -> None:
        sheet = book.create_sheet("底稿")
        sheet["C9"], sheet.sheet_state = ID, state

    return edit


def _hidden_row(_, sheet) -> None:
    sheet["F3"], sheet.row_dimensions[3].hidden = MOBILE, True


def _hidden_column(_, sheet) -> None:
    sheet["H1"], sheet["H2"], sheet.column_dimensions["H"].hidden = "x", int(MOBILE), True


def _validation(_, sheet) -> None:
    rule = DataValidation("list", formula1=f'"{MOBILE},无"')
    sheet.add_data_validation(rule)
    rule.add("F2")


def _link(_, sheet) -> None:
    sheet["F2"] = "见"
    sheet["F2"].hyperlink = f"tel:{MOBILE}"


WRITTEN = {
    "an ID number": ID, "an ID number with X": ID_X, "with a small x": ID_X.lower(), "of fifteen digits": OLD_ID,
    "with spaces": " ".join(PARTS), "with hyphens": "-".join(PARTS), "with dots": ".".join(PARTS), "full-width": wide(ID),
    "digit by digit": " ".join(ID), "in a sentence": f"户主张三（身份证{ID}）已验收", "behind an apostrophe": f"'{ID}",
    "as a formula": f'"=""{ID}"""', "a mobile": MOBILE, "+86": f"+86{MOBILE}", "+86 apart": f"+86 {MOBILE}",
    "(+86)": f"(+86){MOBILE}", "86-": f"86-{MOBILE}", "0086": f"0086{MOBILE}",
    "a mobile in groups": f"{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}", "with hyphens, a mobile": f"{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}",
    "a full-width mobile": wide(MOBILE), "between words": f"电话{MOBILE}张三", "with zero-width spaces": "\u200b".join(MOBILE),
    "with a decimal": f"{MOBILE}.0", "two of them": f"{MOBILE}/{MOBILE}", "a scientific mobile": f"{MOBILE[0]}.{MOBILE[1:]}E+10",
    "a scientific ID number": f"{float(ID):.16E}", "a card": CARD, "a long card": CARD_19,
    "a card in fours": " ".join(CARD[i : i + 4] for i in range(0, 16, 4)), "a long card in fours": " ".join(CARD_19[i : i + 4] for i in range(0, 19, 4)),
}  # fmt: skip
PLANTED = {name: (CSV, remark(text)) for name, text in WRITTEN.items()} | {
    "GB18030": (CSV, remark(f"身份证{ID}", "gb18030")),
    "UTF-16": (CSV, remark(ID, "utf-16")),
    "a header": (CSV, table([[*HEADER[:5], MOBILE], [*ROW, None], OTHER])),
    "a title": (CSV, table([[f"填报人 {MOBILE}", *[None] * 5], HEADER, [*ROW, None], OTHER])),
    "a footer": (CSV, table([HEADER, [*ROW, None], OTHER, [f"联系电话：{MOBILE}", *[None] * 5]])),
    "a village": (CSV, table([HEADER, ["潭东镇", MOBILE, 1, 1, 1, None]])),
    "a number column": (CSV, table([HEADER, ["潭东镇", "龙井村", MOBILE, 1, 1, None]])),
    "a column of names": (CSV, table([[*HEADER, "户主姓名"], [*ROW, None, "张三"]])),
    "a masked column": (CSV, table([[*HEADER, "身份证号"], [*ROW, None, "360702********4256"]])),
    "a date column": (CSV, table([["截至日期", *HEADER], [ID, *ROW, None]])),
    "far below": (CSV, table([HEADER, *([["潭东镇", "龙井村", 1, 0, 0, None]] * 30_000), [*ROW, MOBILE]])),
    "a text cell": (XLSX, workbook(text=ID)),
    "a number cell": (XLSX, workbook(text=int(MOBILE))),
    "a float cell": (XLSX, workbook(text=float(ID))),
    "an old number as a number": (XLSX, workbook(text=int(OLD_ID))),
    "a sheet name": (XLSX, workbook(lambda _, sheet: setattr(sheet, "title", f"表{MOBILE}"))),
    "a hidden sheet": (XLSX, workbook(_hidden_sheet("hidden"))),
    "a very hidden sheet": (XLSX, workbook(_hidden_sheet("veryHidden"))),
    "a hidden row": (XLSX, workbook(_hidden_row)),
    "a hidden column": (XLSX, workbook(_hidden_column)),
    "a note": (XLSX, workbook(lambda _, sheet: setattr(sheet["B2"], "comment", Comment(f"联系 {MOBILE}", "x")))),
    "the author": (XLSX, workbook(lambda book, _: setattr(book.properties, "creator", MOBILE))),
    "the keywords": (XLSX, workbook(lambda book, _: setattr(book.properties, "keywords", ID))),
    "a drop-down list": (XLSX, workbook(_validation)),
    "a link": (XLSX, workbook(_link)),
    "a page header": (XLSX, workbook(lambda _, sheet: setattr(sheet.oddHeader.center, "text", f"联系 {MOBILE}"))),
    "a defined name": (XLSX, workbook(lambda book, _: book.defined_names.add(DefinedName("张", attr_text=f'"{MOBILE}"')))),
    "a formula": (XLSX, workbook(text=f'="{MOBILE}"')),
    "a part's name": (XLSX, with_part(f"xl/media/{MOBILE}.png", "x")),
    "a custom part": (XLSX, with_part("customXml/item1.xml", f"<a>{ID}</a>")),
    "a text box in two runs": (XLSX, with_part("xl/drawings/drawing1.xml", f"<a:p><a:r><a:t>{MOBILE[:5]}</a:t></a:r><a:r><a:t>{MOBILE[5:]}</a:t></a:r></a:p>")),
    "a text box in two formats": (XLSX, with_part("xl/drawings/drawing1.xml", f'<a:p><a:r><a:rPr lang="zh-CN"/><a:t>{MOBILE[:5]}</a:t></a:r><a:r><a:rPr lang="zh-CN" b="1"/><a:t>{MOBILE[5:]}</a:t></a:r></a:p>')),
    "a text among the pictures": (XLSX, with_part("xl/media/image1.txt", f"户主{ID}")),
    "a picture's description": (XLSX, with_part("xl/media/image1.png", f"\x89PNG\udcff{ID}".encode("utf-8", "surrogateescape"))),
    "a workbook's comment": (XLSX, with_comment(workbook(), f"联系 {MOBILE}")),
    "a map's comment": ("界线.zip", with_comment(zipped(a__geojson=geojson({})), f"联系 {MOBILE}")),
    "a text beside a map": ("界线.zip", zipped(a__geojson=geojson({}), readme__txt=f"户主{ID}".encode())),
    "a Parquet index": (PARQUET, indexed_parquet()),
    "Parquet statistics": (PARQUET, parquet_with_statistics()),
    "a hidden turn of direction": (CSV, remark("\u202d".join((MOBILE[:3], MOBILE[3:7], MOBILE[7:])))),
    "a pivot table's memory": (XLSX, with_part("xl/pivotCache/pivotCacheRecords1.xml", f'<r><s v="张三"/><n v="{MOBILE}"/></r>')),
    "a file name": (f"户厕_{MOBILE}.csv", remark(None)),
    "a workbook's file name": (f"{ID}_2023-10.xlsx", workbook()),
    "a full-width file name": (f"户厕{wide(MOBILE)}.csv", remark(None)),
    "a Parquet text": (PARQUET, parquet(备注=[ID, None])),
    "a Parquet number": (PARQUET, parquet(备注=pd.array([int(MOBILE), None], dtype="Int64"))),
    "a Parquet float": (PARQUET, parquet(备注=[float(ID), None])),
    "a Parquet decimal": (PARQUET, parquet(编码=[Decimal(ID), None])),
    "Parquet metadata": (PARQUET, parquet({b"who": MOBILE.encode()})),
    "a Parquet column name": (PARQUET, parquet(**{MOBILE: [1, 2]})),
    "a property": ("界线.geojson", geojson({"联系人": f"张 {MOBILE}"})),
    "a nested property": ("界线.geojson", geojson({"x": {"y": [MOBILE]}})),
    "a property's number": ("界线.geojson", geojson({"x": int(MOBILE)})),
    "a member of the collection": ("界线.geojson", geojson({}, comment=f"电话{MOBILE}")),
    "a description": ("界线.kml", kml(f"户主 {MOBILE}")),
    "a placemark's name": ("界线.kml", kml(name=MOBILE)),
    "a comment in KML": ("界线.kml", kml(document=f"<!-- {MOBILE} -->")),
    "a web page named .xls": ("户厕_2023-10.xls", web_page(MOBILE)),
    "a comment in a web page": ("户厕_2023-10.xls", web_page("", f"<!-- {MOBILE} -->")),
}  # fmt: skip

# Landlines belong to offices and are printed on every letterhead; only numbers of persons are refused.
INNOCENT = {
    "a village code": "360702192210", "a land object's code": "3607021922100000001", "a project number": "5000002023000123456",
    "a project number with the year where a birth year stands": "360702202300123456",
    "an ID number's look without its check digit": ID[:17] + ("1" if ID[17] != "1" else "2"),
    "a credit code": "91360700MA35XXXX1X", "a credit code of digits": "913607007055150091", "a day": "20231031",
    "a moment": "20231031083015", "a moment with milliseconds": "20231031083015123", "an amount": "12345678901.23",
    "an amount with commas": '"1,234,567,890.12"', "a fraction": f"0.{MOBILE}678", "an office's telephone": "0797-8370123",
    "the same without a hyphen": "07978370123", "a hotline": "12345", "a 400 number": "400-800-1234", "ten digits": MOBILE[:10],
    "twelve digits": f"{MOBILE}6", "years": "2023-2024", "counts": "12 13 14 15 16", "coordinates": '"114.912345,25.812345"',
    "the ellipsoid of a .prj": 'SPHEROID["WGS_1984",6378137.0,298.257223563]',
    "a document's number": "赣市财农〔2023〕12号", "an order number": "PO2023-0012-0034-0056", "days": "2023.09.30 2023.10.31",
    "an invoice": "03600190011112345678", "a bar code": "6901234567892", "a land parcel": "360702001001GB00001",
}  # fmt: skip
