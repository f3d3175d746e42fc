"""Matching: finding the units of a memory whose text is like another one, and saying how like it is."""
