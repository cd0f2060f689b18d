"""Articles of laws, their names, and citations of them in running text."""

import re

NUMERAL = r"[一二三四五六七八九十百千零〇○两]+"
ARTICLE = re.compile(rf"^(第{NUMERAL}条(?:之{NUMERAL})?)[　\s:：]*(.*)$")
DIGITS = "零一二三四五六七八九"
SHORT_NAMES = {"民诉法": "民事诉讼法", "刑诉法": "刑事诉讼法"}
PART = r"(?:第[一二三四五六七八九十百千零〇\d]+[款项])*"
CITING_LAW = r"《([^》]{2,60})》((?:[（(][^）)]{1,20}[）)])?)"
CITED_NUMBERS = (
    r"((?:[、和及]?第?[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十])?"
    r"(?:第[一二三四五六七八九十\d]+[款项](?:第?[（(]?[一二三四五六七八九十\d]+[)）]?项?)?)*)+)"
)
CITATIONS = re.compile(CITING_LAW + CITED_NUMBERS)
NUMBER = re.compile(r"第?([一二三四五六七八九十百千零〇]+|\d+)条(之[一二三四五六七八九十])?")
# What is cut out of a text that stands as a query for the article it cites.
CITATION_WORDS = re.compile(
    r"《[^》]{2,60}》(?:[（(][^）)]{1,20}[）)])?第[一二三四五六七八九十百千零〇\d]+条"
    r"(?:之[一二三四五六七八九十])?(?:第[一二三四五六七八九十\d]+[款项])*"
    r"(?:[、和及]第?[一二三四五六七八九十百千零〇\d]+条(?:第[一二三四五六七八九十\d]+[款项])*)*"
)
BARE_CITATION = re.compile(
    r"(刑法|刑事诉讼法|民法典|民事诉讼法|行政诉讼法|公司法|劳动合同法|行政处罚法)"
    rf"第({NUMERAL})条(之[一二三四五六七八九十])?"
)


def plain_name(name):
    """A name of a law or article as names are compared."""
    for word in ("中华人民共和国", "（试行）", "(试行)"):
        name = name.replace(word, "")
    return re.sub(r"[《》〈〉\s　]", "", name)


def chinese_number(number):
    """The Chinese numeral of a number from 1 to 9999, as articles are numbered."""
    number = int(number)
    if number < 10:
        return DIGITS[number]
    if number < 20:
        return "十" + (DIGITS[number % 10] if number % 10 else "")
    if number < 100:
        return DIGITS[number // 10] + "十" + (DIGITS[number % 10] if number % 10 else "")
    if number < 1000:
        head, rest = DIGITS[number // 100] + "百", number % 100
        if rest == 0:
            return head
        if rest < 10:
            return head + "零" + DIGITS[rest]
        return head + DIGITS[rest // 10] + "十" + (DIGITS[rest % 10] if rest % 10 else "")
    head, rest = DIGITS[number // 1000] + "千", number % 1000
    if rest == 0:
        return head
    tail = "一" + chinese_number(rest) if 10 <= rest < 20 else chinese_number(rest)
    return head + ("零" if rest < 100 else "") + tail


class Article:
    """An article: law, number, text, top folder (kind of law), date of the version."""

    def __init__(self, law, number, text, kind, date):
        self.law, self.number, self.text, self.kind, self.date = law, number, text, kind, date

    @property
    def name(self):
        return plain_name(self.law) + self.number

    def as_passage(self, text=None):
        """What is embedded: law, number, and the text on a line of its own."""
        law = re.sub("^中华人民共和国", "", self.law)
        return f"{law}{self.number}\n{self.text if text is None else text}"


def read_articles(laws):
    """Articles of all laws, regulations and interpretations, without local rules."""
    found = []
    for path in sorted(map(str, laws.rglob("*.md"))):
        relative = path[len(str(laws)) + 1:]
        kind = relative.split("/")[0]
        if kind in ("DLC", "其他") or relative.endswith("_index.md"):
            continue
        date = re.search(r"\((\d{4}-\d\d-\d\d)\)", relative)
        file_name = relative.split("/")[-1][:-3]
        text = open(path, encoding="utf8").read()
        found += read_law(text, file_name, kind, date.group(1) if date else "9999")
    return found


def read_law(text, file_name, kind, date):
    """The articles of one file."""
    found, title, current = [], None, None
    for line in text.split("\n"):
        if line.startswith("# ") and title is None:
            title = line[2:].strip()
        line = line.strip()
        match = ARTICLE.match(line)
        if match:
            current = Article(title or file_name, match.group(1), match.group(2), kind, date)
            found.append(current)
        elif line.startswith("#") or line.startswith("<!--"):
            current = None
        elif line and current is not None:
            current.text += "\n" + line
    return found


class Statutes:
    """All articles, with a key for each name; versions of an article share a key."""

    def __init__(self, articles):
        self.articles = articles
        self.names = sorted({article.name for article in articles})
        self.key_of = {name: key for key, name in enumerate(self.names)}
        self.keys = [self.key_of[article.name] for article in articles]
        self.newest = {}
        for row, key in enumerate(self.keys):
            if key not in self.newest or articles[row].date > articles[self.newest[key]].date:
                self.newest[key] = row

    def is_newest(self, row):
        return self.newest[self.keys[row]] == row

    def cited(self, text):
        """Keys of the articles that a text cites with 《law》, in order, with repeats."""
        found = []
        for match in CITATIONS.finditer(text):
            law = plain_name(match.group(1))
            law = SHORT_NAMES.get(law, law)
            for number, inserted in NUMBER.findall(match.group(3)):
                if number.isdigit():
                    number = chinese_number(number) if 0 < int(number) < 2000 else ""
                name = f"{law}第{number}条{inserted}"
                if name in self.key_of:
                    found.append(self.key_of[name])
        return found

    def cited_bare(self, text):
        """Keys of the articles that a text cites without 《》."""
        names = (f"{law}第{n}条{z}" for law, n, z in BARE_CITATION.findall(text))
        return [self.key_of[name] for name in names if name in self.key_of]
