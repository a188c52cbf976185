"""One measure a file, each with its formula and its source."""
