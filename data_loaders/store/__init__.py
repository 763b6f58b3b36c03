"""Editions, files, accounts, logins, meetings and the audit; nothing in it is ever rewritten."""

# Whose a publication is where nothing else is said: readers see the office, never the name that somebody logs in with.
OFFICE = "农办"  # 区农办, 县农办: right in every district
