"""What a wished occupation outside our own is made of: which of it the person can already do."""
