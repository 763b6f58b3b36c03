"""Every presented screen as a picture, taken in a browser."""
