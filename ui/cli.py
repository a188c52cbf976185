"""The command line: every command is a few lines over `assistant`, and imports what it needs when it runs."""

import json
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import BelegtError, Engine, Filters, Question, UsageError, Verdict, open_assistant
from assistant.settings import Settings
from ui.access import Access, Role, UserFile
from ui.answers import record_json, record_text
from ui.answers import record_lines as answer_records
from ui.batching import answer_lines, history_from
from ui.checking import as_json as check_json
from ui.checking import check_lines, claim_lines, desk_lines, record_as_json, record_lines
from ui.exporting import Format, exported
from ui.feedback import feedback_json, feedback_lines
from ui.keeping import added_lines, history_lines, integrity_lines, life_lines, source_lines, sync_lines
from ui.progress import progress_bar
from ui.terminal import answer_text, article_text, hit_lines, show, show_error, status_lines

if TYPE_CHECKING:
    from assistant import CheckedClaim
    from assistant.front import Assistant

app = typer.Typer(
    name="belegt",
    help="Question answering over a news archive: every sentence shown is backed by a verbatim quotation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

source_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The sources that `belegt sync` reads.")
app.add_typer(source_app, name="source")
desk_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Claims that were checked, and decisions on them."
)
app.add_typer(desk_app, name="desk")
answers_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Answers that were given, and how.")
app.add_typer(answers_app, name="answers")
user_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Those who may log in to the page.")
app.add_typer(user_app, name="user")
feedback_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What readers thought of answers.")
app.add_typer(feedback_app, name="feedback")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Since = Annotated[str | None, typer.Option(help="Only articles published on or after this date.")]
Until = Annotated[str | None, typer.Option(help="Only articles published on or before this date.")]
AsOf = Annotated[str | None, typer.Option(help="Answer as of this date.")]
Outlet = Annotated[str | None, typer.Option(help="Only articles of this outlet.")]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Read web addresses in a private network or on this machine, too.")
]
Lang = Annotated[str | None, typer.Option(help="Only articles in this language: de or en.")]

ClaimNumber = Annotated[int, typer.Argument(metavar="NUMBER", help="As `belegt desk list` has it.")]

INTERRUPTED = 130
MOST = 2**31 - 1


def main() -> None:
    """Run the command line; errors a user can mend are one line on standard error."""
    if os.environ.get("BELEGT_TRACE") != "langsmith":
        os.environ["LANGSMITH_TRACING_V2"] = "false"  # LangChain must not send questions anywhere unasked
    try:
        status = app(sys.argv[1:] or ["--help"], prog_name="belegt", standalone_mode=False) or 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except typer.TyperException as error:
        show_error(_usage(error))
        status = error.exit_code
    except BelegtError as error:
        show_error(str(error))
        status = error.exit_status
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        status = 1
    _leave(status)


def _usage(error: typer.TyperException) -> str:
    """Say what is wrong with the words of a command, and which help to read; click would print its usage above it."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "belegt"
    message = error.format_message()
    return f"{message if message.endswith(('.', '?')) else message + '.'} See `{command} --help`."


def _leave(status: int) -> None:
    """End the process at once: taking the model apart in memory would cost every command a third of a second."""
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


@contextmanager
def _opened() -> "Iterator[Assistant]":
    with progress_bar() as progress:
        assistant = open_assistant(progress)
    try:
        yield assistant
    finally:
        assistant.close()


@contextmanager
def _assistant() -> "Iterator[Assistant]":
    """Open the archive to look into its index, after finishing what a command that was cut short has left to do."""
    with _opened() as assistant:
        _finish(assistant)
        yield assistant


def _finish(assistant: "Assistant") -> None:
    with progress_bar() as progress:
        assistant.finish(progress=progress)


@app.command()
def add(
    sources: Annotated[
        list[str],
        typer.Argument(help="Files, folders, glob patterns, web addresses, feeds, sitemaps, or - for JSONL on stdin."),
    ],
    since: Since = None,
    allow_private: AllowPrivate = False,
    as_json: AsJson = False,
) -> None:
    """Read articles, store them and index them."""
    with _opened() as assistant:
        with progress_bar() as progress:
            report = assistant.add(sources, since=since, allow_private=allow_private, progress=progress)
        show(json.dumps(asdict(report), ensure_ascii=False) if as_json else added_lines(report))
    if report.rejected:
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in German or English.")] = None,
    as_json: AsJson = False,
    engine: Annotated[
        Engine | None, typer.Option(help="Quotations alone, or the language model of BELEGT_LLM.")
    ] = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    outlet: Outlet = None,
    lang: Lang = None,
    history: Annotated[Path | None, typer.Option(help="JSON list of earlier turns, question and answer.")] = None,
    batch: Annotated[str | None, typer.Option(help="JSON lines to answer, a file or - for stdin.")] = None,
) -> None:
    """Answer a question with quotations, or say that the archive does not."""
    if (question is None) == (batch is None):
        raise UsageError("Ask one question, or name a file with --batch.", hint="See `belegt ask --help`.")
    if batch is not None and history is not None:
        raise UsageError("--history belongs to one question.", hint="Give each line of the batch its own `history`.")
    filters = Filters(since=since, until=until, as_of=as_of, outlet=outlet, lang=lang)
    with _assistant() as assistant:
        if batch is not None:
            for line in answer_lines(assistant, batch, filters, engine):
                show(line)
            return
        turns = history_from(history) if history is not None else ()
        answer = assistant.ask(Question(text=question or "", history=turns, filters=filters), engine=engine)
        show(json.dumps(asdict(answer), ensure_ascii=False) if as_json else answer_text(answer))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    top: Annotated[int, typer.Option(help="How many passages.")] = 10,
    as_json: AsJson = False,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    lang: Lang = None,
) -> None:
    """Find passages, with scores and who found them."""
    filters = Filters(since=since, until=until, outlet=outlet, lang=lang)
    with _assistant() as assistant:
        show(hit_lines(assistant.search(query, k=top, filters=filters), as_json=as_json))


@app.command()
def check(
    text: Annotated[str | None, typer.Argument(help="A claim, or a text with several.")] = None,
    file: Annotated[Path | None, typer.Option(help="A text file to check.")] = None,
    as_json: AsJson = False,
    batch: Annotated[str | None, typer.Option(help="JSON lines with a claim each, a file or - for stdin.")] = None,
    as_of: AsOf = None,
    keep: Annotated[bool, typer.Option("--keep", help="Put the claims on the desk, for decisions.")] = False,
) -> None:
    """Say of every claim what the archive has for it and against it."""
    if sum(given is not None for given in (text, file, batch)) != 1:
        raise UsageError("Give one text, one --file or one --batch.", hint="See `belegt check --help`.")
    if batch is not None and keep:
        raise UsageError("--keep does not go with --batch.", hint="Check what is to go on the desk with --file.")
    with _opened() as assistant:
        assistant.checker()  # its models are read while the index is opened
        _finish(assistant)
        if batch is not None:
            for line in check_lines(assistant, batch, as_of):
                show(line)
            return
        given = text if text is not None else _text_of(file)
        if as_json:
            checked = assistant.check(given, as_of=as_of)
            show(json.dumps(check_json(checked), ensure_ascii=False))
            claims = checked.claims
        else:
            claims = tuple(_shown(assistant, given, as_of))
        for claim in claims if keep else ():
            if claim.checkable:
                assistant.keep_check(claim, as_of=as_of)


def _shown(assistant: "Assistant", text: str, as_of: str | None) -> "Iterator[CheckedClaim]":
    """Print each claim as soon as it is checked."""
    for claim in assistant.checks(text, as_of=as_of):
        before = assistant.checked_before(claim) if claim.checkable else ()
        show(claim_lines(claim, before) + "\n")
        yield claim


def _text_of(file: Path | None) -> str:
    try:
        return file.read_text(encoding="utf-8") if file is not None else ""
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "not a text in UTF-8"
        raise UsageError(f"{file}: {said}.", hint="Name a text file.") from error


@desk_app.command(name="list")
def list_desk(
    only_open: Annotated[bool, typer.Option("--open", help="Only those that somebody has to look at.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the claims on the desk, those checked last first; `!` marks those that somebody has to look at."""
    with _opened() as assistant:
        records = assistant.desk().all(only_open=only_open)
    show(json.dumps([record_as_json(each) for each in records], ensure_ascii=False) if as_json else desk_lines(records))


@desk_app.command(name="show")
def show_claim(number: ClaimNumber, as_json: AsJson = False) -> None:
    """Print one claim with its evidence and what was decided."""
    with _opened() as assistant:
        record = assistant.desk().get(number)
    show(json.dumps(record_as_json(record), ensure_ascii=False) if as_json else record_lines(record))


@desk_app.command()
def decide(
    number: ClaimNumber,
    verdict: Annotated[Verdict, typer.Argument(help="The verdict that you answer for.")],
    comment: Annotated[str, typer.Option(help="Why.")] = "",
    name: Annotated[str, typer.Option(help="Who decides.")] = "",
) -> None:
    """Write down a decision on a claim; earlier ones stay in its history."""
    with _opened() as assistant:
        record = assistant.desk().decide(number, verdict, comment=comment, name=name)
    show(record_lines(record))


@desk_app.command()
def export(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="[NUMBER...]", help="Which; all if none.")] = None,
    form: Annotated[Format, typer.Option("--format", help="The form.")] = Format.MARKDOWN,
    out: Annotated[Path | None, typer.Option(help="A file to write instead of printing.")] = None,
) -> None:
    """Print claims with verdicts, quotations, dates and the archive's version, for others to read."""
    with _opened() as assistant:
        desk = assistant.desk()
        records = [desk.get(number) for number in numbers] if numbers else desk.all()
    _hand_over(exported(records, form), out, f"{len(records)} claims")


def _hand_over(text: str, out: Path | None, what: str) -> None:
    """Print a text, or write it to a file and say what that holds."""
    if out is None:
        show(text)
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out}: {error.strerror}.", hint="Name a file that can be written.") from error
    show(f"{what}: {out}")


@answers_app.command(name="list")
def list_answers(
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    citing: Annotated[str | None, typer.Option(metavar="ARTICLE_ID", help="Only those citing this article.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the answers that are kept, those given last first."""
    with _opened() as assistant:
        kept = assistant.records()
        records = kept.all(limit=limit) if citing is None else kept.citing(citing)[:limit]
    listed = [record_json(each) for each in records]
    show(json.dumps(listed, ensure_ascii=False) if as_json else answer_records(records))


@answers_app.command(name="show")
def show_answer(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="As `belegt answers list` has it.")],
    as_json: AsJson = False,
) -> None:
    """Print one answer as it may be shown now, with what it was made from and what was dropped."""
    with _opened() as assistant:
        record = assistant.records().get(record_id)
    show(json.dumps(record_json(record), ensure_ascii=False) if as_json else record_text(record))


@answers_app.command()
def forget(before: Annotated[str, typer.Option(metavar="DATE", help="Those given before this date.")]) -> None:
    """Delete answers from the records, for good."""
    with _opened() as assistant:
        forgotten = assistant.forget_answers(before)
    show(f"forgotten: {forgotten} answers")


@feedback_app.command(name="list")
def list_feedback(
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    only_open: Annotated[bool, typer.Option("--open", help="Only what nobody has handled.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what readers thought of answers and verdicts, the newest first."""
    with _opened() as assistant:
        everything = assistant.feedback(limit=MOST if only_open else limit)
    received = [each for each in everything if not (only_open and each.handled)][:limit]
    listed = [feedback_json(each) for each in received]
    show(json.dumps(listed, ensure_ascii=False) if as_json else feedback_lines(received))


@feedback_app.command(name="export")
def export_feedback(
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="[ID...]", max=MOST, help="As `belegt feedback list` has them; all.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A file to write instead of printing.")] = None,
) -> None:
    """Print feedback as cases for `belegt-evals`, a JSON object a line; `todo` names what is to be filled in."""
    with _opened() as assistant:
        chosen = ids or [each.id for each in assistant.feedback(limit=MOST)]
        cases = assistant.feedback_cases(chosen)
    _hand_over(cases.removesuffix("\n"), out, f"{len(set(chosen))} cases")


@app.command(name="show")
def show_article(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="The article's id.")], as_json: AsJson = False
) -> None:
    """Print one stored article."""
    with _opened() as assistant:
        article = assistant.article(article_id)
        notes = life_lines(assistant.history(article_id), assistant.story(article.id))
    show(json.dumps(asdict(article), ensure_ascii=False) if as_json else article_text(article, notes))


@app.command()
def history(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="The article's id.")], as_json: AsJson = False
) -> None:
    """List the versions of an article, oldest first, and what changed from one to the next."""
    with _opened() as assistant:
        versions = assistant.history(article_id)
    show(history_lines(versions, as_json=as_json))


@app.command()
def remove(ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of the articles to take out.")]) -> None:
    """Take articles out of the archive and its index at once."""
    with _opened() as assistant:
        removed = set(assistant.remove(ids))
    for article_id in ids:
        show(f"{'removed' if article_id in removed else 'not in the archive'}: {article_id}")
    if len(removed) < len(set(ids)):
        raise typer.Exit(1)


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say what the archive holds and what its index was built with."""
    with _assistant() as assistant:
        now = assistant.status()
    show(json.dumps(asdict(now), ensure_ascii=False) if as_json else status_lines(now))


@app.command()
def sync(as_json: AsJson = False) -> None:
    """Read all sources of the list again and index what has changed."""
    with _opened() as assistant, progress_bar() as progress:
        reports = assistant.sync(progress=progress)
    show(json.dumps([asdict(each) for each in reports], ensure_ascii=False) if as_json else sync_lines(reports))
    if any(each.problem or each.report.rejected for each in reports):
        raise typer.Exit(1)


@source_app.command(name="add")
def add_source(
    addresses: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="What `belegt add` reads, but not -.")],
    since: Since = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Enter sources into the list; `belegt sync` reads them."""
    if "-" in addresses:
        raise UsageError("Standard input cannot be read again.", hint="Name a file, a folder or a web address.")
    with _opened() as assistant:
        for address in addresses:
            new = assistant.add_source(address, since=since, allow_private=allow_private)
            show(f"{'added' if new else 'known'}: {address}")
    show("`belegt sync` reads the sources.")


@source_app.command(name="list")
def list_sources(as_json: AsJson = False) -> None:
    """List the sources, and when each was last read."""
    with _opened() as assistant:
        sources = assistant.sources()
    show(json.dumps([asdict(each) for each in sources], ensure_ascii=False) if as_json else source_lines(sources))


@source_app.command(name="remove")
def remove_source(
    addresses: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="As `belegt source list` has them.")],
) -> None:
    """Take sources off the list; their articles stay."""
    with _opened() as assistant:
        removed = {address: assistant.remove_source(address) for address in addresses}
    for address, gone in removed.items():
        show(f"{'removed' if gone else 'not on the list'}: {address}")
    if not all(removed.values()):
        raise typer.Exit(1)


@app.command()
def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what differs.")] = False, as_json: AsJson = False
) -> None:
    """Compare the index with the stored articles; exit status 1 if they differ and that was not mended."""
    with _opened() as assistant, progress_bar() as progress:
        found = assistant.verify(repair=repair, progress=progress)
        now = assistant.verify() if repair and not found.sound else found
    show(json.dumps(asdict(found), ensure_ascii=False) if as_json else integrity_lines(found, mended=now.sound))
    if not now.sound:
        raise typer.Exit(1)


@app.command()
def rebuild() -> None:
    """Make the index anew from the stored articles; the present one answers until it is done."""
    with _opened() as assistant, progress_bar() as progress:
        assistant.rebuild(progress=progress)
        passages = assistant.status().passages
    show(f"rebuilt: {passages} passages")


@app.command()
def ui(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all of this machine.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="Port; by default 7860 or the next free one.")] = None,
    samples: Annotated[bool, typer.Option("--samples", help="Fill an empty archive with the sample articles.")] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    readers: Annotated[bool, typer.Option("--readers", help="Offer questions alone, to everybody.")] = False,
) -> None:
    """Serve the page until Ctrl-C."""
    settings = Settings.from_environment()
    access = Access(users=_users(settings), readers=readers, rate=settings.rate)
    from ui.web import launch  # noqa: PLC0415  (gradio takes seconds to import)

    warnings.filterwarnings("ignore", message="SOCKS support in urllib3")  # of requests, which LangChain brings
    with _assistant() as assistant:
        if samples:
            with progress_bar() as progress:
                assistant.add_samples(progress=progress)
        Thread(target=assistant.warm_up, daemon=True).start()
        launch(assistant, host=host, port=port, open_browser=open_browser, access=access, ready=_say_ready)


def _users(settings: Settings) -> UserFile | None:
    """Return those who may log in; None where nobody has to."""
    if settings.auth is None:
        return None
    users = UserFile(settings.auth)
    if not users.users():
        raise UsageError(f"BELEGT_AUTH: {settings.auth}: nobody may log in.", hint="`belegt user add NAME` adds one.")
    return users


def _user_file() -> UserFile:
    path = Settings.from_environment().auth
    if path is None:
        raise UsageError("BELEGT_AUTH names no file of users.", hint="Set it to a file, such as ~/belegt-users.")
    return UserFile(path)


def _password() -> str:
    """Ask for a password twice, or read it from a line of standard input."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


@user_app.command(name="add")
def add_user(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What they log in with.")],
    role: Annotated[Role, typer.Option(help="reader: questions alone; staff: everything.")] = Role.READER,
) -> None:
    """Enter a user into the file that `BELEGT_AUTH` names, or give one a new password and role."""
    users = _user_file()
    new = users.add(name, role, _password())
    show(f"{'added' if new else 'changed'}: {name} ({role})")


@user_app.command(name="list")
def list_users() -> None:
    """List the users with their roles."""
    show("\n".join(f"{user.name} ({user.role})" for user in _user_file().users().values()))


@user_app.command(name="remove")
def remove_user(name: Annotated[str, typer.Argument(metavar="NAME", help="As `belegt user list` has it.")]) -> None:
    """Take a user out; the page lets them do nothing more."""
    _user_file().remove(name)
    show(f"removed: {name}")


def _say_ready(address: str) -> None:
    show(f"The page is at {address} (Ctrl-C ends it).")
