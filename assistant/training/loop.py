"""The training loop: resumable, a checkpoint and a line of the log every few minutes."""

import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from assistant.training.encoding import Encoded, batches, padded
from assistant.training.examples import Example, epoch
from assistant.training.measuring import span_figures
from assistant.training.negatives import PassagePool
from assistant.training.network import Reader, loss_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LOG_EVERY, KEEP_EVERY, MEASURE_EVERY = 50, 50, 250
WARM_UP = 100
HAS_BFLOAT16 = torch.ops.mkldnn._is_mkldnn_bf16_supported()  # without it, bfloat16 is slower than float32


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train: peak learning rate, its decay from layer to layer, batches in all, and of the final decline.

    `english` bounds the English examples of an epoch.
    """

    rate: float
    layer_decay: float
    batches: int
    decline: int
    english: int | None = None
    seed: int = 1


class Run:
    """A folder with `reader.pt`, the optimiser's state and `log.jsonl`; made again from it, a run goes on."""

    def __init__(self, folder: Path, reader: Reader, plan: Plan) -> None:
        """Take up what the folder holds."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._reader, self._plan = folder, reader, plan
        self._optimiser = torch.optim.AdamW(reader.groups(plan.rate, plan.layer_decay), weight_decay=0.01, fused=True)
        self.done = 0
        if (folder / "state.pt").exists():
            state = torch.load(folder / "state.pt", weights_only=True)
            reader.restore(folder / "reader.pt")
            self._optimiser.load_state_dict(state["optimiser"])
            self.done = int(state["done"])

    def train(self, tokenizer: "Tokenizer", examples: Sequence[Example], held_back: Sequence[Example]) -> None:
        """Train to the end of the plan."""
        started, losses, sequences = time.monotonic(), [], 0
        for batch in islice(self._stream(tokenizer, examples), self.done, self._plan.batches):
            losses.append(self._step(batch))
            sequences += len(batch)
            self.done += 1
            if self._due(LOG_EVERY):
                seconds = time.monotonic() - started
                self._log(loss=sum(losses) / len(losses), sequences_a_second=sequences / seconds)
                started, losses, sequences = time.monotonic(), [], 0
            if self._due(MEASURE_EVERY):
                self._log(**span_figures(self._reader, tokenizer, held_back))
            if self._due(KEEP_EVERY):
                self._keep()

    def _stream(self, tokenizer: "Tokenizer", examples: Sequence[Example]) -> Iterator[list[Encoded]]:
        """Yield the batches of one epoch after the other, each time the same."""
        pool = PassagePool(examples)
        for seed in count(self._plan.seed):
            draw = random.Random(seed)  # noqa: S311  (an order, not a secret)
            yield from batches(tokenizer, epoch(examples, seed, self._plan.english), pool, draw)

    def _due(self, every: int) -> bool:
        return self.done % every == 0 or self.done == self._plan.batches

    def _step(self, batch: Sequence[Encoded]) -> float:
        for group in self._optimiser.param_groups:
            group["lr"] = group["base"] * self._share()
        ids, support = (torch.from_numpy(each) for each in padded(batch))
        self._reader.train()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HAS_BFLOAT16):
            scores, answerable = self._reader(ids)
        loss = loss_of(scores, answerable, ids, support, [(each.start, each.end) for each in batch])
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._reader.parameters(), 1.0)
        self._optimiser.step()
        self._optimiser.zero_grad()
        return float(loss.detach())

    def _share(self) -> float:
        """Warm up, hold, decline: the end can be moved while training goes on (Hu et al. 2024, "MiniCPM")."""
        left = (self._plan.batches - self.done) / max(self._plan.decline, 1)
        return min((self.done + 1) / WARM_UP, 1.0, left)

    def _keep(self) -> None:
        self._reader.save(self._folder / "reader.pt")
        part = self._folder / "state.part"
        torch.save({"optimiser": self._optimiser.state_dict(), "done": self.done}, part)
        part.rename(self._folder / "state.pt")

    def _log(self, **figures: float) -> None:
        line = json.dumps({"batch": self.done, **{name: round(figure, 4) for name, figure in figures.items()}})
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")
