"""The document beside its rows: the quote is marked, and nothing of the document becomes markup."""

from briefing.html import plan_text
from data_loaders.planning.document import numbered


def test_the_words_of_a_row_are_marked_where_they_stand_and_only_their_neighbourhood_is_shown():
    document = numbered("要点.txt", [(f"第{place}段，完成改厕{place}户。", None) for place in range(1, 31)])
    shown = plan_text.document_window(document, 15, "完成改厕15户")
    assert "<mark>完成改厕15户</mark>" in shown and shown.count("<mark>") == 1
    assert "第10段" in shown and "第9段" not in shown and "第21段" not in shown


def test_a_row_of_a_table_is_shown_as_cells():
    document = numbered("要点.txt", [(("1", "改厕<b>", "完成5户"), None)])
    assert plan_text.document_window(document, 1, "完成5户").count("<td>") == 3


def test_words_of_the_document_are_never_markup():
    document = numbered("要点.txt", [("<script>x</script>完成改厕5户", None)])
    shown = plan_text.document_window(document, 1, "完成改厕5户")
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "<b>" not in plan_text.questions(["<b>"]) and "<b>" not in plan_text.unread([("<b>", "<b>")])
