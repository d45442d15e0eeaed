"""What can be said of a campaign by reading its tree: days, outline, messages as text. Pure; sends nothing."""
