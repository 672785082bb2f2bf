"""What an employer may not ask."""
