"""The services that run campaigns, each in its own folder, over one shared transport."""
