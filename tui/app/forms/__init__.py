"""Forms made from the declarations of the step types; there is no second list of fields."""
