"""Prints the cross-validated measures in results.pkl, with 95% paired-bootstrap intervals.

    tables.py --shared FOLDER --model FOLDER --out FOLDER

For STARD a second interval resamples whole groups of questions that share a gold article.
"""

import pickle

import numpy as np

import options

DRAWS, SEED = 5000, 11


def interval(base, tuned, draw, groups=None):
    """Of the mean difference, over questions or over groups of them."""
    difference = tuned - base
    if groups is None:
        means = difference[draw.integers(0, len(difference), (DRAWS, len(difference)))].mean(1)
    else:
        _, place = np.unique(groups, return_inverse=True)
        sums, counts = np.bincount(place, difference), np.bincount(place)
        chosen = draw.integers(0, len(sums), (DRAWS, len(sums)))
        means = sums[chosen].sum(1) / counts[chosen].sum(1)
    return np.percentile(means, [2.5, 97.5])


def out_of_fold(results, meta, variant, by_groups, name, measure):
    """Base and tuned values of the questions that have been measured, and their places."""
    collection = name.split("+")[0].split(":")[0]
    base = np.array(results["base"][name][measure])
    of_fold = {fold: np.array(results[variant, by_groups, fold][name][measure])
               for fold in range(5) if (variant, by_groups, fold) in results}
    if collection == "jianda":  # in no training at all: the mean of the folds' networks
        return base, np.mean(list(of_fold.values()), 0), np.arange(len(base))
    folds = np.array(meta["group_folds"] if by_groups and collection == "stard" else meta["folds"][collection])
    tuned = np.full(len(base), np.nan)
    for fold, values in of_fold.items():
        tuned[folds == fold] = values[folds == fold]
    measured = np.where(~np.isnan(tuned))[0]
    return base[measured], tuned[measured], measured


def main():
    arguments = options.parse(__doc__)
    meta = pickle.load(open(arguments.out / "meta.pkl", "rb"))
    results = pickle.load(open(arguments.out / "results.pkl", "rb"))
    draw, groups = np.random.default_rng(SEED), np.array(meta["groups"])
    for variant, by_groups in dict.fromkeys(key[:2] for key in results if key != "base"):
        print(f"\n## {variant}, {'folds by groups' if by_groups else 'plain folds'}")
        for name, of_set in results["base"].items():
            for measure in of_set:
                base, tuned, places = out_of_fold(results, meta, variant, by_groups, name, measure)
                if not len(base):
                    continue
                low, high = interval(base, tuned, draw)
                line = f"{name:20} {measure:8} n={len(base):4} {base.mean():.3f} -> {tuned.mean():.3f} [{low:+.3f},{high:+.3f}]"
                if name == "stard":
                    low, high = interval(base, tuned, draw, groups[places])
                    line += f" groups [{low:+.3f},{high:+.3f}]"
                print(line)


if __name__ == "__main__":
    main()
