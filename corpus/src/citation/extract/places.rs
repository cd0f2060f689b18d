//! Articles, parts of laws and what goes on from the article before: 第三款, 前款, 该条.

use std::ops::Range;

use super::{Reader, of_article};
use crate::citation::bare_names::in_sentence;
use crate::citation::edition::{before_name, in_commas, notes_behind};
use crate::citation::mention::{CitationMention, DivisionStep, names_a_law, whole};
use crate::citation::names::Name;
use crate::citation::tokens::{ArticlePlace, Part};
use crate::citation::{clause_of_time, gaps, quote, relative};
use crate::law_title::Edition;
use crate::statute::ArticleNumber;

impl Reader<'_> {
    /// A part of a law (分则第五章), alone or before its article.
    pub(super) fn division(&mut self, range: Range<usize>, steps: Vec<DivisionStep>) {
        let named = self.bare_name(range.start);
        let titled = self.pending.is_some() && gaps::is_joint(self.gap(range.start));
        let listed = self.division.is_some() && gaps::is_separator(self.gap(range.start));
        if named.is_none() && !titled && !listed {
            return;
        }
        let mut start = range.start;
        if let Some((name, from)) = named {
            self.take_over(from);
            self.flush();
            start = from;
            self.law = Some(name);
        } else if let Some((title, _)) = self.pending.take() {
            start = title.start;
        }
        self.flush();
        self.end = range.end;
        self.place = None;
        self.division = Some((start..range.end, steps));
    }

    /// A part of a law that no article follows is a mention of its own.
    pub(super) fn flush_division(&mut self) {
        let Some((byte_range, division)) = self.division.take() else {
            return;
        };
        let law = self.law.clone();
        // 本法第四章 says as little as 本法 alone.
        let named = law
            .as_ref()
            .is_some_and(|law| law.key.is_some() || names_a_law(&law.written));
        if !named {
            return;
        }
        let written = law.as_ref().map(|law| law.written.clone());
        self.mentions.push(CitationMention {
            division,
            ..whole(
                byte_range,
                law.and_then(|law| law.key),
                written.unwrap_or_default(),
            )
        });
    }

    pub(super) fn article(&mut self, range: Range<usize>, place: ArticlePlace) {
        if let Some((at, annex)) = relative::annex_before(&self.text[..range.start])
            && at >= self.end
        {
            return self.of_annex(at, annex, range, place);
        }
        if !self.continues(range.start) {
            self.annex = None;
        }
        if self.begins_own_text(&range, place.article) {
            self.heading = None;
        }
        // 五百条 of something counts behind the name of a law that is known.
        let bare = self
            .bare_name(range.start)
            .filter(|(name, _)| place.full || name.key.is_some());
        let start = match bare {
            Some((name, start)) => {
                self.take_over(start);
                self.flush();
                self.earlier_ordinals(start, range.start);
                self.annex = None;
                if let Some(key) = &name.key {
                    self.known.named(key);
                    self.last_law = Some(name.clone());
                }
                self.law = Some(name);
                start
            }
            None => self.listed(&range),
        };
        let named = start < range.start || self.end_is(range.start);
        let listed = gaps::is_separator(self.gap(range.start));
        if !(place.full || named || listed && self.law.is_some()) {
            return; // 共12条
        }
        self.pending = None;
        self.cite(start..range.end, place);
    }

    /// Whether 第一条 stands below the title and preamble that the text begins with: then
    /// it is that text itself, which quotes nothing.
    fn begins_own_text(&self, range: &Range<usize>, article: ArticleNumber) -> bool {
        let preamble = self
            .own_title
            .and_then(|end| self.text.get(end..range.start));
        article == ArticleNumber::new(1)
            && self.starts_line(range.start)
            && preamble.is_some_and(|preamble| !preamble.trim_matches(['》', '\n', ' ']).is_empty())
    }

    /// 附件一第二条: an article of an annex to the law named before it.
    pub(super) fn of_annex(
        &mut self,
        at: usize,
        annex: String,
        range: Range<usize>,
        place: ArticlePlace,
    ) {
        let (law, start) = match self.bare_name(at) {
            Some((name, start)) => (Some(name), start),
            None => {
                let gap = self.gap(at);
                let joint = self.pending.as_ref().filter(|_| gaps::is_joint(gap));
                let start = joint.map_or(at, |(title, _)| title.start);
                let goes_on = gaps::is_joint(gap) || self.continues(at);
                (self.law.clone().filter(|_| goes_on), start)
            }
        };
        if self
            .pending
            .as_ref()
            .is_some_and(|(title, _)| title.start == start)
        {
            self.pending = None;
        }
        self.flush();
        self.law = law;
        self.annex = Some(annex);
        self.cite(start..range.end, place);
    }

    /// The article that 第三款 at the beginning of a line continues, in an appendix.
    pub(super) fn in_appendix(&self, at: usize) -> Option<ArticlePlace> {
        let (law, place, _) = self.last_article.as_ref()?;
        let goes_on = self.appendix && *law == self.heading && self.starts_line(at);
        goes_on.then_some(*place)
    }

    /// Where a mention begins whose article has no name directly before it; sets the
    /// law that it belongs to.
    pub(super) fn listed(&mut self, range: &Range<usize>) -> usize {
        let gap = self.gap(range.start);
        if let Some((whole, _)) = &self.division
            && gaps::is_joint(gap)
        {
            return whole.start;
        }
        if let Some((title, _)) = &self.pending
            && gaps::is_joint(gap)
        {
            // The title and its first article are one mention.
            return title.start;
        }
        let continues = self.continues(range.start);
        let gap = self.gap(range.start);
        let today = gaps::leads_to_today(gap).then_some(Edition::Newest);
        let edition = before_name(gap).map(|(edition, _)| edition);
        let edition = edition.or_else(|| in_commas(gap)).or(today);
        if continues && edition.is_some() {
            // 现为2021年修正后的第十条
            self.law = self.law.take().map(|law| Name { edition, ..law });
        }
        self.flush();
        if !continues && self.is_source_of_quotation(range.start) {
            self.law = self.last_law.clone();
        } else if !continues && self.begins_rule(range) {
            self.law = self.last_article.clone().and_then(|(law, ..)| law);
        } else if !continues {
            // A sentence about something else lies between: which law is open, but
            // for a line below a title that begins with an article.
            let heading = self.heading.clone();
            let of_sentence = || {
                in_sentence(&self.text[self.end..range.start], &self.known)
                    .or_else(|| self.same_sentence(range.start))
            };
            self.law = heading
                .filter(|_| self.starts_line(range.start))
                .or_else(|| of_sentence().filter(|_| !self.is_of_another(range.start)));
        }
        range.start
    }

    /// Whether the article at `at` is told in brackets behind words that are quoted of the
    /// law named last, in one paragraph.
    fn is_source_of_quotation(&self, at: usize) -> bool {
        let named = self.mentions.last().map_or(0, |last| last.byte_range.end);
        let gap = self.text.get(named.max(self.end.min(at))..at);
        let gap = gap.filter(|gap| !gap.contains(['\n', '《']));
        gap.is_some_and(gaps::is_source_of_quotation)
    }

    pub(super) fn same_article(&mut self, range: Range<usize>, part: Part) {
        let Some((law, place, _)) = self.last_article.clone() else {
            return;
        };
        self.flush();
        self.law = law;
        self.cite(range, of_article(place, part));
    }

    /// 前款第（一）项: in the text of an article, its paragraph before this one.
    pub(super) fn prior_paragraph(&mut self, range: Range<usize>, part: Part) {
        let heading = self.heading_article.clone();
        let Some((law, place, end)) = heading.or_else(|| self.last_article.clone()) else {
            return;
        };
        self.flush();
        self.law = law;
        let lines = self.text[end..range.start].split('\n').skip(1);
        let paragraphs = lines.filter(|line| begins_paragraph(line)).count();
        let prior = u32::try_from(paragraphs.saturating_sub(1)).ok();
        let part = Part {
            paragraph: prior.filter(|&paragraph| paragraph > 0),
            ..part
        };
        self.cite(range, of_article(place, part));
    }

    /// Whether only words of a list lie between the last citation and `at`.
    pub(super) fn continues(&self, at: usize) -> bool {
        let nothing_before = self.law.is_none() && self.place.is_none();
        !nothing_before && at >= self.end && gaps::is_list(self.gap(at)) && !self.is_of_another(at)
    }

    /// Whether the word directly before an article, behind the last citation, is a thing
    /// that has articles of its own: 借条第三条, 、规定第四条.
    fn is_of_another(&self, at: usize) -> bool {
        gaps::ends_with_a_thing(self.gap(at))
    }

    /// Whether a sentence about the same law begins: 第三条规定……。第四条规定……, or
    /// 第三条……。依照第四条的规定, in one paragraph.
    pub(super) fn begins_rule(&self, range: &Range<usize>) -> bool {
        let Some((Some(_), _, end)) = self.last_article else {
            return false;
        };
        let gap = self.text.get(end..range.start).unwrap_or_default();
        let sentence =
            gap.trim_end().ends_with(['。', '；', '”', '"', '其']) || gap.ends_with("其中");
        let same_line = !gap.contains(['\n', '《']);
        if same_line && gaps::leads_on(gap) && !gaps::is_agreed(&self.text[range.end..]) {
            return true;
        }
        sentence && gaps::is_rule(&self.text[range.end..]) && !gap.contains(['\n', '《'])
    }

    /// The law of the article before in the same sentence, when no other paper is named
    /// between: 第二条的人员造成损失的，由第三条规定的人赔偿.
    pub(super) fn same_sentence(&self, at: usize) -> Option<Name> {
        let (law, _, end) = self.last_article.as_ref()?;
        let gap = self.text.get(*end..at)?;
        law.clone()
            .filter(|_| gaps::is_one_sentence(gap) && !gaps::is_agreed(&self.text[at..]))
    }

    /// Whether a line begins, in an appendix also a sentence.
    pub(super) fn starts_line(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end_matches([' ', '\u{3000}', '\u{2002}']);
        before.ends_with('\n') || self.appendix && before.ends_with(['。', '；', '…', '》'])
    }

    /// A version behind an article, 第三条（2018年修正）, 第三条在2018年修正前, is that of this one
    /// and of those before it in the list that have none of their own.
    fn version_behind(&mut self, article: &Range<usize>) -> Option<Edition> {
        let behind = &self.text[article.end..];
        let note = notes_behind(behind).edition;
        let edition = note.or_else(|| clause_of_time::behind_article(behind))?;
        let law = self.law.as_ref().filter(|law| law.edition.is_none())?;
        let mut next = article.start;
        for mention in self.mentions.iter_mut().rev() {
            let gap = self.text.get(mention.byte_range.end..next);
            let listed = gap.is_some_and(gaps::is_separator);
            if !listed || mention.law != law.key || mention.edition.is_some() {
                break;
            }
            mention.edition = Some(edition);
            next = mention.byte_range.start;
        }
        Some(edition)
    }

    pub(super) fn cite(&mut self, byte_range: Range<usize>, place: ArticlePlace) {
        let law = self.law.clone();
        let behind = self.version_behind(&byte_range);
        self.end = byte_range.end;
        self.place = Some(place);
        self.last_article = Some((law.clone(), place, byte_range.end));
        let rest = self.text[byte_range.end..].trim_start_matches([' ', '\u{3000}', '\r']);
        if rest.starts_with('\n') {
            self.heading_article = self.last_article.clone();
        }
        let quote = quote::behind(self.text, byte_range.end);
        let division = self.division.take();
        let (byte_range, division) = match division {
            Some((whole, steps)) => (whole.start.min(byte_range.start)..byte_range.end, steps),
            None => (byte_range, Vec::new()),
        };
        if let Some(quote) = &quote {
            let end = quote::end_of_all(self.text, quote.end);
            self.quoted = Some((law.clone(), self.place, end));
        }
        let written = law.as_ref().map(|law| law.written.clone());
        self.mentions.push(CitationMention {
            quote,
            edition: law.as_ref().and_then(|law| law.edition).or(behind),
            doc_number: law.as_ref().and_then(|law| law.doc_number.clone()),
            division,
            article: Some(place.article).filter(|article| article.base > 0),
            article_end: place.article_end,
            paragraph: place.part.paragraph,
            paragraph_end: place.part.paragraph_end,
            item: place.part.item,
            item_end: place.part.item_end,
            point: place.part.point,
            doubt: place.doubt.max(place.part.doubt),
            annex: self.annex.clone(),
            ..whole(
                byte_range,
                law.and_then(|law| law.key),
                written.unwrap_or_default(),
            )
        });
    }
}

/// Whether a line of an article's text begins a paragraph: no item, no dots for
/// something left out.
fn begins_paragraph(line: &str) -> bool {
    let line = line.trim();
    let dots = line.chars().all(|c| matches!(c, '.' | '…' | '·'));
    !line.is_empty() && !dots && !line.starts_with(['（', '('])
}
