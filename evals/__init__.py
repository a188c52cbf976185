"""Measures the answers: cases, scorers, report and gate."""
