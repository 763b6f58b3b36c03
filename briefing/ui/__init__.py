"""The browser's side: frame, addresses, the server's middleware, style and scripts."""
