"""Documents whose quotations are placeholders, filled in from the national texts.

corpus/labels/documents/README.md describes the syntax.
"""

import pathlib
import re

DIGITS = "零一二三四五六七八九"
UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
NUMBER = "[零〇一二三四五六七八九十百千]+"
HEADING = re.compile(rf"第{NUMBER}条(之{NUMBER})?(?=\s|$)")
ITEM = re.compile(rf"（{NUMBER}）")
PLACEHOLDER = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)
# Names used in placeholders that do not begin the file's name.
NAMES = {"刑诉法": "刑事诉讼法", "民诉法": "民事诉讼法"}


def numeral(number):
    """1260 → 一千二百六十."""
    words, zero = "", False
    for unit, name in UNITS:
        digit = number // unit % 10
        if digit:
            words += "零" if zero and words else ""
            words += "" if unit == 10 and digit == 1 and number < 20 else DIGITS[digit]
            words += name
            zero = False
        else:
            zero = bool(words)
    return words


def heading(article):
    first, _, second = article.partition("-")
    return f"第{numeral(int(first))}条" + (f"之{numeral(int(second))}" if second else "")


class Texts:
    """Laws and guiding cases below LEIAN_SHARED/data."""

    def __init__(self, data):
        self.data = pathlib.Path(data)

    def files(self, law):
        """The newest text of a law; of the Civil Code, its eight files."""
        law = NAMES.get(law, law)
        if law == "民法典":
            return sorted((self.data / "laws/民法典").glob("*.md"))
        named = re.compile(rf"{re.escape(law)}(\(\d{{4}}-\d\d-\d\d\))?\.md")
        found = [
            file
            for file in (self.data / "laws").rglob(f"{law}*.md")
            if named.fullmatch(file.name) and "DLC" not in file.parts
        ]
        return sorted(found, key=lambda file: file.name)[-1:]

    def article(self, law, article):
        """The lines of an article, its number taken off."""
        for file in self.files(law):
            lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
            for place, line in enumerate(lines):
                found = HEADING.match(line)
                if found and found.group() == heading(article):
                    return [line[found.end() :].strip(), *following(lines[place + 1 :])]
        raise LookupError(f"{law} {article}")

    def provision(self, law, article, paragraph, item=None):
        number = 0
        for line in self.article(law, article):
            if not ITEM.match(line):
                number += 1
                if number == paragraph and item is None:
                    return line
            elif number == paragraph and line.startswith(f"（{numeral(item or 0)}）"):
                return ITEM.sub("", line, count=1)
        raise LookupError(f"{law} {article} {paragraph} {item}")

    def key_points(self, number):
        """The 要旨 of a guiding case, first paragraph."""
        for file in (self.data / "cases/spp-guiding").glob("*.md"):
            text = file.read_text(encoding="utf-8")
            if f"（{number}）" in text.split("\n", 1)[0] and "index" not in file.name:
                lines = [line.strip() for line in text.split("【要旨】", 1)[1].splitlines()]
                return next(line for line in lines if line)
        raise LookupError(number)


def following(lines):
    for line in lines:
        if HEADING.match(line) or line.startswith(("#", "<!--")):
            return
        if line:
            yield line


def changed(words, operation):
    if operation.startswith("first"):
        return words.partition(operation.removeprefix("first"))[0]
    if operation == "punct":
        return words.translate(str.maketrans("，；：、", ",;:，"))
    if operation == "space":
        gaps = {0: "　", 10: " ", 20: " "}
        return "".join(
            (gaps.get(place % 30, "") if place else "") + char for place, char in enumerate(words)
        )
    before, equals, after = operation.partition("=")
    if not equals or before not in words:
        raise LookupError(f"{operation}: {words}")
    return words.replace(before, after, 1)


def words_of(placeholder, texts):
    source, *operations = placeholder.split("|")
    name, *numbers = source.split(":")
    if numbers == ["要旨"]:
        words = texts.key_points(name)
    else:
        words = texts.provision(name, numbers[0], *map(int, numbers[1:]))
    for operation in operations:
        words = changed(words, operation)
    return words


class Filled:
    """A template's text, with the places of both sides."""

    def __init__(self, template, texts):
        self.template, self.text, self.quotations, self.shifts = template, "", [], []
        taken = 0
        for found in PLACEHOLDER.finditer(template):
            self.text += template[taken : found.start()]
            start = len(self.text)
            self.text += words_of(found.group(1), texts)
            self.quotations.append((start, len(self.text)))
            self.shifts.append((found.end(), len(self.text) - found.end()))
            taken = found.end()
        self.text += template[taken:]

    def place(self, words, occurrence):
        """Where the n-th occurrence of words in the template stands in the text."""
        at = -1
        for _ in range(occurrence):
            at = self.template.index(words, at + 1)
        shift = max((pair for pair in self.shifts if pair[0] <= at), default=(0, 0))[1]
        return at + shift, at + shift + len(words)

    def in_quotation(self, start, end):
        return any(first <= start and end <= last for first, last in self.quotations)
