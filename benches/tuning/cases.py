"""Guiding and typical cases: sections, passages, rules."""

import re

NOT_CASES = ("_index.md", "index.md", "index2.md", "README.md")
HEADING = re.compile(
    r"^(?:【([^】]{2,20})】|(关键词|裁判要点|相关法条|基本案情|裁判结果|裁判理由|案例要旨|裁判摘要)\s*$)"
)
RULE_HEADINGS = ("要旨", "裁判要点", "裁判摘要", "案例要旨", "执纪执法要点")
STATUTE_HEADINGS = ("相关规定", "相关法条", "相关法律规定", "相关立法")
PASSAGE_CHARS = 200


class Case:
    """A case: title, number of a guiding case of the SPP, sections (heading, text)."""

    def __init__(self, title, number, sections, text):
        self.title, self.number, self.sections, self.text = title, number, sections, text

    def rules(self):
        """The paragraphs of the sections that state the rule of the case."""
        found = []
        for heading, body in self.sections:
            if not heading.startswith(RULE_HEADINGS):
                continue
            for line in body.split("\n"):
                line = re.sub(r"^[一二三四五六七八九十\d]+[、.．]", "", line).strip()
                if len(line) > 15:
                    found.append(line)
        return found

    def statutes_text(self):
        return "\n".join(body for heading, body in self.sections if heading in STATUTE_HEADINGS)

    def as_passage(self, heading, piece):
        return self.title[:60] + ("　" + heading if heading else "") + "\n" + piece


def pieces(text, size=PASSAGE_CHARS):
    """Whole sentences of about `size` characters together."""
    found, current = [], ""
    for sentence in re.split(r"(?<=[。；！？\n])", text):
        if len(current) + len(sentence) > size and current:
            found.append(current.strip())
            current = ""
        current += sentence
        while len(current) > size * 1.5:
            found.append(current[:size].strip())
            current = current[size:]
    if current.strip():
        found.append(current.strip())
    return [piece for piece in found if piece]


def title_of(lines):
    for line in lines:
        title = re.sub(r"^[#\s]+", "", line)
        title = re.sub(r"^指导(性)?案例\s*\d+\s*号[：:]?", "", title).strip()
        in_brackets = re.fullmatch(r"[（(].*[)）]", title)
        if len(title) > 6 and not in_brackets and not title.startswith("原文网址"):
            return title
    return ""


def read_case(text, from_spp):
    lines = [line.strip().strip("　") for line in text.split("\n")]
    lines = [line for line in lines if line]
    sections = [("", [])]
    for line in lines[1:]:
        match = HEADING.match(line)
        if match:
            sections.append(((match.group(1) or match.group(2)).replace(" ", ""), []))
            rest = line[match.end():].strip()
            if rest:
                sections[-1][1].append(rest)
        elif not line.startswith("原文网址"):
            sections[-1][1].append(line)
    sections = [(heading, "\n".join(body)) for heading, body in sections if body]
    # The number in a file's name is not the number of the case.
    numbers = re.findall(r"检例第\s*(\d+)\s*号", "\n".join(lines[:6]))
    number = f"检例第{numbers[0]}号" if numbers and from_spp else None
    return Case(title_of(lines), number, sections, "\n".join(lines))


def read_cases(folder):
    """All cases below `folder`."""
    paths = sorted(str(path) for path in folder.rglob("*.md") if path.name not in NOT_CASES)
    return [read_case(open(path, encoding="utf8").read(), "spp-guiding" in path) for path in paths]
