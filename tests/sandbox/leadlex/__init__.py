"""The imitated LeadLex, part by part."""
