"""The words of the upload desk."""

from briefing.html.upload import button_label, recognised


def test_large_totals_are_written_out_to_the_cent():
    table = {
        "table": "funds",
        "as_of": "2023-09-30",
        "rows": 2,
        "totals": {"安排资金(万元)": 51054321.25, "任务数": 1234567},
    }
    assert "安排资金(万元) 51,054,321.25，任务数 1,234,567" in recognised([table])


def test_the_label_of_a_button_shows_a_name_as_it_is() -> None:
    assert button_label("改厕（9月）.xlsx") == "改厕（9月）\\.xlsx"  # Markdown leaves a \\ before other signs
    assert button_label("[a](b)") == r"\[a\]\(b\)"
