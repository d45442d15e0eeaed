"""Kit: e-mails in sequences, the plans that order them, and the calls (contracts/kit; the seed outranks it)."""
