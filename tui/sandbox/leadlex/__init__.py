"""The imitated LeadLex: a straight list of guarded e-mails per campaign, and the people on their way through it."""
