"""Tests of the core: no network, no disk, no clock."""
