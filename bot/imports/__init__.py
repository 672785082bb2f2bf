"""Public lists of occupations read as they are published, ROME and ESCO. It knows their files, not who keeps them."""
