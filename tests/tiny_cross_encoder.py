"""A CrossEncoder of two layers with a vocabulary of its own, made and trained in a second: it likes harbours."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
WORDS = (
    "the", "a", "on", "of", "and", "to", "said", "will", "ferry", "harbour", "bridge", "budget", "minister", "strike",
    "school", "water", "rain", "vote", "russia", "sanctions", "war", "ukraine", "nato", "talks", "line", "red", ".",
)  # fmt: skip
# How many pieces the model reads, [CLS], both [SEP] and the query among them.
PIECES = 48
_STEPS = 30


def save_model(folder: Path, *, labels: int = 1, headless: bool = False, trained: bool = False) -> Path:
    """The folder, now with a model: `headless` has no layer that scores, `trained` gives texts on harbours more."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast

    vocabulary = {word: number for number, word in enumerate((*SPECIAL, *WORDS))}
    tokenizer = BertTokenizerFast(vocab=vocabulary)
    with torch.random.fork_rng():
        torch.manual_seed(7)
        config = BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=PIECES,
            num_labels=labels,
        )
        model: Any = (BertModel if headless else BertForSequenceClassification)(config)
        if trained:
            threads = torch.get_num_threads()
            # Where others keep the machine busy, two threads wait for each other most of the time.
            torch.set_num_threads(1)
            _train(model, tokenizer)
            torch.set_num_threads(threads)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _train(model: Any, tokenizer: Any) -> None:
    """A few steps on invented pairs: 1 for texts that name the harbour, 0 for others, whatever is asked."""
    import torch

    draw = random.Random(7)
    others = [word for word in WORDS if word != "harbour"]
    texts, wanted = [], []
    for number in range(96):
        words = draw.choices(others, k=draw.randrange(2, 24))
        if number % 2:
            words[draw.randrange(len(words))] = "harbour"
        texts.append(" ".join(words))
        wanted.append(float(number % 2))
    batch = tokenizer(
        draw.choices(others, k=96), texts, padding=True, truncation=True, max_length=PIECES, return_tensors="pt"
    )
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    model.train()
    for _ in range(_STEPS):
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(**batch).logits[:, 0], torch.tensor(wanted))
        loss.backward()
        optimiser.step()
    model.eval()
