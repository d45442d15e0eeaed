"""The campaign as a frozen tree, and the declarations that say what a step holds. Knows no service and no screen."""
