"""Texts that cutting gets wrong first, written for the tests."""

PROSE = (
    "Der Gemeinderat von Musterstadt hat am Montag den Haushalt beschlossen. "
    "Die Bürgermeisterin sprach von einem Kompromiss, mit dem niemand ganz zufrieden sei. "
    "Vor allem die Schulen bekommen mehr Geld als im vergangenen Jahr."
)

TRICKY = [
    "",
    " \n\t\n ",
    ".",
    "...",
    "Ein Wort",
    PROSE,
    "\n\n".join([PROSE] * 12),
    "Überschrift\n" + PROSE + "\n\nZweite Überschrift\n" + PROSE,
    "Überschrift ganz am Ende\n" + PROSE + "\nSchluss ohne Text",
    "😀😀 Hallo du. Wie geht’s? 😀 Gut.",
    "e\u0301a\u0308 kombiniert. Noch ein\u0308 Satz.",
    "„Ja. Nein.“ „Doch! „Nein.‘ Er ging (so. Ja.) weg. (Offen. Und",
    "Der 1. FC, der 2. FC. Am 3. Mai. Um 4. Und 5.",
    "Wort " * 3_000,
    "x" * 10_000,
    "Satz. " * 2_000,
    "Ja!\n" * 1_500,
    "<|endoftext|> ist hier nur Text. <|fim_prefix|> auch.",
    "Eins." + " " * 5_000 + "Zwei.",
    "A\u00a0B.\u2003C D.\u200b E.",
    "- Brot\n- Milch\n- Käse\nDas war die Liste.",
    "漢字。" * 400,
    "😀" * 2_000,
    "Zeile mit Tab\tund mehr\n\tund eingerückt. Ende\n",
]
