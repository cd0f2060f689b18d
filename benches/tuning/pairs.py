"""Pairs of texts to train on: a query and the text that should stand near it.

Every pair carries the folds (plain, by groups) of the question it comes from, or -1
where it comes from no question. Nothing of data/qa is read.
"""

import random
import re
from collections import Counter, defaultdict

import statutes
from cases import RULE_HEADINGS, STATUTE_HEADINGS
from corpus import ARTICLE_TOKENS, CLOZE_TOKENS, NO_CHARGE, TITLE_TOKENS

OFTEN_CITED = 25
SEED = 7


class Pairs:
    """The pairs of each task; `targets` holds each query's right keys, never negatives."""

    def __init__(self, corpus):
        self.corpus, self.random = corpus, random.Random(SEED)
        self.of_task, self.targets, self.negatives, self.cloze_key = defaultdict(list), {}, {}, {}
        self.article_start = corpus.ranges["articles"][0]
        self.from_questions()
        self.from_cases()
        self.from_interpretations()
        self.from_sentences()
        self.from_candidates()
        self.of_judgments = self.from_judgments()

    def add(self, task, query, positive, fold=-1, group_fold=None):
        self.of_task[task].append((query, positive, fold, fold if group_fold is None else group_fold))

    def newest(self, key):
        return self.article_start + self.corpus.statutes.newest[key]

    def from_questions(self):
        c = self.corpus
        start = c.ranges["stard"][0]
        for i, row in enumerate(c.gold["stard"]):
            self.targets[start + i] = [key for key, _ in row]
            for key, _ in row:
                self.add("stard", start + i, self.newest(key), c.folds["stard"][i], c.group_folds[i])
        start = c.ranges["prosecutor"][0]
        for i, row in enumerate(c.gold["prosecutor"]):
            self.targets[start + i] = [key for key, _ in row]
            for key, _ in row:
                of_heading = c.passages[key]
                for heading in of_heading:
                    if heading in ("要旨", "基本案情", "指导意义"):
                        for passage in of_heading[heading][:4]:
                            self.add("prosecutor", start + i, passage, c.folds["prosecutor"][i])
        self.from_charges()
        start, target = c.ranges["lecard"][0], c.ranges["candidates"][0]
        for i, row in enumerate(c.gold["lecard"]):
            self.targets[start + i] = [key for key, grade in row if grade >= 2]
            self.negatives[start + i] = [target + key for key, grade in row if grade <= 1]
            for key, grade in row:
                if grade == 3:
                    self.add("lecard", start + i, target + key, c.folds["lecard"][i])

    def from_charges(self):
        """Facts to an article; which of those that share a number, `training` decides."""
        c, start, rows_of = self.corpus, self.corpus.ranges["charges"][0], defaultdict(list)
        for row, key in zip(c.criminal, c.criminal_keys):
            rows_of[key].append(row)
        for i, row in enumerate(c.gold["charges"]):
            self.targets[start + i] = [c.statutes.keys[r] for key, _ in row for r in rows_of[key]]
            for key, _ in row:
                self.add("charges", start + i, self.article_start + rows_of[key][0], c.folds["charges"][i])

    def from_cases(self):
        c = self.corpus
        cited = [Counter(c.statutes.cited(case.text)) for case in c.cases]
        citing = Counter(key for of_case in cited for key in of_case)
        for number, case in enumerate(c.cases):
            rules = [c.add(rule, ARTICLE_TOKENS) for rule in case.rules()[:6]]
            title = c.add(case.title, TITLE_TOKENS)
            self.rules_to_facts(number, rules)
            keys = list(dict.fromkeys(c.statutes.cited(case.statutes_text())))
            keys = keys or [key for key, _ in cited[number].most_common(6)]
            keys = [key for key in keys if citing[key] <= OFTEN_CITED][:6]
            for query in rules + [title]:
                if query in self.targets:
                    query = c.add(statutes.CITATION_WORDS.sub("", c.texts[query]), ARTICLE_TOKENS)
                self.targets[query] = list(cited[number])
                for key in keys:
                    self.add("case_art", query, self.newest(key))
            self.citing_paragraphs(case, list(cited[number]), citing)

    def rules_to_facts(self, number, rules):
        c, of_heading = self.corpus, self.corpus.passages[number]
        facts = [p for h in of_heading if h == "" or h.startswith("基本案情") for p in of_heading[h]][:8]
        stated = [p for h in of_heading if h.startswith(RULE_HEADINGS) for p in of_heading[h]][:4]
        for query in rules:
            self.targets[query] = [number]
            for passage in self.random.sample(facts, min(3, len(facts))):
                self.add("sum_fact", query, passage)
        for passage in self.random.sample(facts, min(2, len(facts))):
            if stated:
                query = c.add(c.texts[passage].split("\n", 1)[1], ARTICLE_TOKENS)
                self.targets[query] = [number]
                self.add("sum_fact", query, self.random.choice(stated))

    def citing_paragraphs(self, case, all_cited, citing):
        """The words around a citation, without the citation, to the article."""
        c, pattern = self.corpus, statutes.CITATION_WORDS
        paragraphs = [p for heading, body in case.sections if heading not in STATUTE_HEADINGS
                      for p in body.split("\n") if pattern.search(p)]
        self.random.shuffle(paragraphs)
        for paragraph in paragraphs[:4]:
            keys = [k for k in dict.fromkeys(c.statutes.cited(paragraph)) if citing[k] <= OFTEN_CITED]
            match = pattern.search(paragraph)
            around = pattern.sub("", paragraph[max(0, match.start() - 120):match.end() + 120])
            if not keys or len(around) < 30:
                continue
            query = c.add(around, ARTICLE_TOKENS)
            self.targets[query] = all_cited
            for key in keys[:2]:
                self.add("case_art", query, self.newest(key))

    def from_interpretations(self):
        """An article of an interpretation to the articles it cites."""
        s = self.corpus.statutes
        for row, article in enumerate(s.articles):
            if article.kind not in ("司法解释", "部门规章", "行政法规") or not s.is_newest(row):
                continue
            keys = s.cited(article.text) + s.cited_bare(article.text)
            keys = [key for key in dict.fromkeys(keys) if key != s.keys[row]]
            if not keys or len(article.text) < 40:
                continue
            if article.kind != "司法解释" and self.random.random() > 0.3:
                continue
            text = statutes.BARE_CITATION.sub("", statutes.CITATION_WORDS.sub("", article.text))
            query = self.corpus.add(text[:240], ARTICLE_TOKENS)
            self.targets[query] = keys + [s.keys[row]]
            for key in keys[:2]:
                self.add("art_art", query, self.newest(key))

    def from_sentences(self, most=3000):
        """A sentence of an article to the rest of it."""
        s = self.corpus.statutes
        rows = [r for r, a in enumerate(s.articles) if s.is_newest(r) and len(a.text) >= 70
                and a.kind not in ("行政法规", "部门规章")]
        self.random.shuffle(rows)
        for row in rows[:most]:
            article = s.articles[row]
            sentences = [t for t in re.split(r"[。；\n]", article.text) if len(t) >= 15]
            if len(sentences) < 2:
                continue
            sentence = self.random.choice(sentences)
            query = self.corpus.add(sentence, CLOZE_TOKENS)
            rest = self.corpus.add(article.as_passage(article.text.replace(sentence, "")), ARTICLE_TOKENS)
            self.targets[query], self.cloze_key[rest] = [s.keys[row]], s.keys[row]
            self.add("ict", query, rest)

    def from_candidates(self):
        """Candidates that share a charge; no query and no label is used."""
        c, start, of_charge = self.corpus, self.corpus.ranges["candidates"][0], defaultdict(list)
        charges = [sorted(k for k in d["facts_by_charge"] if k != NO_CHARGE) for d in c.candidates]
        for i, own in enumerate(charges):
            for charge in own:
                of_charge[charge].append(i)
        for i, own in enumerate(charges):
            if own:
                alike = [j for j in of_charge[self.random.choice(own)] if j != i]
                for j in self.random.sample(alike, min(2, len(alike))):
                    self.add("doc_doc", start + i, start + j)
                self.targets[start + i] = [j for charge in own for j in of_charge[charge]]

    def from_judgments(self):
        """Judgments with equal articles; both have to be outside the measured fold."""
        c, start = self.corpus, self.corpus.ranges["charges"][0]
        keys = [{key for key, _ in row} for row in c.gold["charges"]]
        texts, folds = [q["text"] for q in c.questions["charges"]], c.folds["charges"]
        alike = [(i, j) for i in range(len(keys)) for j in range(len(keys))
                 if i != j and keys[i] == keys[j] and texts[i] != texts[j]]
        self.random.shuffle(alike)
        found, taken = [], Counter()
        for i, j in alike:
            if taken[i] < 5:
                taken[i] += 1
                found.append((start + i, start + j, folds[i], folds[j]))
        return found
