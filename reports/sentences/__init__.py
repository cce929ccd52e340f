"""Sentences made from data by rules, in bokmål and nynorsk; they say nothing the data does not carry. Pure."""
