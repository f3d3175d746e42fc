"""Text: languages, tokens, sentences, lemmas, numbers."""
