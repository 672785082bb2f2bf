"""What is measured of safety: the tests that count, and the table they fill."""
