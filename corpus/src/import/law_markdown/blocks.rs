//! Lines of a law → blocks: headings, articles with all their paragraphs, and
//! everything else as text.

use super::editors_notes::is_note;
use super::footers;
use super::headings::{Depths, is_annex, is_item, plain_heading};
use super::label::{Label, label};
use super::lines::Line;
use super::questions::begins_questions;
use super::topics;
use crate::error::ImportProblem;
use crate::normalize::{single_spaced, trim};
use crate::statute::deletion::deleted;
use crate::statute::{Article, ArticleNumber, Block, Heading, HeadingLevel};

/// Longest line that can be a signature or its date.
const MAX_SIGNATURE_CHARS: usize = 40;

/// Fewest items 一、二、 … that make a text without articles be divided at them.
const MIN_ITEMS: usize = 4;

/// The blocks of a text, and what went wrong on which line.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// In source order.
    pub blocks: Vec<Block>,
    /// Labels that are no numbers.
    pub problems: Vec<(u64, ImportProblem)>,
    /// Whether notes of an editor stand apart from the articles.
    pub notes: bool,
}

/// Reads the lines of the body.
pub(super) fn read(lines: &[Line<'_>]) -> Blocks {
    let labels: Vec<_> = lines.iter().map(|line| label(line.text)).collect();
    let number = |at: usize| labels.get(at)?.as_ref()?.number;
    let mut reader = Reader {
        done: Blocks::default(),
        depths: Depths::of(lines),
        open: Open::Nothing,
        last: None,
        quoting: false,
        questions: false,
        at_line_starts: (0..lines.len()).filter_map(number).collect(),
        notes: Vec::new(),
    };
    let footer = footers::start(lines);
    let topics = topics::find(lines);
    for (at, line) in lines.iter().enumerate() {
        if footer == Some(at) {
            reader.below_the_text(line.text);
            continue;
        }
        // Web pages print the number once more above its article.
        let stray = number(at + 1).is_some_and(|next| next.to_string() == line.text);
        if topics.contains(&at) && !reader.questions {
            reader.heading(HeadingLevel::Topic, line.text);
        } else if !stray {
            reader.line(line);
        }
    }
    reader.close();
    split_signature(&mut reader.done.blocks);
    reader.push_notes();
    let mut done = reader.done;
    if !done
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Article(_)))
    {
        done.blocks = done.blocks.into_iter().flat_map(divide_at_items).collect();
    }
    done
}

/// What the next paragraph belongs to.
enum Open {
    Nothing,
    Article(ArticleNumber, String, Vec<String>),
    Text(Vec<String>),
}

struct Reader {
    done: Blocks,
    depths: Depths,
    open: Open,
    /// Number of the last article.
    last: Option<ArticleNumber>,
    /// Whether the current block quotes articles of another law.
    quoting: bool,
    /// Whether questions of the press follow the text: what looks like an article there
    /// is none.
    questions: bool,
    /// Numbers with which a line begins.
    at_line_starts: Vec<ArticleNumber>,
    /// Notes of an editor inside the open article.
    notes: Vec<String>,
}

impl Reader {
    fn line(&mut self, line: &Line<'_>) {
        if self.questions {
            return self.push(line.text);
        }
        if self.last.is_some() && begins_questions(line.text) {
            return self.below_the_text(line.text);
        }
        if matches!(self.open, Open::Article(..)) && line.depth == 0 && is_note(line.text) {
            return self.notes.push(line.text.to_owned());
        }
        if let Some(label) = label(line.text) {
            if self.starts_article(&label) {
                return self.article(label);
            }
            if label.number.is_none() && label.separated {
                return self.unreadable(line, label);
            }
        }
        if line.depth > 0 {
            let level = self.depths.level(line);
            return self.heading(level, line.text);
        }
        if !self.introduces_quotation()
            && !self.quoting
            && let Some(level) = plain_heading(line.text)
        {
            return self.heading(level, line.text);
        }
        self.paragraph(line.text);
    }

    /// What follows is no part of the text; its signature stands above.
    fn below_the_text(&mut self, line: &str) {
        if !self.questions {
            self.close();
            split_signature(&mut self.done.blocks);
            self.push_notes();
        }
        self.questions = true;
        self.heading(HeadingLevel::Annex, line);
    }

    /// A line starts an article when its number is separated from what follows, or
    /// goes on counting; unless the text before it announces new wording for another
    /// law (增加五条，内容如下：), which belongs to the announcing article.
    fn starts_article(&mut self, label: &Label<'_>) -> bool {
        let Some(number) = label.number else {
            return false;
        };
        let follows = match self.last {
            Some(last) => number.follows(last),
            None => number == ArticleNumber::new(1),
        };
        if follows && (label.may_begin() || self.is_counted(number, label)) {
            self.quoting = false;
            return true;
        }
        if !label.separated && !self.jumps_to(number, label) {
            return false;
        }
        self.quoting |= self.introduces_quotation();
        !self.quoting
    }

    /// Whether a line that could also speak about the article of its number begins it:
    /// 第十三条中央人民政府. Behind a whole sentence, where no other line begins with the
    /// number, and one does with the next.
    fn is_counted(&self, number: ArticleNumber, label: &Label<'_>) -> bool {
        let once = self
            .at_line_starts
            .iter()
            .filter(|found| **found == number)
            .count()
            == 1;
        let next = self
            .at_line_starts
            .iter()
            .any(|found| found.follows(number));
        let word = label
            .rest
            .starts_with(|c: char| !c.is_ascii_punctuation() && c.is_alphabetic());
        once && next && word && label.mark.is_none() && !self.quoting && self.behind_a_sentence()
    }

    fn behind_a_sentence(&self) -> bool {
        match &self.open {
            Open::Nothing => true,
            Open::Article(_, _, paragraphs) | Open::Text(paragraphs) => paragraphs
                .last()
                .is_some_and(|text| text.ends_with(['。', '”', '）'])),
        }
    }

    /// Whether a number that is not parted from its text begins an article although it
    /// does not go on counting: only behind a whole sentence, and to a greater number.
    fn jumps_to(&self, number: ArticleNumber, label: &Label<'_>) -> bool {
        let rises = self.last.is_some_and(|last| number > last);
        rises && self.behind_a_sentence() && !label.rest.is_empty() && label.may_begin()
    }

    /// Whether the last full paragraph announces a quotation of new wording.
    fn introduces_quotation(&self) -> bool {
        const WORDS: &[&str] = &["修改", "增加", "改为", "作为第"];
        let paragraphs = match &self.open {
            Open::Nothing => return false,
            Open::Article(_, _, paragraphs) | Open::Text(paragraphs) => paragraphs,
        };
        let last = paragraphs
            .iter()
            .rev()
            .find(|text| plain_heading(text).is_none());
        last.is_some_and(|text| {
            text.ends_with(['：', ':']) && WORDS.iter().any(|word| text.contains(word))
        })
    }

    fn article(&mut self, label: Label<'_>) {
        let Some(number) = label.number else { return };
        self.close();
        self.push_notes();
        self.last = Some(number);
        self.open = Open::Article(number, label.text, Vec::new());
        if !label.rest.is_empty() {
            self.paragraph(label.rest);
        }
    }

    /// 第百条: reported, its text kept as text.
    fn unreadable(&mut self, line: &Line<'_>, label: Label<'_>) {
        let problem = ImportProblem::ArticleNumber { text: label.text };
        self.done.problems.push((line.number, problem));
        self.close();
        self.push_notes();
        self.open = Open::Text(vec![line.text.to_owned()]);
    }

    fn heading(&mut self, level: HeadingLevel, text: &str) {
        self.close();
        self.push_notes();
        self.quoting = false;
        if is_annex(text) {
            // An annex counts its own articles.
            self.last = None;
        }
        let text = single_spaced(text.trim_matches('*'));
        self.done
            .blocks
            .push(Block::Heading(Heading { level, text }));
    }

    fn paragraph(&mut self, text: &str) {
        if let Some((before, after)) = self.next_article_inside(text) {
            self.push(before);
            if let Some(label) = label(after) {
                return self.article(label);
            }
        }
        self.push(text);
    }

    fn push(&mut self, text: &str) {
        match &mut self.open {
            Open::Nothing => self.open = Open::Text(vec![text.to_owned()]),
            Open::Article(_, _, paragraphs) | Open::Text(paragraphs) => {
                paragraphs.push(text.to_owned());
            }
        }
    }

    /// Some files hold a whole chapter in one paragraph. Behind the end of a sentence
    /// the next number starts an article there, if its text is parted from it, or if no
    /// line begins with that number; a greater number only if both is so.
    fn next_article_inside<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        if self.quoting || matches!(self.open, Open::Text(_)) && self.last.is_some() {
            return None;
        }
        text.match_indices('第').find_map(|(at, _)| {
            let (before, after) = (trim(&text[..at]), &text[at..]);
            let spaced = text[..at].ends_with(char::is_whitespace);
            let ends = match spaced {
                true => before.ends_with(['。', '；', '！', '”', '）']),
                false => before.ends_with(['。', '！']),
            };
            if !ends {
                return None;
            }
            let next = label(after)?;
            let number = next.number?;
            let follows = match self.last {
                Some(last) => number.follows(last),
                None => number == ArticleNumber::new(1),
            };
            let alone = !self.at_line_starts.contains(&number) && !is_quoted(before);
            let starts = match (follows, self.last) {
                (true, Some(_)) if spaced && next.separated => true,
                (true, _) => alone && next.may_begin(),
                (false, Some(last)) => alone && next.separated && number > last,
                (false, None) => false,
            };
            starts.then_some((before, trim(after)))
        })
    }

    /// Puts the notes of an editor behind the article in which they stood.
    fn push_notes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        self.done.notes |= !notes.is_empty();
        self.done.blocks.extend(notes.into_iter().map(Block::Text));
    }

    fn close(&mut self) {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => {}
            Open::Article(number, label, paragraphs) => {
                let text = paragraphs.join("\n");
                self.done.blocks.push(Block::Article(Article {
                    number,
                    label,
                    text,
                }));
            }
            Open::Text(paragraphs) => self.done.blocks.push(Block::Text(paragraphs.join("\n"))),
        }
    }
}

/// Whether a quotation is open at the end of a text.
fn is_quoted(text: &str) -> bool {
    text.matches('“').count() > text.matches('”').count()
}

/// Moves a signature (最高人民法院, 2020年12月7日) from the end of the last article to
/// a text of its own.
fn split_signature(blocks: &mut Vec<Block>) {
    let Some(Block::Article(article)) = blocks.last_mut() else {
        return;
    };
    // （根据2009年8月27日…，本条已被删去） is no signature.
    if deleted(&article.text).is_some() {
        return;
    }
    let lines: Vec<&str> = article.text.lines().collect();
    let short = |line: &str| {
        line.chars().count() <= MAX_SIGNATURE_CHARS
            && !line.ends_with(['。', '；', '：', '，', '、'])
    };
    let Some(last) = lines.last() else { return };
    let date = super::super::dates::dates_in(last);
    if lines.len() < 2 || date.is_empty() || !short(last) || last.contains("施行") {
        return;
    }
    let tail = lines[1..]
        .iter()
        .rev()
        .take_while(|line| short(line))
        .count();
    let start = lines.len() - tail;
    let signature = lines[start..].join("\n");
    article.text = lines[..start].join("\n");
    blocks.push(Block::Text(signature));
}

/// Amendments and decisions count their items 一、二、 instead of articles: each is a
/// text of its own, what stands before the first is another.
fn divide_at_items(block: Block) -> Vec<Block> {
    let Block::Text(text) = block else {
        return vec![block];
    };
    if text.lines().filter(|line| is_item(line)).count() < MIN_ITEMS {
        return vec![Block::Text(text)];
    }
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        match parts.last_mut() {
            Some(part) if part.is_empty() || !is_item(line) => part.push(line),
            _ => parts.push(vec![line]),
        }
    }
    parts
        .into_iter()
        .map(|lines| Block::Text(lines.join("\n")))
        .collect()
}

#[cfg(test)]
#[path = "blocks_tests.rs"]
mod tests;
