"""Catalogs into words: one folder a language. A phrase goes in, a sentence comes out."""
