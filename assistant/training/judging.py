"""The entailment model as a torch module, and its training: resumable, with a log, like that of the reader."""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.entailment import LONGEST_PAIR
from assistant.span_model import joined
from assistant.training.encoding import PAD
from assistant.training.loop import HAS_BFLOAT16, WARM_UP, Plan
from assistant.training.network import Reader
from assistant.training.pairs import NOT_SUPPORTED, Pair
from index.weights import Weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TOKENS_A_BATCH = 2_048
POOL = 1_024
READ_AT_ONCE = 16
LOG_EVERY, KEEP_EVERY = 50, 250
FROZEN_LAYERS = 4  # the lowest: they cost a third of the time and change little

Batch = list[tuple[list[int], Pair]]


class Judge(nn.Module):
    """The encoder of a reader with three scores on the first token: proves, disproves, neither."""

    def __init__(self, reader: Reader, head: Weights | None = None) -> None:
        """Go on from a reader, with a new head or that of an entailment model."""
        super().__init__()
        self.encoder = reader.encoder
        self.encoder.set_attn_implementation("eager")  # on a CPU a fifth faster than torch's fused attention
        self.verdict = nn.Linear(self.encoder.config.hidden_size, 3)
        nn.init.normal_(self.verdict.weight, std=0.02)
        nn.init.zeros_(self.verdict.bias)
        if head is not None:
            parts = {part: torch.from_numpy(head.tensors[f"verdict.{part}"].copy()) for part in ("weight", "bias")}
            self.verdict.load_state_dict(parts)
        for parameter in self.encoder.embeddings.parameters():
            parameter.requires_grad = False
        for layer in self.encoder.encoder.layer[:FROZEN_LAYERS]:
            for parameter in layer.parameters():
                parameter.requires_grad = False

    def forward(self, ids: Tensor) -> Tensor:
        """Return scores (sequences, 3) for padded ids."""
        states = self.encoder(input_ids=ids, attention_mask=(ids != PAD).long()).last_hidden_state
        scores: Tensor = self.verdict(states[:, 0]).float()
        return scores

    def drop_out(self, share: float) -> None:
        """Drop out so much from now on: few pairs that are seen often are learnt by heart without it."""
        for module in self.modules():
            if isinstance(module, nn.Dropout):
                module.p = share

    def groups(self, rate: float, decay: float) -> list[dict[str, object]]:
        """Return parameters with rates: `rate` at the top, `decay` times that a layer below, more for the head."""
        layers = self.encoder.encoder.layer
        groups: list[dict[str, object]] = [
            {"params": list(self.verdict.parameters()), "lr": rate * 10, "base": rate * 10}
        ]
        for number in range(FROZEN_LAYERS, len(layers)):
            lower = rate * decay ** (len(layers) - 1 - number)
            groups.append({"params": list(layers[number].parameters()), "lr": lower, "base": lower})
        return groups

    def kept(self) -> dict[str, Tensor]:
        """Return everything but the token embeddings, which are the encoder's."""
        return {name: each for name, each in self.state_dict().items() if "word_embeddings" not in name}


class JudgeRun:
    """A folder with `judge.pt` and `log.jsonl`; made again from it, a run goes on."""

    def __init__(self, folder: Path, judge: Judge, plan: Plan) -> None:
        """Take up what the folder holds."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._judge, self._plan = folder, judge, plan
        self._optimiser = torch.optim.AdamW(judge.groups(plan.rate, plan.layer_decay), weight_decay=0.01, fused=True)
        self.done = 0
        if (folder / "judge.pt").exists():
            state = torch.load(folder / "judge.pt", weights_only=True)
            judge.load_state_dict(state["judge"], strict=False)
            self._optimiser.load_state_dict(state["optimiser"])
            self.done = int(state["done"])

    def train(
        self,
        tokenizer: "Tokenizer",
        epoch: Callable[[int], Sequence[Pair]],
        measured: Callable[[Judge], dict[str, float]],
    ) -> None:
        """Train to the end of the plan; `epoch` makes the pairs of one, `measured` gives figures for the log."""
        started, losses, sequences = time.monotonic(), [], 0
        for batch in islice(self._stream(tokenizer, epoch), self.done, self._plan.batches):
            losses.append(self._step(batch))
            sequences += len(batch)
            self.done += 1
            if self.done % LOG_EVERY == 0:
                seconds = time.monotonic() - started
                self._log(loss=sum(losses) / len(losses), sequences_a_second=sequences / seconds)
                started, losses, sequences = time.monotonic(), [], 0
            if self.done % KEEP_EVERY == 0 or self.done == self._plan.batches:
                self._keep()
                self._log(**measured(self._judge))
                started = time.monotonic()

    def _stream(self, tokenizer: "Tokenizer", epoch: Callable[[int], Sequence[Pair]]) -> Iterator[Batch]:
        for seed in count(self._plan.seed):
            draw = random.Random(seed)  # noqa: S311  (an order, not a secret)
            pairs = epoch(seed)
            for start in range(0, len(pairs), POOL):
                made = list(_batches(tokenizer, pairs[start : start + POOL]))
                draw.shuffle(made)
                yield from made

    def _step(self, batch: Batch) -> float:
        left = (self._plan.batches - self.done) / max(self._plan.decline, 1)
        for group in self._optimiser.param_groups:
            group["lr"] = group["base"] * min((self.done + 1) / WARM_UP, 1.0, left)
        self._judge.train()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HAS_BFLOAT16):
            scores = self._judge(padded([ids for ids, _ in batch]))
        guesses = torch.tensor([pair.guess for _, pair in batch])
        loss = loss_of(scores + guesses, torch.tensor([pair.label for _, pair in batch]))
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._judge.parameters(), 1.0)
        self._optimiser.step()
        self._optimiser.zero_grad()
        return float(loss.detach())

    def _keep(self) -> None:
        part = self._folder / "judge.part"
        state = {"judge": self._judge.kept(), "optimiser": self._optimiser.state_dict(), "done": self.done}
        torch.save(state, part)
        part.rename(self._folder / "judge.pt")

    def _log(self, **figures: float) -> None:
        line = json.dumps({"batch": self.done, **{name: round(figure, 4) for name, figure in figures.items()}})
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")


def loss_of(scores: Tensor, labels: Tensor) -> Tensor:
    """Return the mean cross-entropy; for `NOT_SUPPORTED`, of refuted and undecided together."""
    logs = functional.log_softmax(scores, -1)
    known = logs.gather(1, labels.clamp(max=NOT_SUPPORTED - 1)[:, None])[:, 0]
    return -torch.where(labels == NOT_SUPPORTED, torch.logsumexp(logs[:, 1:], -1), known).mean()


def padded(sequences: Sequence[Sequence[int]]) -> Tensor:
    """Return ids (sequences, longest), padded."""
    ids = np.full((len(sequences), max(map(len, sequences))), PAD, np.int64)
    for row, each in enumerate(sequences):
        ids[row, : len(each)] = each
    return torch.from_numpy(ids)


@torch.inference_mode()
def probabilities(judge: Judge, tokenizer: "Tokenizer", pairs: Sequence[tuple[str, str]]) -> Tensor:
    """Return the three probabilities of each claim and its evidence, (pairs, 3)."""
    judge.eval()
    encoded = [joined(tokenizer, claim, evidence, LONGEST_PAIR)[0] for claim, evidence in pairs]
    order = sorted(range(len(encoded)), key=lambda n: len(encoded[n]))
    scores = torch.empty(len(encoded), 3)
    for start in range(0, len(order), READ_AT_ONCE):
        some = order[start : start + READ_AT_ONCE]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HAS_BFLOAT16):
            scores[some] = judge(padded([encoded[n] for n in some]))
    return torch.softmax(scores, -1)


def _batches(tokenizer: "Tokenizer", pairs: Sequence[Pair]) -> Iterator[Batch]:
    """Yield batches of about 2,048 tokens, each of sequences of like length."""
    encoded = [(joined(tokenizer, pair.claim, pair.evidence, LONGEST_PAIR)[0], pair) for pair in pairs]
    batch: Batch = []
    for each in sorted(encoded, key=lambda pair: len(pair[0])):
        if batch and (len(batch) + 1) * len(each[0]) > TOKENS_A_BATCH:
            yield batch
            batch = []
        batch.append(each)
    if batch:
        yield batch
