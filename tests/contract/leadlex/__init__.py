"""The imitated LeadLex against the examples of its contract."""
