"""How much of a dropped file we are willing to hold; every cap of the reading room."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 200 * MEGABYTE
INFLATED_BYTES = 512 * MEGABYTE
# A part of a workbook that is larger than this grew at most so many times: a million rows of one village grow twentyfold.
PART_BYTES, PART_GROWTH = 32 * MEGABYTE, 100
# One tag or one text in what a workbook holds beside its cells; a cell's text and a formula are far below.
PIECE_BYTES = 8 * MEGABYTE
# A web page grows seventyfold as a tree of elements, so it gets less than other files.
WEB_PAGE_BYTES = 8 * MEGABYTE
# The format holds 65,536 rows of 256 columns; more is not needed for that.
XLS_BYTES = 64 * MEGABYTE
# Parts of a workbook are gone through cell by cell only up to this size when something about them is odd.
ODD_SHEET_BYTES = 24 * MEGABYTE
# Workbook list and styles of an XLSX, which become a tree of forty times their size.
TREE_BYTES = 8 * MEGABYTE

# The Parquet reader takes five times a page while it unpacks it; a page may be as large as its column chunk.
PARQUET_CHUNK_BYTES = 128 * MEGABYTE

ARCHIVE_MEMBERS = 10_000
ARCHIVE_DIRECTORY_BYTES = 4 * MEGABYTE

COLUMNS = 500
ROWS = 2_000_000
# The workbook reader holds every cell between A1 and the last one, empty or not, at 64 bytes each.
CELLS = 12_000_000
CELL_CHARACTERS = 32_767  # what Excel itself holds
LINE_CHARACTERS = 1_000_000
NAME_CHARACTERS = 255

CHUNK_BYTES = MEGABYTE


def megabytes(size: int) -> int:
    """Whole megabytes, rounded up, as messages say them."""
    return -(-size // MEGABYTE)
