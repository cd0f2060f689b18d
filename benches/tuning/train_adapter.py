"""Trains a variant on all given questions and writes its adapter.

    train_adapter.py --shared FOLDER --model FOLDER --out FOLDER [--variant query] [--smoke]

Reads what `prepare.py` left in --out; writes VARIANT.safetensors there. Its scores on
the given questions mean nothing: only `cross_validate.py` measures.
"""

import dataclasses
import hashlib
import json

from safetensors.torch import save_file

import options
from cross_validate import prepare_trainer, shrink
from network import adapter_tensors
from training import settings_of_variants


def main():
    parser = options.parser(__doc__)
    parser.add_argument("--variant", choices=sorted(settings_of_variants()), default="query")
    arguments = parser.parse_args()
    _, _, _, trainer = prepare_trainer(arguments)
    settings = settings_of_variants()[arguments.variant]
    settings = shrink(settings) if arguments.smoke else settings
    network, cost = trainer.train(settings)
    print(cost)
    metadata = {
        "rank": str(settings.rank), "alpha": str(settings.alpha),
        "side": "query" if settings.query_only else "both",
        "base": "multilingual-e5-small Q4_0", "merge": "W + alpha/rank * B A, then Q4_0",
        "base_sha256": hashlib.sha256((arguments.model / "model.safetensors").read_bytes()).hexdigest(),
        "recipe": json.dumps(dataclasses.asdict(settings)),
    }
    target = arguments.out / f"{arguments.variant}.safetensors"
    save_file(adapter_tensors(network), target, metadata=metadata)
    print(target, hashlib.sha256(target.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
