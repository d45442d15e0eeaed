"""Journeys over all services, and over what only some of them have."""
