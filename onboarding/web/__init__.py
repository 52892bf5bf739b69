"""The pages: routes, what they may show, and how it is said. Holds no SQL and no rule."""
