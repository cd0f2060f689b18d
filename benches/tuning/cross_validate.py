"""Trains a variant on four fifths of the questions and measures it on the rest, five times.

    cross_validate.py --shared FOLDER --model FOLDER --out FOLDER [--variant query] [--groups] [--smoke]

Reads what `prepare.py` left in --out; adds its results to results.pkl there, which
`tables.py` prints. Without --groups the folds are those of the questions' ids.
"""

import pickle

import torch

import options
from evaluate import Evaluation
from network import Network
from prepared import Prepared
from training import Trainer, settings_of_variants


def device():
    if not torch.cuda.is_available():
        return "cpu"
    torch.backends.cuda.matmul.allow_tf32 = True
    return "cuda"


def shrink(settings):
    """A few steps of a few pairs."""
    settings.steps, settings.batch = 10, {"*": 4}
    return settings


def prepare_trainer(arguments):
    """The prepared data, the base network's vectors, and a trainer."""
    prepared = Prepared(arguments.out, device(), arguments.smoke)
    base = Network(prepared.weights, prepared.device)
    vectors = prepared.embed_collections(base)
    return prepared, base, vectors, Trainer(prepared, base, vectors)


def main():
    parser = options.parser(__doc__)
    parser.add_argument("--variant", choices=sorted(settings_of_variants()), default="query")
    parser.add_argument("--groups", action="store_true", help="folds that no gold article of STARD crosses")
    arguments = parser.parse_args()
    prepared, base, vectors, trainer = prepare_trainer(arguments)
    settings = settings_of_variants()[arguments.variant]
    settings = shrink(settings) if arguments.smoke else settings
    target = arguments.out / "results.pkl"
    results = pickle.load(open(target, "rb")) if target.exists() else {}
    results["base"] = Evaluation(prepared, base, vectors).all()
    for fold in range(1 if arguments.smoke else 5):
        network, cost = trainer.train(settings, fold, arguments.groups)
        found = vectors if settings.query_only else prepared.embed_collections(network)
        results[arguments.variant, arguments.groups, fold] = Evaluation(prepared, network, found).all()
        print(arguments.variant, "groups" if arguments.groups else "plain", fold, cost, flush=True)
        pickle.dump(results, open(target, "wb"))


if __name__ == "__main__":
    main()
