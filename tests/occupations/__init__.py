"""Sixty occupations told in one plain sentence, by an everyday name and by an act: when is a first skill named?"""
