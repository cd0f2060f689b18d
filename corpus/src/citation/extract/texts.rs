//! Which text the next article is of: titles in 《》, names without, numbers of documents,
//! 本法, 同法, 其实施条例.

use std::ops::Range;

use super::Reader;
use crate::citation::bare_names::{known_at_end, name_at_end};
use crate::citation::edition::{
    Beside, before_name, by_amendment_before, is_for_all, notes_behind,
};
use crate::citation::marked_names::{next_ordinal, ordinal_behind, ordinals_before};
use crate::citation::mention::whole;
use crate::citation::names::{Name, titled};
use crate::citation::nested::{derived_name, unquoted_title};
use crate::citation::relative::Relative;
use crate::citation::{gaps, short_forms, stand_in};
use crate::document::LawKey;
use crate::law_title::Edition;
use crate::normalize::without_spaces;

/// How far before an article a title is looked for that has other titles inside.
const MAX_TITLE_CHARS: usize = 160;

impl Reader<'_> {
    pub(super) fn title(&mut self, range: Range<usize>, inside: Range<usize>) {
        let before = &self.text[..range.start];
        // （以下简称《甲规定》） was read with the title before it.
        if short_forms::is_definition(before) {
            return;
        }
        let (range, inside) = match unquoted_title(self.text, &range, &self.known) {
            Some(whole) => {
                self.title_end = whole.end;
                (whole.clone(), whole)
            }
            None => (range, inside),
        };
        let written = &self.text[inside];
        let ordinal = ordinal_behind(written, &self.text[range.end..], &self.known);
        let (range, written) = match ordinal {
            Some((length, whole)) => (range.start..range.end + length, whole),
            None => (range, written.to_owned()),
        };
        let before = &self.text[..range.start];
        let behind = &self.text[range.end..];
        self.flush();
        self.place = None;
        self.annex = None;
        let Some(name) = titled(&written, before, behind, &self.known) else {
            self.known.pass_over(&written, before);
            // 《借款合同》第三条 must not count for the law named before.
            self.law = None;
            return;
        };
        let name = self.of_definition(with_notes(name, before, behind));
        if let Some(key) = &name.key {
            if name.edition.is_some() && is_for_all(behind) {
                self.known.define(&name.written, key, name.edition);
                self.known.define(key.as_str(), key, name.edition);
            }
            self.define(range.clone(), key, name.edition);
            self.known.named(key);
        }
        self.end = range.end;
        self.law = Some(name.clone());
        self.last_law = self.law.clone();
        if let Some((rest, _)) = self.text[range.end..].split_once('\n') {
            let rest = gaps::without_brackets(rest);
            let alone = rest.trim().trim_end_matches(['：', ':']).is_empty();
            self.heading = alone.then(|| name.clone()).or(self.heading.take());
            self.appendix &= !alone;
            let first = self.text[..range.start].trim_matches(['#', '\u{feff}', '\n', ' ']);
            self.own_title = self
                .own_title
                .or((alone && first.is_empty()).then_some(range.end));
        }
        if gaps::begins_appendix(before) || self.appendix && self.starts_line(range.start) {
            self.heading = Some(name.clone());
            self.appendix = true;
        }
        self.pending = Some((range, name));
    }

    /// A short name with the text of the law that its definition names, where nothing
    /// beside it names one.
    fn of_definition(&self, name: Name) -> Name {
        let defined = self.known.short(&name.written);
        let edition = name
            .edition
            .or_else(|| defined.and_then(|defined| defined.edition));
        Name { edition, ..name }
    }

    /// Remembers the short names that the text defines for the title or number in
    /// `range`, before it or behind it.
    pub(super) fn define(&mut self, range: Range<usize>, key: &LawKey, edition: Option<Edition>) {
        let joined = self.titles.last().is_some_and(|(end, ..)| {
            self.text
                .get(*end..range.start)
                .is_some_and(gaps::is_separator)
        });
        if !joined {
            self.titles.clear();
        }
        self.titles.push((range.end, key.clone(), edition));
        if let Some(short) = short_forms::stands_for(&self.text[..range.start]) {
            self.known.define(&short, key, edition);
            // Behind the bracket the article is one of the short name before it.
            if let Some((law @ None, ..)) = self.outer.last_mut() {
                *law = Some(Name::new(Some(key.clone()), &short));
            }
        }
        let definition = short_forms::behind(&self.text[range.end..]);
        let names = &definition.names;
        if definition.distributed && names.len() == self.titles.len() {
            for (name, (_, key, edition)) in names.iter().zip(&self.titles) {
                self.known.define(name, key, *edition);
            }
        } else if !definition.distributed {
            for name in names {
                self.known.define(name, key, edition);
            }
        }
    }

    /// 法释〔2013〕8号: a text by its number. With a title beside it, the number belongs to
    /// that.
    pub(super) fn number(&mut self, range: Range<usize>, number: &str) {
        if self.is_of_title(&range) {
            return;
        }
        self.flush();
        let key = stand_in::of_number(number);
        self.define(range.clone(), &key, None);
        self.known.named(&key);
        self.text_named(range, Some(key));
        self.last_law = self.law.clone();
    }

    /// Whether the number in `range` stands in brackets behind a title, or before one:
    /// 《某解释》（法释〔2013〕8号）, 法释〔2013〕8号《某解释》.
    pub(super) fn is_of_title(&self, range: &Range<usize>) -> bool {
        let behind = self.text[range.end..].trim_start();
        let behind = [
            "文件",
            "文",
            "公布的",
            "发布的",
            "印发的",
            "的",
            "公布",
            "发布",
            "印发",
        ]
        .iter()
        .find_map(|word| behind.strip_prefix(word))
        .unwrap_or(behind);
        let line = self.text[..range.start]
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        let bracket = line.rfind(['（', '(']);
        let open = bracket.filter(|&at| !line[at..].contains(['）', ')']));
        let in_bracket = open.is_some_and(|at| line[..at].trim_end().ends_with('》'));
        let pending = self.pending.as_ref().is_some_and(|(title, _)| {
            let gap = self.text.get(title.end..range.start).unwrap_or("。");
            self.text[title.clone()].starts_with('《')
                && gap.trim_matches([' ', '，', ',']).is_empty()
        });
        behind.starts_with('《') || in_bracket || pending
    }

    /// 其实施条例, 同法的司法解释（三）: a text by the law named before.
    pub(super) fn relative(&mut self, range: Range<usize>, name: &Relative) {
        let kind = match name.base.ends_with("条例") {
            true => "条例",
            false => "法",
        };
        let is_law = |law: &Name| {
            let title = law.key.as_ref().map_or("", LawKey::as_str);
            ["法", "法典", "条例"]
                .iter()
                .any(|end| title.ends_with(end))
        };
        let base = self.last_law.clone().filter(is_law).and_then(|law| law.key);
        let base = base.or_else(|| self.known.last_of_kind(kind));
        // 《甲法》和《乙法》及其实施条例 may be that of either.
        let several = name.base == "其" && self.titles.len() > 1 && {
            let end = self.titles.last().map_or(0, |(end, ..)| *end);
            let gap = self.text.get(end..range.start).unwrap_or_default();
            ["及", "和", "与", "以及", "、", ""].contains(&gap.trim())
        };
        let key = match base.filter(|_| !several && !name.base.starts_with('本')) {
            Some(base) => stand_in::of_relative(name, &base),
            None => None,
        };
        self.flush();
        if let Some(key) = &key {
            self.known.named(key);
        }
        self.text_named(range, key);
    }

    /// What `range` names is the law of the next article.
    pub(super) fn text_named(&mut self, range: Range<usize>, key: Option<LawKey>) {
        let written = without_spaces(&self.text[range.clone()]);
        let name = Name::new(key, &written);
        self.end = range.end;
        self.place = None;
        self.annex = None;
        self.law = Some(name.clone());
        self.pending = Some((range, name));
    }

    pub(super) fn same_law(&mut self, range: Range<usize>, word: &str) {
        self.flush();
        self.annex = None;
        let kind = word.trim_end_matches('律');
        let name = match self.known.last_of_kind(kind) {
            Some(key) => Some(Name::new(Some(key.clone()), key.as_str())),
            // 该解释 behind a law alone is something that the text does not name.
            None => self
                .last_law
                .clone()
                .filter(|law| law.written.ends_with(kind) || law.key.is_none()),
        };
        let last = self.last_law.clone().filter(|_| kind == "法");
        let name = last.or(name).unwrap_or_else(|| self.open_name(&range));
        self.end = range.end;
        self.place = None;
        self.law = Some(name.clone());
        self.pending = Some((range, name));
    }

    pub(super) fn own_law(&mut self, range: Range<usize>) {
        // （以下简称本法）
        if short_forms::is_definition(&self.text[..range.start]) {
            return;
        }
        self.flush();
        self.annex = None;
        self.end = range.end;
        self.place = None;
        let defined = self
            .known
            .short(&self.text[range.clone()])
            .map(|defined| defined.named(&self.text[range.clone()]));
        let name = defined.or_else(|| self.quoted_law(&range));
        let name = name.unwrap_or_else(|| self.open_name(&range));
        self.pending = Some((range, name.clone()));
        self.law = Some(name);
    }

    /// The law that 本法 means in words of its own: in quotation marks, behind 第三条规定：,
    /// or below its title and the number of an article.
    pub(super) fn quoted_law(&self, range: &Range<usize>) -> Option<Name> {
        let kind = &self.text[range.start + '本'.len_utf8()..range.end];
        let quoted = self.quoted.as_ref().filter(|quoted| range.start < quoted.2);
        let quoted = quoted.and_then(|(law, ..)| law.clone());
        let reported = || {
            let (law, _, end) = self.last_article.as_ref()?;
            let gap = &self.text[*end..range.start];
            let below = law.is_some() && *law == self.heading && !gap.contains('【');
            law.clone().filter(|_| below || gaps::reports(gap))
        };
        let law = quoted.or_else(reported)?;
        let title = law.key.as_ref()?.as_str();
        (title.ends_with(kind) || kind == "法" && title.ends_with("法典")).then_some(law)
    }

    pub(super) fn open_name(&self, range: &Range<usize>) -> Name {
        Name::new(None, &self.text[range.clone()])
    }

    /// The law named without 《》 directly before an article, and where its name begins.
    pub(super) fn bare_name(&self, at: usize) -> Option<(Name, usize)> {
        let last = self.mentions.last().map_or(0, |last| last.byte_range.end);
        let floor = self.end.max(last);
        let trimmed = self.text[..at].trim_end_matches([' ', '\u{3000}']).len();
        let around = self.title_around(floor, trimmed);
        if let Some(found) = around.or_else(|| self.made_of_title(trimmed)) {
            return Some(found);
        }
        let before = self.text.get(floor..trimmed)?;
        if let Some(found) = self.next_of_title(trimmed) {
            return Some(found);
        }
        let (name, start) = name_at_end(before, &self.known)?;
        if start == before.len() {
            return Some((name, at));
        }
        let start = floor + start;
        let edition = name
            .edition
            .or_else(|| by_amendment_before(&self.text[..start]));
        Some((Name { edition, ..name }, start))
    }

    /// 《刑法修正案（八）》、（九）: another text beside the title named last.
    fn next_of_title(&self, end: usize) -> Option<(Name, usize)> {
        let (title, _) = self.pending.as_ref()?;
        let (name, start) = next_ordinal(self.text.get(title.start..end)?, &self.known)?;
        Some((name, title.start + start))
    }

    /// Mentions the texts that stand in a list before the last one, whose ordinal begins at
    /// `last`: of 刑法修正案（八）、（九）第一条 the first.
    pub(super) fn earlier_ordinals(&mut self, last: usize, end: usize) {
        let floor = self.mentions.last().map_or(0, |last| last.byte_range.end);
        let floor = floor.max(self.end.min(last));
        let head = self.text.get(floor..end);
        let (Some(head), Some(last)) = (head, last.checked_sub(floor)) else {
            return;
        };
        for (range, name) in ordinals_before(head.trim_end(), last, &self.known) {
            let range = floor + range.start..floor + range.end;
            self.mentions.push(whole(range, name.key, name.written));
        }
    }

    /// A known title that has titles inside which were read before: 最高人民法院关于适用
    /// 《刑事诉讼法》的解释 without 《》 around it.
    pub(super) fn title_around(&self, floor: usize, end: usize) -> Option<(Name, usize)> {
        let text = &self.text[..end];
        let from = text.char_indices().rev().nth(MAX_TITLE_CHARS);
        let from = from.map_or(0, |(at, _)| at);
        if floor <= from {
            return None;
        }
        // “最高人民法院关于适用刑法第十二条几个问题的解释”第一条
        let around = &text[from..];
        let inside = around.trim_end_matches(['”', '"', '」', '』']);
        let (name, start) = known_at_end(inside, &self.known)?;
        let opened = around[..start]
            .trim_end_matches(['“', '"', '「', '『'])
            .len();
        let in_marks = inside.len() < around.len();
        if in_marks != (opened < start) && in_marks {
            return None;
        }
        let start = if in_marks { opened } else { start };
        let written = name.written.as_str();
        let inside = written.contains("关于") || written.contains('《');
        let around = from + start < floor && inside && !written.ends_with('》');
        around.then_some((name, from + start))
    }

    /// 《某法》实施条例: a law that has the title before it as a part of its name.
    pub(super) fn made_of_title(&self, end: usize) -> Option<(Name, usize)> {
        let (title, name) = self.pending.as_ref()?;
        let behind = self.text.get(title.end..end)?;
        let name = derived_name(&self.text[..title.start], name, behind, &self.known)?;
        Some((name, title.start))
    }

    /// Forgets the titles that were read inside one that begins at `start`.
    pub(super) fn take_over(&mut self, start: usize) {
        self.pending = self.pending.take().filter(|(title, _)| title.start < start);
        while self
            .mentions
            .last()
            .is_some_and(|last| last.byte_range.end > start)
        {
            self.mentions.pop();
        }
    }
}

/// A name in 《》 with what its own brackets, the words before it and the notes behind it
/// say of the version.
fn with_notes(name: Name, before: &str, behind: &str) -> Name {
    let own = Beside {
        edition: name.edition,
        doc_number: name.doc_number.clone(),
    };
    let edition = before_name(before).map(|(edition, _)| edition);
    let before = Beside {
        edition,
        doc_number: None,
    };
    name.with(own.or(notes_behind(behind)).or(before))
}
