"""LeadLex: the e-mail step, its guard, plans for what has no request, and the calls (contracts/leadlex)."""
