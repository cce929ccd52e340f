"""Agreements between municipalities and the trust: their texts, revisions, adoption and what follows from them."""
