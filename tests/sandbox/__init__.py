"""Tests of the imitated services."""
