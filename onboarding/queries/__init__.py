"""Reading: SELECT only. What comes back is rows, or facts for the rules."""
