"""Views of the organisation: public pages first, editing in modules of their own."""
