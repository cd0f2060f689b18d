"""Everything that is embedded, as one list of texts with named ranges."""

import re
from collections import defaultdict

import cases
import evaluation_sets
import statutes

ARTICLE_TOKENS, FACT_TOKENS, LONG_TOKENS, TITLE_TOKENS, CLOZE_TOKENS = 254, 506, 506, 100, 128
QUESTION_TOKENS = {"stard": 254, "jianda": 506, "prosecutor": 254, "lecard": 506, "charges": 506}
NO_CHARGE = "ajId"


class Corpus:
    """Texts (with the most tokens kept of each), statutes, cases, sets."""

    def __init__(self, shared, smoke):
        data = shared / "data"
        self.texts, self.limits, self.ranges = [], [], {}
        self.questions = {name: evaluation_sets.read_questions(data / "eval", name) for name in evaluation_sets.SETS}
        labels = {name: evaluation_sets.read_labels(data / "eval", name) for name in evaluation_sets.SETS}
        self.statutes = statutes.Statutes(statutes.read_articles(data / "laws"))
        self.cases = cases.read_cases(data / "cases")
        self.candidates = evaluation_sets.read_lines(data / "eval/lecard/documents.jsonl")
        if smoke:
            self.shrink(labels)
        self.add_collections()
        self.add_questions()
        self.resolve(labels)

    def add(self, text, limit):
        self.texts.append(text)
        self.limits.append(limit)
        return len(self.texts) - 1

    def shrink(self, labels):
        """A few questions of every set with their gold texts, and some others."""
        self.questions = {name: all_of[:12] for name, all_of in self.questions.items()}
        wanted = {statutes.plain_name(label) for name in self.questions for q in self.questions[name]
                  for label in labels[name][q["id"]]}
        kept = [a for row, a in enumerate(self.statutes.articles)
                if row % 100 == 0 or a.name in wanted or (plain_criminal(a) and row % 10 == 0)
                or (plain_criminal(a) and re.sub("之.*$", "", a.name) in wanted)]
        self.statutes = statutes.Statutes(kept)
        self.cases = [c for row, c in enumerate(self.cases) if row % 100 == 0 or c.number in wanted]
        self.candidates = [d for row, d in enumerate(self.candidates) if row % 200 == 0 or d["id"] in wanted]

    def add_collections(self):
        start = len(self.texts)
        for article in self.statutes.articles:
            self.add(article.as_passage(), ARTICLE_TOKENS)
        self.ranges["articles"] = (start, len(self.texts))
        start, self.case_of_passage, self.passages = len(self.texts), [], []
        for number, case in enumerate(self.cases):
            of_heading = defaultdict(list)
            for heading, body in case.sections:
                for piece in cases.pieces(body):
                    of_heading[heading].append(self.add(case.as_passage(heading, piece), ARTICLE_TOKENS))
                    self.case_of_passage.append(number)
            self.passages.append(of_heading)
        self.ranges["cases"] = (start, len(self.texts))
        start, self.candidate_texts = len(self.texts), []
        for candidate in self.candidates:
            by_charge = candidate["facts_by_charge"]
            charged = "\n".join(text for charge, text in by_charge.items() if charge != NO_CHARGE)
            self.candidate_texts.append(charged or "\n".join(by_charge.values()))
            self.add(self.candidate_texts[-1], FACT_TOKENS)
        self.ranges["candidates"] = (start, len(self.texts))

    def add_questions(self):
        for name in ("lecard", "charges", "stard", "jianda", "prosecutor"):
            start = len(self.texts)
            for question in self.questions[name]:
                self.add(question["text"], QUESTION_TOKENS[name])
            self.ranges[name] = (start, len(self.texts))

    def resolve(self, labels):
        """Gold labels as keys of each set's collection, and the folds."""
        self.criminal = [row for row, a in enumerate(self.statutes.articles) if plain_criminal(a)]
        without_inserted = {r: re.sub("之.*$", "", self.statutes.articles[r].name) for r in self.criminal}
        self.criminal_names = sorted(set(without_inserted.values()))
        criminal_key = {name: key for key, name in enumerate(self.criminal_names)}
        self.criminal_keys = [criminal_key[without_inserted[row]] for row in self.criminal]
        article = lambda label: self.statutes.key_of[statutes.plain_name(label)]
        case_of = {case.number: i for i, case in enumerate(self.cases) if case.number}
        candidate_of = {candidate["id"]: i for i, candidate in enumerate(self.candidates)}
        key = {"stard": article, "jianda": article, "charges": criminal_key.get,
               "prosecutor": case_of.get, "lecard": candidate_of.get}
        self.gold = {name: [[(key[name](label), grade) for label, grade in labels[name][q["id"]].items()]
                            for q in self.questions[name]] for name in evaluation_sets.SETS}
        assert all(k is not None for of_set in self.gold.values() for row in of_set for k, _ in row)
        self.folds = {name: [evaluation_sets.fold_of(q["id"]) for q in self.questions[name]]
                      for name in evaluation_sets.SETS}
        stard = self.questions["stard"]
        gold = {q["id"]: [k for k, _ in row] for q, row in zip(stard, self.gold["stard"])}
        by_group = evaluation_sets.group_folds(gold)
        self.group_folds = [by_group[q["id"]] for q in stard]
        groups = evaluation_sets.components(gold)
        numbers = {group: i for i, group in enumerate(dict.fromkeys(groups.values()))}
        self.groups = [numbers[groups[q["id"]]] for q in stard]


def plain_criminal(article):
    return statutes.plain_name(article.law) == "刑法"
