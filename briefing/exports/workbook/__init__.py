"""工作台账 and 督办单 as a workbook."""
