"""Alignment: which sentences, and which documents, translate each other.

``sentences`` aligns the sentences of texts, ``documents`` finds out which text translates which, ``beads`` reads and
writes alignments, ``scoring`` compares them with alignments made by hand; ``lexicon`` holds what is known of words.
The other modules are the parts of which these are made.
"""
