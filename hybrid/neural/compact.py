"""A small encoder–decoder made from nothing, with a vocabulary of its own: what a pretrained model is measured against.

A T5 (Raffel et al. 2020, https://jmlr.org/papers/v21/20-074.html) of some nine million parameters; a sentence costs
it a tenth of what it costs a pretrained model of 135 million.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def make_compact(
    folder: Path, lines: Iterable[str], *, vocabulary: int = 8000, width: int = 256, layers: int = 4, seed: int = 1
) -> Path:
    """Write an untrained model and a tokenizer learned from ``lines`` into ``folder``, as ``save_pretrained`` does."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

    words = Tokenizer(models.BPE())
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=["<pad>", "<end>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    words.train_from_iterator(lines, trainer)
    words.post_processor = processors.TemplateProcessing(single="$A <end>", special_tokens=[("<end>", 1)])
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, pad_token="<pad>", eos_token="<end>")
    torch.manual_seed(seed)
    config = T5Config(
        vocab_size=len(tokenizer),
        d_model=width,
        d_kv=width // 4,
        d_ff=4 * width,
        num_layers=layers,
        num_heads=4,
        dropout_rate=0.1,
        feed_forward_proj="gated-gelu",
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        decoder_start_token_id=tokenizer.pad_token_id,
    )
    T5ForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
