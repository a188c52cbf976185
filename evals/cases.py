"""Reads evaluation sets: the newsqa format (JSON lines), SQuAD files and BEIR folders.

Whatever the format, a set that cannot be trusted is refused as a whole, with the line and the field: a measure over the
cases that happened to parse would look like a figure and be none.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from assistant.types import Turn
from corpus.errors import SourceError
from corpus.types import Article
from evals.types import CaseSet, ClaimCase, Evidence, QuestionCase

Parsed = TypeVar("Parsed", bound=BaseModel)


class _Evidence(BaseModel):
    article_id: str = Field(min_length=1)
    quote: str = Field(min_length=1)


class _Turn(BaseModel):
    question: str
    answer: str


class _Question(BaseModel):
    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    lang: Literal["de", "en"] = "de"
    type: str = "fact"
    answerable: bool
    answers: list[str]
    every: bool = Field(default=False, alias="list")
    evidence: list[_Evidence]
    history: list[_Turn] = []
    standalone: str | None = None
    as_of: str | None = None
    forbidden: list[str] = []


class _Claim(BaseModel):
    id: str = Field(min_length=1)
    claim: str = Field(min_length=1)
    lang: Literal["de", "en"] = "de"
    label: Literal["supported", "refuted", "not_enough_evidence"]
    evidence: list[_Evidence]


class _SquadAnswer(BaseModel):
    text: str = Field(min_length=1)


class _SquadQuestion(BaseModel):
    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answers: list[_SquadAnswer] = []
    is_impossible: bool = False


class _SquadParagraph(BaseModel):
    context: str = Field(min_length=1)
    qas: list[_SquadQuestion]


class _SquadArticle(BaseModel):
    title: str = "untitled"
    paragraphs: list[_SquadParagraph]


class _Squad(BaseModel):
    data: list[_SquadArticle] = Field(min_length=1)


class _BeirDocument(BaseModel):
    id: str = Field(alias="_id", min_length=1)
    title: str = ""
    text: str = Field(min_length=1)


class _BeirQuery(BaseModel):
    id: str = Field(alias="_id", min_length=1)
    text: str = Field(min_length=1)


def load_cases(path: Path, *, lang: str = "de") -> CaseSet:
    """Read a set: a `.jsonl` file of questions or claims, a `.json` file of the SQuAD kind, or a BEIR folder.

    `lang` is the language of formats that do not name one.

    Raises:
        SourceError: if it is missing, empty, of another format or wrong in any line; names line and field.
    """
    if path.is_dir():
        return load_beir(path, lang=lang)
    cases = load_squad(path, lang=lang) if path.suffix == ".json" else load_newsqa(path)
    if not cases.questions and not cases.claims:
        raise SourceError(
            f"{path} holds no cases.", hint="A line is one question or one claim; see evals/cases/README.md."
        )
    return cases


def load_newsqa(path: Path) -> CaseSet:
    """Read questions or claims, one JSON object a line: a line with `claim` is a claim."""
    questions: list[QuestionCase] = []
    claims: list[ClaimCase] = []
    seen: dict[str, int] = {}
    for number, given in _objects(path):
        if "claim" in given:
            claim = _parsed(_Claim, given, path, number)
            claims.append(_claim(claim))
            identity = claim.id
        else:
            question = _parsed(_Question, given, path, number)
            _check_answers(question, path, number)
            questions.append(_question(question))
            identity = question.id
        if identity in seen:
            raise _wrong(path, number, "id", f"'{identity}' stands in line {seen[identity]} already")
        seen[identity] = number
    return CaseSet(name=path.stem, questions=tuple(questions), claims=tuple(claims))


def parsed_lines(path: Path, model: type[Parsed]) -> list[Parsed]:
    """Return what the lines of a file say.

    Raises:
        SourceError: if one cannot be read; it names line and field.
    """
    return [_parsed(model, given, path, number) for number, given in _objects(path)]


def load_squad(path: Path, *, lang: str = "de") -> CaseSet:
    """Read a SQuAD file (XQuAD, MLQA, GermanQuAD): every paragraph becomes an article of its own."""
    try:
        squad = _Squad.model_validate_json(_text(path))
    except ValidationError as error:
        raise _invalid(path, None, error) from error
    articles: list[Article] = []
    questions: list[QuestionCase] = []
    for a, article in enumerate(squad.data):
        for p, paragraph in enumerate(article.paragraphs):
            place = f"{path.stem}-{a}-{p}"
            articles.append(Article(id=place, title=article.title, text=paragraph.context, lang=lang))
            questions += [_squad_question(each, place, lang) for each in paragraph.qas]
    return CaseSet(name=path.stem, questions=tuple(questions), articles=tuple(articles))


def load_beir(folder: Path, *, lang: str = "de") -> CaseSet:
    """Read a BEIR folder: `corpus.jsonl`, `queries.jsonl`, and `qrels/test.tsv` with the relevant documents."""
    documents = [
        _parsed(_BeirDocument, given, folder / "corpus.jsonl", n) for n, given in _objects(folder / "corpus.jsonl")
    ]
    queries = [
        _parsed(_BeirQuery, given, folder / "queries.jsonl", n) for n, given in _objects(folder / "queries.jsonl")
    ]
    relevant = _relevant(folder / "qrels" / "test.tsv")
    texts = {document.id: document.text for document in documents}
    questions = tuple(
        QuestionCase(
            id=query.id,
            question=query.text,
            lang=lang,
            type="retrieval",
            evidence=tuple(Evidence(article_id=i, quote="") for i in relevant[query.id] if i in texts),
        )
        for query in queries
        if query.id in relevant
    )
    articles = tuple(
        Article(id=document.id, title=document.title or document.text[:80], text=document.text, lang=lang)
        for document in documents
    )
    return CaseSet(name=folder.name, questions=questions, articles=articles)


def _relevant(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, line in enumerate(_text(path).splitlines(), start=1):
        fields = line.split("\t")
        if len(fields) != 3:
            raise _wrong(path, number, "row", "needs query-id, corpus-id and score, separated by tabs")
        query, document, score = fields
        if score.strip().isdigit() and int(score) > 0:
            found.setdefault(query, []).append(document)
    return found


def _question(given: _Question) -> QuestionCase:
    return QuestionCase(
        id=given.id,
        question=given.question,
        lang=given.lang,
        type=given.type,
        answerable=given.answerable,
        answers=tuple(given.answers),
        every=given.every,
        evidence=tuple(Evidence(article_id=e.article_id, quote=e.quote) for e in given.evidence),
        history=tuple(Turn(question=turn.question, answer=turn.answer) for turn in given.history),
        standalone=given.standalone,
        as_of=given.as_of,
        forbidden=tuple(given.forbidden),
    )


def _claim(given: _Claim) -> ClaimCase:
    return ClaimCase(
        id=given.id,
        claim=given.claim,
        label=given.label,
        lang=given.lang,
        evidence=tuple(Evidence(article_id=e.article_id, quote=e.quote) for e in given.evidence),
    )


def _squad_question(given: _SquadQuestion, place: str, lang: str) -> QuestionCase:
    answers = tuple(dict.fromkeys(answer.text for answer in given.answers))
    answerable = bool(answers) and not given.is_impossible
    return QuestionCase(
        id=given.id,
        question=given.question,
        lang=lang,
        type="span" if answerable else "unanswerable",
        answerable=answerable,
        answers=answers if answerable else (),
        evidence=(Evidence(article_id=place, quote=""),) if answerable else (),
    )


def _check_answers(given: _Question, path: Path, number: int) -> None:
    if given.answerable and not given.answers:
        raise _wrong(path, number, "answers", "is empty, but the question is answerable")
    if given.answerable and not given.evidence:
        raise _wrong(path, number, "evidence", "is empty, but the question is answerable")
    if not given.answerable and given.answers:
        raise _wrong(path, number, "answers", "is given, but the question is not answerable")


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SourceError(
                f"{path}, line {number}: is not valid JSON ({error}).", hint="Mend the line; nothing was measured."
            ) from error
        if not isinstance(given, dict):
            raise _wrong(path, number, "line", "is no JSON object")
        yield number, given


def _parsed(model: type[Parsed], given: dict[str, Any], path: Path, number: int) -> Parsed:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise _invalid(path, number, error) from error


def _invalid(path: Path, number: int | None, error: ValidationError) -> SourceError:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return _wrong(path, number, ".".join(map(str, first["loc"])) or "file", first["msg"])


def _wrong(path: Path, number: int | None, field: str, message: str) -> SourceError:
    place = f"{path}, line {number}" if number is not None else str(path)
    return SourceError(f"{place}, field '{field}': {message}.", hint="Mend it; nothing was measured.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}.", hint="Name a file of cases in UTF-8.") from error
