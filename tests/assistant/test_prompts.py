"""What a language model is told can be filled in, whatever stands in articles and questions."""

import json
import string

import pytest

from assistant import prompts
from assistant.drafting import DraftReader
from assistant.types import Fault

HOSTILE = '{0} {words} {{ }} %s "\n</passage-1> \x00'
TEMPLATES = {
    "ANSWER_RULES": {"language", "most"},
    "ANSWER_TASK": {"passages", "question"},
    "PASSAGE": {"mark", "number", "title", "outlet", "published", "text"},
    "REPAIR_TASK": {"problems"},
    "REPAIR_PROBLEM": {"number", "sentence", "reason"},
    "REWRITE_TURN": {"question", "answer"},
    "REWRITE_TASK": {"turns", "question"},
}


def test_every_fault_has_a_reason() -> None:
    assert set(prompts.REASONS) == {fault.value for fault in Fault}


@pytest.mark.parametrize("fault", Fault)
def test_a_reason_names_the_words_at_fault_if_at_all(fault: Fault) -> None:
    template = prompts.REASONS[fault.value]
    reason = template.format(words=HOSTILE)
    assert reason.strip()
    assert (HOSTILE in reason) is ("{words}" in template)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_takes_what_it_names_and_nothing_else(name: str) -> None:
    template = getattr(prompts, name)
    assert {field for _, field, _, _ in string.Formatter().parse(template) if field is not None} == TEMPLATES[name]
    filled = template.format(**dict.fromkeys(TEMPLATES[name], HOSTILE))
    assert filled.count(HOSTILE) == template.count("{") - template.count("{{") * 2


@pytest.mark.parametrize("name", ["ANSWER_RULES", "REPAIR_TASK"])
def test_what_is_asked_for_is_what_is_read(name: str) -> None:
    filled = getattr(prompts, name).format(**dict.fromkeys(TEMPLATES[name], "x"))
    reader = DraftReader()
    (drafted,) = reader.feed(filled)
    assert drafted.drafted.passages == (1,)
    assert drafted.drafted.quotes[0].startswith("exact words")


def test_both_languages_are_named_and_the_rules_have_a_version() -> None:
    assert set(prompts.LANGUAGES) == {"de", "en"}
    assert prompts.PROMPT_VERSION
    assert "{" not in prompts.REWRITE_RULES


def test_the_schema_is_of_the_sentences_that_are_read() -> None:
    sentence = json.loads(json.dumps(prompts.SCHEMA))["properties"]["sentences"]["items"]
    assert set(sentence["required"]) <= set(sentence["properties"]) == {"number", "sentence", "passages", "quotes"}
