"""Finds passages: the dense and the keyword index over the articles of `corpus`."""
