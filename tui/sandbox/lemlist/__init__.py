"""lemlist, imitated: teams and keys, campaigns, sequences and steps."""
