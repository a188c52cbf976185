"""The reader as a torch module: the layers of e5 with three scores a token and one a passage on top."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from assistant.training.encoding import PAD
from index.weights import Weights

HEADS = ("start", "end", "support")
SUPPORT_WEIGHT, ANSWERABLE_WEIGHT = 0.5, 0.5


class Reader(nn.Module):
    """Scores where an answer starts and ends, which sentence holds it, and whether there is one.

    Token embeddings stay as they are: the shipped file holds the layers only, and shares the encoder's vocabulary.
    """

    def __init__(self, weights: Weights) -> None:
        """Start from the encoder's weights, with heads at random, or from those of a reader."""
        super().__init__()
        shape = weights.shape
        self.encoder = BertModel(
            BertConfig(
                vocab_size=shape.vocabulary,
                hidden_size=shape.hidden,
                num_hidden_layers=shape.layers,
                num_attention_heads=shape.heads,
                intermediate_size=shape.feed_forward,
                max_position_embeddings=shape.max_positions,
                type_vocab_size=len(weights.tensors["embeddings.token_type_embeddings.weight"]),
                pad_token_id=PAD,
                hidden_dropout_prob=0.0,  # an epoch or two overfits nothing, and dropout takes a third of the time
                attention_probs_dropout_prob=0.0,
            ),
            add_pooling_layer=False,
        )
        self.encoder.load_state_dict(
            {name: torch.from_numpy(each.copy()) for name, each in weights.tensors.items()}, strict=False
        )
        for parameter in self.encoder.embeddings.word_embeddings.parameters():
            parameter.requires_grad = False
        self.tokens = nn.Linear(shape.hidden, len(HEADS))
        self.passage = nn.Linear(shape.hidden, 1)
        for name, head in (("tokens", self.tokens), ("passage", self.passage)):
            if f"{name}.weight" in weights.tensors:
                head.load_state_dict(
                    {part: torch.from_numpy(weights.tensors[f"{name}.{part}"].copy()) for part in ("weight", "bias")}
                )

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores of the tokens (sequences, tokens, 3) and of the passages (sequences), for padded ids."""
        states = self.encoder(input_ids=ids, attention_mask=(ids != PAD).long()).last_hidden_state
        return self.tokens(states).float(), self.passage(states[:, 0]).float().squeeze(-1)

    def groups(self, rate: float, decay: float) -> list[dict[str, object]]:
        """Return parameters with rates: `rate` for the top layer, `decay` times that for each below, more for heads."""
        layers = len(self.encoder.encoder.layer)
        groups: list[dict[str, object]] = [
            {"params": [*self.tokens.parameters(), *self.passage.parameters()], "lr": rate * 10, "base": rate * 10}
        ]
        for number, layer in enumerate(self.encoder.encoder.layer):
            lower = rate * decay ** (layers - 1 - number)
            groups.append({"params": list(layer.parameters()), "lr": lower, "base": lower})
        lowest = rate * decay**layers
        rest = [each for each in self.encoder.embeddings.parameters() if each.requires_grad]
        groups.append({"params": rest, "lr": lowest, "base": lowest})
        return groups

    def save(self, path: Path) -> None:
        """Keep everything but the token embeddings, which are the encoder's."""
        state = {name: each for name, each in self.state_dict().items() if "word_embeddings" not in name}
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").rename(path)

    def restore(self, path: Path) -> None:
        """Load what `save` kept."""
        self.load_state_dict(torch.load(path, weights_only=True), strict=False)


def loss_of(
    scores: Tensor, answerable: Tensor, ids: Tensor, support: Tensor, spans: Sequence[tuple[int, int]]
) -> Tensor:
    """Return the mean loss of a batch: span (cross-entropy; `<s>` stands for none), sentence and answerability."""
    outside = (support < 0) & (torch.arange(ids.shape[1]) > 0)
    starts, ends = (torch.tensor([span[side] for span in spans]) for side in (0, 1))
    masked = scores.masked_fill(outside.unsqueeze(-1), -1e4)
    span = functional.cross_entropy(masked[..., 0], starts) + functional.cross_entropy(masked[..., 1], ends)
    inside = support >= 0
    sentence = functional.binary_cross_entropy_with_logits(scores[..., 2][inside], support[inside].float())
    given = functional.binary_cross_entropy_with_logits(answerable, (starts > 0).float())
    return span / 2 + SUPPORT_WEIGHT * sentence + ANSWERABLE_WEIGHT * given
