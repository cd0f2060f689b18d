"""The arguments that all scripts of the recipe share."""

import argparse
import os
import pathlib


def parser(description):
    """A parser with --shared, --model, --out and --smoke."""
    result = argparse.ArgumentParser(description=description)
    shared = os.environ.get("LEIAN_SHARED")
    result.add_argument("--shared", type=pathlib.Path, default=shared, required=shared is None,
                        help="folder that holds data/ (default: LEIAN_SHARED)")
    result.add_argument("--model", type=pathlib.Path, required=True,
                        help="model folder: model.safetensors and tokenizer.json")
    result.add_argument("--out", type=pathlib.Path, required=True, help="folder for what is made")
    result.add_argument("--smoke", action="store_true",
                        help="a tiny slice, to see that all parts run; its figures mean nothing")
    return result


def parse(description):
    """The parsed arguments; the folder --out is made."""
    arguments = parser(description).parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    return arguments
