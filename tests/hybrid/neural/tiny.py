"""Tiny random models made on the spot: a causal one, an encoder–decoder, and the tokenizer of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LINES = [
    "mto a enda",
    "child PST go",
    "The child went home.",
    "an kula samaki",
    "1SG eat fish",
    "I eat the fish.",
    "> ~ =OBJ -PL 2SG 3SG dog cat stone Maria 17",
]


def tokenizer() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<pad>", "<end>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(LINES, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=made, pad_token="<pad>", eos_token="<end>", unk_token=None)


def causal(folder: Path) -> Path:
    """A Llama of two layers."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(1)
    words = tokenizer()
    config = LlamaConfig(
        vocab_size=len(words), hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, tie_word_embeddings=True, eos_token_id=words.eos_token_id,
        pad_token_id=words.pad_token_id,
    )  # fmt: skip
    return _saved(LlamaForCausalLM(config), words, folder)


def seq2seq(folder: Path) -> Path:
    """A T5 of one layer."""
    import torch
    from transformers import T5Config, T5ForConditionalGeneration

    torch.manual_seed(1)
    words = tokenizer()
    config = T5Config(
        vocab_size=len(words), d_model=32, d_kv=8, d_ff=48, num_layers=1, num_heads=4, pad_token_id=words.pad_token_id,
        eos_token_id=words.eos_token_id, decoder_start_token_id=words.pad_token_id,
    )  # fmt: skip
    return _saved(T5ForConditionalGeneration(config), words, folder)


def byt5(folder: Path) -> Path:
    """A ByT5 of one layer: its tokens are bytes."""
    import torch
    from transformers import ByT5Tokenizer, T5Config, T5ForConditionalGeneration

    torch.manual_seed(1)
    words = ByT5Tokenizer()
    config = T5Config(
        vocab_size=len(words), d_model=32, d_kv=8, d_ff=48, num_layers=2, num_decoder_layers=1, num_heads=4,
        feed_forward_proj="gated-gelu", tie_word_embeddings=False, pad_token_id=0, eos_token_id=1,
        decoder_start_token_id=0,
    )  # fmt: skip
    return _saved(T5ForConditionalGeneration(config), words, folder)


def compact(folder: Path) -> Path:
    """The compact encoder–decoder, smaller still."""
    from hybrid.neural.compact import make_compact

    return make_compact(folder, LINES, vocabulary=400, width=32, layers=1)


def _saved(model: Any, words: Any, folder: Path) -> Path:
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    return folder
