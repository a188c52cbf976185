"""Recognises what has no place in an answer: links, markup, words to software, words to the reader. Pure.

Text of articles, questions and language models is untrusted. What speaks to a language model is no evidence, and no
sentence that an answer shows addresses its reader, speaks of itself, or leads elsewhere.
"""

import re
from collections.abc import Sequence

from corpus.sentences import sentences_in, split_blocks
from corpus.types import Span

_SOFTWARE = (
    r"(?:ki|ki-systeme?n?|ais?|sprachmodelle?n?|chatbots?|bots?|assistent(?:en|in)?|assistants?"
    r"|llms?|gpts?|language models?"
    r"|modelle?|models?|suchmaschinen?|search engines?|antwortmaschinen?|answer engines?|maschinen?|machines?"
    r"|crawlers?|parsers?|machine readers?|maschinenleser"
    r"|automated (?:news )?(?:services|systems|readers)|programs?|software)"
)
# Where a verb is an order: "They act as mediators" is news.
_TOLD = (
    r"(?:^|[.:;!?,–—„“\"'(\[*>]\s?|\b(?:please|now|then|on) |\byou (?:must|shall|should|will|may|can|are to) )"
    r"(?:act as|pretend (?:to be|you are|that))\b"
)
_ADDRESSED = re.compile(
    r"\b(?:ignorier\w*|missacht\w*|vergiss|vergesst|überschreib\w*|übergeh\w*|ignore|disregard|forget|override|bypass)\b"
    r"[^.!?]{0,60}\b(?:anweisung|instruktion|vorgabe|regel|befehl|kontext|bisherig|vorherig|instruction|prompt|rule"
    r"|guideline|previous|context|above|everything|told before|alles)"
    r"|\b(?:your|deine) (?:new|neue) (?:task|aufgabe|role|rolle)\b|\b(?:ignore|vergiss|forget) (?:everything|alles)\b"
    r"|\b(?:system|developer|entwickler|chefentwickler)[- ]?"
    r"(?:prompt|message|nachricht|meldung|hinweis|anweisung|override|instruction)"
    r"|[\[<(/]\s*/?(?:system|assistant|assistent|user|developer|inst|source|quelle|verified)\b"
    r"|^[\s*#„\"]*(?:system|assistant|assistent|user|nutzer|developer|ki|ai|llm|antworte|answer|antwort)\s*:(?!//)"
    r"|\b(?:system|assistant|ki|ai|llm)\s*:(?!//)"
    rf"|\b(?:hinweis|nachricht|notiz|anweisung|befehl|note|message|instructions?|reminder|reference|base64|fassung"
    rf"|ergänzung|lesefassung)s? (?:an|für|to|for|von) (?:die |den |das |alle |all |the |any )?{_SOFTWARE}\b"
    rf"|(?:^|[„“\"»(\[] ?)(?:an|to|attention|für|for) (?:die |alle |all |any |the )?{_SOFTWARE}\b ?[:,!]"
    rf"|\b(?:readers?|leser) (?:of this \w+ )?(?:that |who |die )?(?:is|are|sind|ist)"
    rf" (?:an? |eine? )?{_SOFTWARE}\b"
    rf"|\bthe reader of this text is\b|\bthe machine (?:begins|goes on|ends|adds|writes)\b"
    rf"|\b{_SOFTWARE} (?:müssen|must|should|sollen) (?:report|say|state|write|answer|berichten"
    r"|schreiben|antworten|sagen)"
    r"|\b(?:ki|ai)-?(?:lesefassung|version|text|hinweis|ergänzung)\b|\b(?:by|von) suchmaschinen\b|\bals zitat\b"
    r"|(?:,|:|!) (?:ki|ai|assistent|assistant|sprachmodell|bot|llm)\b ?[,:!]"
    r"|\b(?:wenn|falls|if|when) (?:du|sie|you) (?:ein|eine|an?) (?:ki|ai|sprachmodell|language model"
    r"|assistent|assistant)"
    r"|\bdu bist (?:jetzt|nun|ab sofort|ein)\b|\byou are (?:now|an? (?:ai|assistant|language))\b"
    rf"|\ban (?:alle |die )?(?:ki|ai)-?(?:dienste|systeme|modelle)\b|\bes ist mitzuteilen\b"
    r"|\bfunction_call\b|\btool_call\b"
    rf"|\b(?:readers?|leser|services?|dienste) (?:that|who|which|die) (?:are|sind) {_SOFTWARE}\b"
    rf"|{_TOLD}|\bstell dir vor, du\b|\btu so, als\b|\blet us write a story\b"
    r"|\bals (?:ki|sprachmodell)\b|\bas an? (?:ai|language model|assistant)\b"
    r"|\b(?:deine|your) (?:anweisung|instruktion|systemanweisung|instruction|system|prompt|guideline|rules?)"
    r"|\b(?:system|hidden|versteckter|geheimer) ?prompts?\b|\bfreigabecode\b"
    r"|\bBEGIN (?:SYSTEM|INSTRUCTION)|\bEND OF (?:ARTICLE|PASSAGE|DOCUMENT|TEXT)"
    r"|\b(?:when|beim) (?:translating|übersetzen|summari[sz]ing|zusammenfassen)\b"
    r"[^.!?]{0,60}\b(?:render|gib|write|schreib)"
    r"|\bin every answer\b|\bin jeder antwort\b|\bals (?:tatsache|fakt) (?:wieder|aus)"
    r"|(?<!sich )\bals\b[^.!?]{0,60}\b(?:an|aus)zugeben\b"
    r"|\b(?:decode|dekodiere|entschlüssele)\b|\bmerke dir\b|\bals antwort (?:aus|zu)|\banswer with\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:^|[:!–—»„\"(\[*>]\s*|\bbitte |\bplease |\bthen )"
    r"(?:antworte|antwortet|schreib|schreibe|sage|sag|gib|nenne|zitiere|behaupte|ergänze|füge|wiederhole|übersetze|beende"
    r"|beginne|erwähne|fasse|verwende|benutze|setze|hänge|kopiere|verrate|zeige|ersetze|lasse|sende|schicke|teile"
    r"|multipliziere"
    r"|write|respond|reply|print|repeat|reveal|cite|append|tell|output|include|translate|insert|copy|send|mention|replace"
    r"|answer|say|summari[sz]e|begin|add|use|quote|multiply|never mention),? "
    r"(?:auf|dem|den|die|das|dir|der|ein|eine|einen|immer|nur|stattdessen|statt|ab|in|als|jede|jeder|jeden|hier|am"
    r"|zu|mit|dass|an|alle|alles|folgende[nrsm]?|exakt|genau|wörtlich|deine[nrsm]?|bitte|aus|außerdem"
    r"|the|that|only|with|this|to|every|all|your|as|instead|always|exactly|back|out|verbatim|it|following|nothing"
    r"|source|users?|readers?|„|\"|“|»)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"https?:|www\.|ftp:|mailto:|javascript:|data:\w|\b[\w.+-]+@[\w-]+\.\w|\b[\w-]+\.[a-z]{2,12}/\S", re.IGNORECASE
)
_MARKUP = re.compile(
    r"<[a-z/!?][^>]*>?|</?\w+|&(?:#\d+|[a-z]+);|\[[^\]\[]*\]\(|!\[|```|`[^`]+`"
    r"|<\||\|>|\[/?INST|<<|>>|\{\{|\}\}|\{\"|\*\*|^#{1,6} |={4,}|^\s*\{",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"\b(?:[a-z0-9-]+\.)+(?:com|de|org|net|info|io|example|test|invalid|ru|cn|xyz|top|site|eu|at|ch)\b", re.IGNORECASE
)
_TO_READER = re.compile(
    r"\b(?:klicken|klicke|besuchen|besuche|rufen|wählen|senden|überweisen|spenden|melden|registrieren|loggen|geben|laden"
    r"|öffnen|scannen|schicken|teilen|abonnieren|kontaktieren) (?:sie|hier|jetzt|dich|uns|auf|unter)\b"
    r"|\b(?:click|visit|call|subscribe|register|log in|sign in|download|donate|contact|buy|go to|open|scan|email|send)"
    r" (?:here|now|us|our|your|to|this|the link|on)\b",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"(?<![\w-])(?:ich|mir|mich|mein(?:e[nrsm]?)?|du|dir|dich|dein(?:e[nrsm]?)?|(?<!War )I(?=['’ ][a-z])"
    r"|me|my|you|your|yours)(?![\w-])"
    r"|(?<=[a-zäöüß,] )(?:Sie|Ihnen|Ihr(?:e[nrsm]?)?)\b"
    r"|(?:^|[.!?:–] )(?:Ich|Mich|Mein(?:e[nrsm]?)?|Du|Dir|Dich|Dein(?:e[nrsm]?)?|My|You|Your)(?![\w-])"
)
_QUOTED = re.compile(r"[„“\"»«‚‘][^„“”\"»«]{0,600}[“”\"«»’]")


def speaks_to_software(sentence: str) -> bool:
    """Say whether a sentence tells a language model what to do: planted text, which proves nothing."""
    return any(pattern.search(sentence) for pattern in (_ADDRESSED, _ORDER, _MARKUP))


def has_foreign_matter(sentence: str, evidence: str) -> bool:
    """Say whether a sentence for an answer holds what has no place there; a bare domain only if the evidence has it."""
    outside = _QUOTED.sub(" ", sentence)
    domains = {found.group().lower() for found in _DOMAIN.finditer(sentence)}
    return (
        speaks_to_software(sentence)
        or _LINK.search(sentence) is not None
        or _TO_READER.search(outside) is not None
        or _PERSONS.search(outside) is not None
        or any(domain not in evidence.lower() for domain in domains)
    )


def trusted_sentences(text: str, lang: str) -> Sequence[Span]:
    """Return the sentences of an article that may prove something.

    A sentence that speaks to software may not, nor what follows it in its paragraph: it may be what is to be said. Nor
    may what stands between two pieces of markup, in whatever paragraphs.
    """
    trusted: list[Span] = []
    marked = [found.start() for found in _MARKUP.finditer(text)]
    for block in split_blocks(text):
        if marked and marked[0] < block.start < marked[-1]:
            continue
        for span in sentences_in(text, block, lang):
            if speaks_to_software(text[span.start : span.end]):
                break
            trusted.append(span)
    return trusted
