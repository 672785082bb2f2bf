"""The core: pure functions over plain data. No clock, no file, no network, no chance."""
