"""One module a screen; the keys of all of them stand in `tui.actions`."""
