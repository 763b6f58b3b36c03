"""Invented monthly deliveries for the 2023 plan: what a first start shows and what tests publish.

Every row says 示例数据 in 备注. The plan (targets, villages, duties) is read from
`data_loaders/reference`; everything else is made up here.
"""
