"""Terms of texts in one language, found without learning or with a ranker learnt from accepted terms."""
