"""The wording of why files and addresses are not read, in German: reasons come in English, as they are printed.

A `{name}` stands for what differs from one line to the next; `ui.faults` says what becomes of it.
"""

_OF_FILES = (
    ("is empty: remove it or put an article in", "ist leer: entfernen Sie es, oder schreiben Sie einen Artikel hinein"),
    (
        "is larger than {most} MiB: split it, or give its articles as JSONL",
        "ist größer als {most} MB: teilen Sie es auf, oder geben Sie die Artikel als JSONL",
    ),
    ("holds more text than one article may: split it", "enthält mehr Text als ein Artikel darf: teilen Sie es auf"),
    (
        "is binary, not text: give articles as text, Markdown, HTML or JSONL in UTF-8",
        "ist keine Textdatei: geben Sie Artikel als Text, Markdown, HTML oder JSONL in UTF-8",
    ),
    (
        "is UTF-16 or UTF-32, not UTF-8: convert it with `iconv -f UTF-16 -t UTF-8 OLD > NEW`",
        "ist UTF-16 oder UTF-32: speichern Sie es als UTF-8, etwa mit `iconv -f UTF-16 -t UTF-8 ALT > NEU`",
    ),
    (
        "is not UTF-8 (byte {byte} at offset {offset}, line {line}): convert it, from Windows-1252 for example with "
        "`iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW`",
        "ist nicht UTF-8 (Byte {byte} an Stelle {offset}, Zeile {line}): wandeln Sie es um, aus Windows-1252 etwa mit "
        "`iconv -f WINDOWS-1252 -t UTF-8 ALT > NEU`",
    ),
    (
        "is not UTF-8 (byte {byte} at offset {offset}): convert it, from Windows-1252 for example with "
        "`iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW`",
        "ist nicht UTF-8 (Byte {byte} an Stelle {offset}): wandeln Sie es um, aus Windows-1252 etwa mit "
        "`iconv -f WINDOWS-1252 -t UTF-8 ALT > NEU`",
    ),
    ("has an ending that is not read: {endings} are", "hat eine Endung, die nicht gelesen wird: es gehen {endings}"),
    (
        "holds no file that can be read: {endings} are",
        "enthält keine Datei, die gelesen werden kann: es gehen {endings}",
    ),
    (
        "is not a regular file: give a file or a folder",
        "ist keine gewöhnliche Datei: geben Sie eine Datei oder einen Ordner an",
    ),
    (
        "does not exist: check the name and the folder you are in",
        "gibt es nicht: prüfen Sie den Namen und den Ordner, in dem Sie sind",
    ),
    (
        "matches no file: check the pattern and the folder you are in",
        "passt auf keine Datei: prüfen Sie das Muster und den Ordner, in dem Sie sind",
    ),
    ("is no file name: check it for stray characters", "ist kein Dateiname: prüfen Sie ihn auf fremde Zeichen"),
    ("cannot be read: you lack the permission for it", "kann nicht gelesen werden: Ihnen fehlt das Recht dazu"),
    (
        "cannot be read here: name a file instead of -",
        "kann hier nicht gelesen werden: nennen Sie eine Datei statt -",
    ),
    ("cannot be read: {problem}", "kann nicht gelesen werden: {problem}"),
    ("cannot be read", "kann nicht gelesen werden"),
    (
        "web addresses are not read here: save the page as HTML and add the file",
        "Web-Adressen werden hier nicht gelesen: speichern Sie die Seite als HTML, und fügen Sie die Datei hinzu",
    ),
)

_OF_JSON = (
    ("is empty: give one JSON object a line", "ist leer: schreiben Sie ein JSON-Objekt je Zeile"),
    (
        "is longer than {most} MiB: shorten or split this article",
        "ist länger als {most} MB: kürzen oder teilen Sie diesen Artikel",
    ),
    ("holds an empty list: put articles in", "enthält eine leere Liste: schreiben Sie Artikel hinein"),
    (
        "is not valid JSON ({problem}): write one object with title and text",
        "ist kein gültiges JSON ({problem}): schreiben Sie ein Objekt mit „title“ und „text“",
    ),
    ("is not valid JSON: check the address", "ist kein gültiges JSON: prüfen Sie die Adresse"),
    (
        "is nested too deeply: an article is a flat object of fields",
        "ist zu tief verschachtelt: ein Artikel ist ein flaches Objekt aus Feldern",
    ),
    (
        "holds a number of too many digits: write it as text in quotation marks",
        "enthält eine Zahl mit zu vielen Ziffern: schreiben Sie sie als Text in Anführungszeichen",
    ),
)

_OF_TABLES = (
    (
        "is empty: name the columns in its first row, and put an article below",
        "ist leer: nennen Sie in der ersten Zeile die Spalten, darunter die Artikel",
    ),
    (
        "begins with a very long line: name the columns in its first row",
        "beginnt mit einer sehr langen Zeile: nennen Sie in der ersten Zeile die Spalten",
    ),
    (
        "has no column {column} and no column {other}, only {columns}: name the columns in its first row",
        "hat keine Spalte „{column}“ und keine Spalte „{other}“, nur {columns}: "
        "nennen Sie in der ersten Zeile die Spalten",
    ),
    (
        "has no column {column}, only {columns}: name the columns in its first row",
        "hat keine Spalte „{column}“, nur {columns}: nennen Sie in der ersten Zeile die Spalten",
    ),
    (
        "has no row below its header: put an article in",
        "hat unter der Kopfzeile keine Zeile: schreiben Sie einen Artikel hinein",
    ),
    (
        "has {count} cells under {most} columns: put cells that hold a delimiter in quotation marks",
        "hat {count} Zellen unter {most} Spalten: setzen Sie Zellen, die ein Trennzeichen enthalten, "
        "in Anführungszeichen",
    ),
    (
        "is longer than {most} MiB: is the quotation mark missing that closes a cell?",
        "ist länger als {most} MB: fehlt das Anführungszeichen, das eine Zelle schließt?",
    ),
    (
        "is not UTF-8: save the table in this encoding, or convert it with `iconv -f WINDOWS-1252 -t UTF-8`",
        "ist nicht UTF-8: speichern Sie die Tabelle in dieser Kodierung, oder wandeln Sie sie um mit "
        "`iconv -f WINDOWS-1252 -t UTF-8`",
    ),
    (
        "is broken (up to line {line}): put a cell with line breaks in quotation marks, "
        'and write "" for one inside ({problem})',
        "ist beschädigt (bis Zeile {line}): setzen Sie eine Zelle mit Zeilenumbrüchen in Anführungszeichen, "
        'und schreiben Sie "" für eines darin ({problem})',
    ),
    (
        'is broken: put a cell with line breaks in quotation marks, and write "" for one inside ({problem})',
        "ist beschädigt: setzen Sie eine Zelle mit Zeilenumbrüchen in Anführungszeichen, "
        'und schreiben Sie "" für eines darin ({problem})',
    ),
)

_OF_FIELDS = (
    ("is empty: give the article a title", "ist leer: geben Sie dem Artikel eine Überschrift"),
    ("is empty: give the article a text", "ist leer: geben Sie dem Artikel einen Text"),
    (
        "is empty: leave the field out to have an id made",
        "ist leer: lassen Sie das Feld weg, dann wird eine Kennung gebildet",
    ),
    (
        "is missing: every article needs a title and a text",
        "fehlt: jeder Artikel braucht eine Überschrift und einen Text",
    ),
    ("is {kind}, not an object with title and text", "ist {kind}, kein Objekt mit „title“ und „text“"),
    ("is {kind}: write it as text in quotation marks", "ist {kind}: schreiben Sie es als Text in Anführungszeichen"),
    ("true or false", "ein Wahrheitswert"),
    ("a number", "eine Zahl"),
    ("a list", "eine Liste"),
    ("an object", "ein Objekt"),
    ("null", "null"),
    ("text", "Text"),
    ("has {count} characters: shorten it to {most}", "hat {count} Zeichen: kürzen Sie es auf {most}"),
    (
        "holds a control character: use letters, digits and punctuation",
        "enthält ein Steuerzeichen: verwenden Sie Buchstaben, Ziffern und Satzzeichen",
    ),
    (
        "holds half a character (a lone surrogate): write the file anew in UTF-8",
        "enthält ein halbes Zeichen (ein einzelnes Surrogat): schreiben Sie die Datei neu in UTF-8",
    ),
    (
        "is not a web address: it must start with http:// or https:// and hold no white space",
        "ist keine Web-Adresse: sie muss mit http:// oder https:// beginnen und darf keine Leerzeichen enthalten",
    ),
    (
        "is not a language code: write two letters such as de or en",
        "ist kein Sprachkürzel: schreiben Sie zwei Buchstaben wie de oder en",
    ),
    ("is none of {values}", "ist keines von {values}"),
    (
        "'{value}' is not a date: write 2025-07-01 or 2025-07-01T14:30:00+02:00",
        "„{value}“ ist kein Datum: schreiben Sie es wie 2025-07-01 oder 2025-07-01T14:30:00+02:00",
    ),
    ("'{value}' is not a date of the calendar: {problem}", "„{value}“ steht nicht im Kalender ({problem})"),
    (
        "has the id '{id}' of {source}, line {line} again: only the first is kept, give each its own id",
        "hat noch einmal die Kennung „{id}“ von {source}, Zeile {line}: nur der erste Artikel zählt, "
        "geben Sie jedem eine eigene",
    ),
    (
        "has the id '{id}' of {source}, record {record} again: only the first is kept, give each its own id",
        "hat noch einmal die Kennung „{id}“ von {source}, Eintrag {record}: nur der erste Artikel zählt, "
        "geben Sie jedem eine eigene",
    ),
    (
        "has the id '{id}' of {source} again: only the first is kept, give each its own id",
        "hat noch einmal die Kennung „{id}“ von {source}: nur der erste Artikel zählt, geben Sie jedem eine eigene",
    ),
    (
        "is withdrawn: to bring it back give it a later `updated`, or first `belegt remove {id}`",
        "ist zurückgezogen: damit er wiederkommt, geben Sie ihm ein späteres „updated“, "
        "oder entfernen Sie ihn zuerst (`belegt remove {id}`)",
    ),
    (
        "is to be withdrawn and is not in the archive: check its id or its web address",
        "soll zurückgezogen werden und ist nicht im Archiv: prüfen Sie die Kennung oder die Web-Adresse",
    ),
)

_OF_DOCUMENTS = (
    (
        "holds no text: put an article in, below its front matter if it has one",
        "enthält keinen Text: schreiben Sie einen Artikel hinein, unter den Kopf, wenn es einen hat",
    ),
    (
        "has front matter of more than {most} characters: move it into the text",
        "hat einen Kopf von mehr als {most} Zeichen: verschieben Sie ihn in den Text",
    ),
    (
        "has broken front matter ({problem}): mend the YAML between the --- lines",
        "hat einen beschädigten Kopf ({problem}): berichtigen Sie das YAML zwischen den Zeilen mit ---",
    ),
    (
        "has front matter without field names: write lines such as `title: …`",
        "hat einen Kopf ohne Feldnamen: schreiben Sie Zeilen wie `title: …`",
    ),
    (
        "has no main text: save the page of a single article, or its text",
        "hat keinen Haupttext: speichern Sie die Seite eines einzelnen Artikels oder seinen Text",
    ),
    (
        "cannot be parsed as a web page: save the article alone, or as text",
        "kann nicht als Web-Seite gelesen werden: speichern Sie den Artikel allein oder als Text",
    ),
    (
        "has more than {most} tags: save the article alone, or as text",
        "hat mehr als {most} Auszeichnungen: speichern Sie den Artikel allein oder als Text",
    ),
    (
        "is no PDF, whatever its ending says: give it the ending of what it is",
        "ist kein PDF, was auch die Endung sagt: geben Sie ihm die Endung, die zu ihm passt",
    ),
    (
        "is a damaged PDF ({problem}): print it to a new PDF, or save it as text",
        "ist ein beschädigtes PDF ({problem}): drucken Sie es in ein neues PDF, oder speichern Sie es als Text",
    ),
    (
        "is encrypted in a way that is not read here: save it without encryption",
        "ist so verschlüsselt, dass es hier nicht gelesen werden kann: speichern Sie es unverschlüsselt",
    ),
    (
        "holds no text (scanned?): run OCR over it first",
        "enthält keinen Text (gescannt?): lassen Sie zuerst die Schrift erkennen (OCR)",
    ),
    (
        "is locked with a password: save it without one",
        "ist mit einem Passwort geschützt: speichern Sie es ohne Passwort",
    ),
    (
        "has no pages: print it to a new PDF, or save it as text",
        "hat keine Seiten: drucken Sie es in ein neues PDF, oder speichern Sie es als Text",
    ),
    ("has {count} pages, more than {most}: split it", "hat {count} Seiten, mehr als {most}: teilen Sie es auf"),
    (
        "is no Word document, or a damaged one: save it anew as .docx, or as text",
        "ist kein Word-Dokument oder ein beschädigtes: speichern Sie es neu als .docx oder als Text",
    ),
    (
        "is locked with a password, or an old Word document: save it as .docx without a password",
        "ist mit einem Passwort geschützt oder ein altes Word-Dokument: speichern Sie es als .docx ohne Passwort",
    ),
    (
        "holds no text: put an article in, or run OCR over its pictures",
        "enthält keinen Text: schreiben Sie einen Artikel hinein, oder lassen Sie die Schrift in den Bildern erkennen",
    ),
    (
        "declares entities of its own, which is not read: save it anew as .docx, or as text",
        "erklärt eigene Entitäten, was nicht gelesen wird: speichern Sie es neu als .docx oder als Text",
    ),
    (
        "is a package of more than {most} entries: save the article alone as .docx",
        "ist ein Paket aus mehr als {most} Teilen: speichern Sie den Artikel allein als .docx",
    ),
    (
        "unpacks to more than {most} MiB: split it, or save it as text",
        "ist ausgepackt größer als {most} MB: teilen Sie es auf, oder speichern Sie es als Text",
    ),
    (
        "cannot be parsed ({problem}): save it anew, or as text",
        "kann nicht gelesen werden ({problem}): speichern Sie es neu oder als Text",
    ),
    (
        "takes longer than {seconds} seconds to read: save it as text",
        "braucht zum Lesen länger als {seconds} Sekunden: speichern Sie es als Text",
    ),
    (
        "takes more than {most} MiB of memory to read: split it, or save it as text",
        "braucht zum Lesen mehr als {most} MB Speicher: teilen Sie es auf, oder speichern Sie es als Text",
    ),
    (
        "makes its parser crash: save it anew, or as text",
        "bringt das Programm, das es liest, zum Absturz: speichern Sie es neu oder als Text",
    ),
)

_OF_ADDRESSES = (
    (
        "is not a web address: check it for typing errors",
        "ist keine Web-Adresse: prüfen Sie sie auf Tippfehler",
    ),
    (
        "is not a web address: it must start with http:// or https:// and name a host",
        "ist keine Web-Adresse: sie muss mit http:// oder https:// beginnen und einen Rechner nennen",
    ),
    (
        "holds a user name or password: leave them out, only open pages are read",
        "enthält einen Benutzernamen oder ein Passwort: lassen Sie beides weg, nur offene Seiten werden gelesen",
    ),
    ("has more than {most} characters: shorten it", "hat mehr als {most} Zeichen: kürzen Sie sie"),
    (
        "names a host that is not found: check it for typing errors",
        "nennt einen Rechner, der nicht gefunden wird: prüfen Sie sie auf Tippfehler",
    ),
    (
        "names a host that is not found: try again later",
        "nennt einen Rechner, der nicht gefunden wird: versuchen Sie es später noch einmal",
    ),
    (
        "names a host that cannot exist: check it for typing errors",
        "nennt einen Rechner, den es nicht geben kann: prüfen Sie sie auf Tippfehler",
    ),
    (
        "names a host that has no network address: check it for typing errors",
        "nennt einen Rechner ohne Adresse im Netz: prüfen Sie sie auf Tippfehler",
    ),
    (
        "leads to {host}, which is not on the public internet: give --allow-private if you trust it",
        "führt zu {host}, nicht ins öffentliche Netz: "
        "wenn Sie dem Rechner vertrauen, lesen Sie ihn auf der Kommandozeile mit --allow-private",
    ),
    ("is not there (status {status}): check the address", "gibt es nicht (Status {status}): prüfen Sie die Adresse"),
    (
        "is not open to the public (status {status}): save the page and add the file",
        "ist nicht öffentlich (Status {status}): speichern Sie die Seite, und fügen Sie die Datei hinzu",
    ),
    ("is gone for good (status {status}): leave it out", "gibt es nicht mehr (Status {status}): lassen Sie es weg"),
    (
        "is closed for legal reasons (status {status}): leave it out",
        "ist aus rechtlichen Gründen gesperrt (Status {status}): lassen Sie es weg",
    ),
    ("answers with status {status}: check the address", "antwortet mit Status {status}: prüfen Sie die Adresse"),
    (
        "answers with status {status}: try again later",
        "antwortet mit Status {status}: versuchen Sie es später noch einmal",
    ),
    (
        "redirects more than {most} times: give the address it ends at",
        "leitet öfter als {most}-mal weiter: geben Sie die Adresse an, bei der das endet",
    ),
    ("redirects to {address}, which {reason}", "leitet weiter zu {address}; das {reason}"),
    (
        "takes too long to answer: try again later",
        "antwortet zu langsam: versuchen Sie es später noch einmal",
    ),
    (
        "cannot be reached ({problem}): try again later",
        "ist nicht zu erreichen ({problem}): versuchen Sie es später noch einmal",
    ),
    (
        "shows a certificate that does not hold ({problem}): check the address",
        "zeigt ein ungültiges Zertifikat ({problem}): prüfen Sie die Adresse",
    ),
    (
        "does not speak HTTP as it should: try again later",
        "spricht kein richtiges HTTP: versuchen Sie es später noch einmal",
    ),
    (
        "sends damaged compressed data: try again later",
        "sendet beschädigte komprimierte Daten: versuchen Sie es später noch einmal",
    ),
    (
        "is sent in a compression that was not asked for: save the page as HTML and add the file",
        "kommt in einer Kompression, die nicht verlangt war: "
        "speichern Sie die Seite als HTML, und fügen Sie die Datei hinzu",
    ),
    (
        "answers that nothing has changed, which was not asked: try again later",
        "antwortet, es habe sich nichts geändert, wonach nicht gefragt war: versuchen Sie es später noch einmal",
    ),
    (
        "is larger than {most} MiB: save its articles apart",
        "ist größer als {most} MB: speichern Sie die Artikel einzeln",
    ),
    (
        "may not be read, says the site's robots.txt: ask the site, or add a saved copy",
        "darf laut robots.txt der Website nicht gelesen werden: "
        "fragen Sie dort nach, oder fügen Sie eine gespeicherte Kopie hinzu",
    ),
    (
        "is not read, because the site's robots.txt {reason}",
        "wird nicht gelesen, denn die robots.txt der Website {reason}",
    ),
    ("is empty: check the address", "ist leer: prüfen Sie die Adresse"),
    ("is binary, not text: check the address", "ist kein Text: prüfen Sie die Adresse"),
    (
        "is of no stated type, which is not read: give a page, feed, sitemap, PDF, text, Markdown or JSON",
        "nennt keinen Typ und wird nicht gelesen: "
        "geben Sie eine Seite, einen Feed, eine Sitemap, PDF, Text, Markdown oder JSON an",
    ),
    (
        "is {type}, which is not read: give a page, feed, sitemap, PDF, text, Markdown or JSON",
        "ist {type} und wird nicht gelesen: "
        "geben Sie eine Seite, einen Feed, eine Sitemap, PDF, Text, Markdown oder JSON an",
    ),
    (
        "is JSON, which is not read as a page: give its own address",
        "ist JSON, das nicht als Seite gelesen wird: geben Sie seine eigene Adresse an",
    ),
    (
        "declares entities of its own, which is not read: give the address of a plain document",
        "erklärt eigene Entitäten, was nicht gelesen wird: geben Sie die Adresse eines einfachen Dokuments an",
    ),
    (
        "is not well-formed XML ({problem}): tell the site",
        "ist kein wohlgeformtes XML ({problem}): melden Sie es der Website",
    ),
    ("is not XML: check the address", "ist kein XML: prüfen Sie die Adresse"),
    (
        "has more than {most} elements: give its articles apart, or as text",
        "hat mehr als {most} Elemente: geben Sie die Artikel einzeln oder als Text",
    ),
    (
        "has an element with more than {most} attributes: give its articles as text",
        "hat ein Element mit mehr als {most} Attributen: geben Sie die Artikel als Text",
    ),
)

_OF_LISTS = (
    (
        "is a feed of more than {most} MiB: give the site's sitemap",
        "ist ein Feed von mehr als {most} MB: geben Sie die Sitemap der Website an",
    ),
    (
        "holds no feed that can be read: check the address",
        "enthält keinen Feed, der gelesen werden kann: prüfen Sie die Adresse",
    ),
    (
        "holds an entry without a link: tell the site",
        "enthält einen Eintrag ohne Link: melden Sie es der Website",
    ),
    (
        "is damaged (gzip): try again later",
        "ist beschädigt (gzip): versuchen Sie es später noch einmal",
    ),
    (
        "is larger than {most} MiB when unpacked: give smaller sitemaps",
        "ist ausgepackt größer als {most} MB: geben Sie kleinere Sitemaps an",
    ),
    (
        "is no sitemap: tell the site, whose index lists it as one",
        "ist keine Sitemap: melden Sie es der Website, deren Verzeichnis sie so nennt",
    ),
    (
        "is a sitemap nested too deeply: give its own address",
        "ist eine zu tief verschachtelte Sitemap: geben Sie ihre eigene Adresse an",
    ),
    (
        "lists more than {most} addresses: the rest is left out, split the sitemap",
        "nennt mehr als {most} Adressen: der Rest bleibt weg, teilen Sie die Sitemap auf",
    ),
    (
        "is no list of posts: give an address such as https://site.example/wp-json/wp/v2/posts",
        "ist keine Liste von Beiträgen: geben Sie eine Adresse wie https://site.example/wp-json/wp/v2/posts an",
    ),
    (
        "holds something that is no post, or has no link: tell the site",
        "enthält etwas, das kein Beitrag ist oder keinen Link hat: melden Sie es der Website",
    ),
    (
        "is said to be a post of {address}, which is another site: add the page itself",
        "soll ein Beitrag von {address} sein, einer anderen Website: fügen Sie die Seite selbst hinzu",
    ),
)

_BEHIND_A_PLACE = (
    ("{source}, line {line}, field '{field}': {reason}", "{source}, Zeile {line}, Feld „{field}“: {reason}"),
    ("{source}, field '{field}': {reason}", "{source}, Feld „{field}“: {reason}"),
    ("{source}, line {line}: {reason}", "{source}, Zeile {line}: {reason}"),
    ("{source}: {reason}", "{source}: {reason}"),
)

REASONS: tuple[tuple[str, str], ...] = (
    *_OF_FILES,
    *_OF_JSON,
    *_OF_TABLES,
    *_OF_FIELDS,
    *_OF_DOCUMENTS,
    *_OF_ADDRESSES,
    *_OF_LISTS,
    *_BEHIND_A_PLACE,
)
