"""Shows the answers: page and command line, on top of `assistant` alone."""
