"""How the reader's weights were made: examples, negatives, network, the training loop. Needs torch; nothing else does.

`python -m assistant.training --data FOLDER --out FOLDER` reads the data sets named in `examples`, trains, and keeps a
checkpoint every few minutes; run again, it goes on where it stopped.
"""
