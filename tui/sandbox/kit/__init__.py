"""Kit, imitated: the account, sequences, sequence e-mails and the subscribers of a sequence."""
