"""What each screen holds, declared once."""
