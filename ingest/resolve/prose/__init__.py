"""Prose: sentence by sentence, which number is a value of which metric, with which dimensions."""
