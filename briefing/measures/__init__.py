"""The arithmetic: tables of one edition up to a day → what was reached, by when, by whom."""
