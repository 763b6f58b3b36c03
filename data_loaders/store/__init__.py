"""Editions, files, accounts, logins, meetings and the audit; nothing in it is ever rewritten."""
