"""lemlist: step types, the sequences answer as a tree, and the calls (contracts/lemlist)."""
