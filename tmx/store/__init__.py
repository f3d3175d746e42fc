"""Stores: translation memories in a database."""
