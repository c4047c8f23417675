"""Fuzzing: texts damaged at random (`make fuzz`, texts.py), and coverage-guided bytes (guided.py)."""
