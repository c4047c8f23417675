"""A made corpus: reports of known facts, a share of them with one planted error, and the score of a warehouse on it."""
