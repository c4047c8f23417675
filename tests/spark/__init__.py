"""Tests of spark/: the comparison anywhere, the engine itself where `make spark` put it."""
