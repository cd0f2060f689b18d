//! Texts that count 一、 二、 or 1. 2. instead of articles: decisions, amending acts,
//! opinions. Their items are cited as 第N条, and each is one [`Article`] here; the
//! blocks of the text stay what they are.

use super::enumeration::{CountingStyle, Enumerator, enumerator};
use super::{Article, ArticleNumber, Block, HeadingLevel, Statute};
use crate::import::dates::dates_in;

/// Fewest items that are a list.
const MIN_ITEMS: usize = 2;

/// Fewest items that go on counting over the sections of a text; so many are no list
/// inside one section.
const MIN_CONTINUOUS: usize = 3;

/// So many articles behind marks make a text a law.
const MIN_HIDDEN_ARTICLES: u32 = 3;

/// Longest line of a signature, in characters.
const MAX_SIGNATURE_CHARS: usize = 40;

impl Statute {
    /// The articles of the law itself; those of annexes are not among them.
    pub fn own_articles(&self) -> impl Iterator<Item = &Article> {
        self.own_blocks().filter_map(|block| match block {
            Block::Article(article) => Some(article),
            Block::Heading(_) | Block::Text(_) => None,
        })
    }

    /// The blocks up to the first annex that stands behind something.
    pub fn own_blocks(&self) -> impl Iterator<Item = &Block> {
        let annex = |block: &Block| matches!(block, Block::Heading(heading) if heading.level == HeadingLevel::Annex);
        let text = |block: &Block| !matches!(block, Block::Heading(_));
        let start = self.blocks.iter().position(text).unwrap_or(0);
        let end = self.blocks[start..].iter().position(annex);
        let end = end.map_or(self.blocks.len(), |end| start + end);
        self.blocks[..end].iter()
    }

    /// What is cited as 第N条: the articles, or the numbered items of a text that has
    /// no article. Of items that are counted in two ways over the whole text (一、 for
    /// its sections, 1. 2. 3. through all of them) the continuous numbers count.
    pub fn cited_articles(&self) -> Vec<Article> {
        let articles: Vec<Article> = self.own_articles().cloned().collect();
        match articles.is_empty() && self.articles().next().is_none() {
            true => self.numbered_items(),
            false => articles,
        }
    }

    /// What stands before the first article or numbered item.
    pub fn preamble(&self) -> String {
        let mut lines = Vec::new();
        let items = match self.own_articles().next() {
            Some(_) => Vec::new(),
            None => self.numbered_items(),
        };
        let first = items.first().map(|item| item.label.as_str());
        for block in self.own_blocks() {
            match block {
                Block::Article(_) => break,
                Block::Heading(heading) if starts_with(&heading.text, first) => break,
                Block::Heading(_) => {}
                Block::Text(text) => {
                    let before = text.lines().take_while(|line| !starts_with(line, first));
                    let count = before.clone().count();
                    lines.extend(before);
                    if count < text.lines().count() {
                        break;
                    }
                }
            }
        }
        lines.join("\n")
    }

    fn numbered_items(&self) -> Vec<Article> {
        let lines = self.lines_of_text();
        if counts_articles(&lines) {
            return Vec::new();
        }
        let counted: Vec<Option<Enumerator<'_>>> =
            lines.iter().map(|line| enumerator(line)).collect();
        let first = counted.iter().flatten().find(|found| found.number == 1);
        let Some(top) = first.map(|found| found.style) else {
            return Vec::new();
        };
        let sections = run(&counted, top);
        let (starts, sections) = match continuous(&counted, top, &sections) {
            Some(starts) => (starts, sections),
            None => (sections, Vec::new()),
        };
        if starts.len() < MIN_ITEMS {
            return Vec::new();
        }
        let end = end_of_list(&counted, top, &starts, lines.len());
        starts
            .iter()
            .enumerate()
            .filter_map(|(place, &start)| {
                let found = counted[start]?;
                let next = starts.get(place + 1).copied().unwrap_or(end);
                let section = sections.iter().find(|&&section| section > start);
                let next = section.map_or(next, |&section| section.min(next));
                let mut text: Vec<&str> = vec![found.rest];
                text.extend(&lines[start + 1..next]);
                if place + 1 == starts.len() {
                    drop_signature(&mut text);
                }
                text.retain(|line| !line.is_empty());
                Some(Article {
                    number: ArticleNumber::new(found.number),
                    label: found.label.to_owned(),
                    text: text.join("\n"),
                })
            })
            .collect()
    }

    /// The lines of texts and headings, from the title of an issued text on.
    fn lines_of_text(&self) -> Vec<&str> {
        let issued = |block: &Block| {
            matches!(block, Block::Heading(heading)
                if heading.level == HeadingLevel::Part && !heading.text.starts_with('第'))
        };
        let blocks: Vec<&Block> = self.own_blocks().collect();
        let start = blocks.iter().rposition(|block| issued(block)).unwrap_or(0);
        let mut lines = Vec::new();
        for block in &blocks[start..] {
            match block {
                Block::Heading(heading) => lines.push(heading.text.as_str()),
                Block::Text(text) => lines.extend(text.lines()),
                Block::Article(_) => {}
            }
        }
        lines
    }
}

/// Whether lines begin with 第一条, 第二条, 第三条 behind marks that hide them: a law whose
/// articles were not read. Its items （一） are cited with the article they stand in.
fn counts_articles(lines: &[&str]) -> bool {
    let mut expected = 1;
    for line in lines {
        let Some((before, after)) = line.split_once('第') else {
            continue;
        };
        let hidden =
            !before.contains(|c: char| c.is_alphanumeric() || matches!(c, '“' | '《' | '『'));
        let Some((digits, _)) = after.split_once(['条', '條']).filter(|_| hidden) else {
            continue;
        };
        let number: Option<ArticleNumber> = format!("第{digits}条").parse().ok();
        if number == Some(ArticleNumber::new(expected)) {
            expected += 1;
        }
    }
    expected > MIN_HIDDEN_ARTICLES
}

fn starts_with(line: &str, label: Option<&str>) -> bool {
    label.is_some_and(|label| line.trim_start().starts_with(label))
}

/// Places where a style counts 1, 2, 3 …; a number that does not follow is of another
/// list.
fn run(counted: &[Option<Enumerator<'_>>], style: CountingStyle) -> Vec<usize> {
    let mut starts = Vec::new();
    for (at, found) in counted.iter().enumerate() {
        let Some(found) = found.filter(|found| found.style == style) else {
            continue;
        };
        match found.number as usize {
            number if number == starts.len() + 1 => starts.push(at),
            // The list begins again: an annex, or a second text.
            1 if starts.len() > 1 => break,
            _ => {}
        }
    }
    starts
}

/// The items of another style than the sections' that go on counting from one section
/// to the next.
fn continuous(
    counted: &[Option<Enumerator<'_>>],
    top: CountingStyle,
    sections: &[usize],
) -> Option<Vec<usize>> {
    let below = counted.iter().flatten().map(|found| found.style);
    let mut styles: Vec<CountingStyle> = below.filter(|&style| style != top).collect();
    styles.sort_unstable();
    styles.dedup();
    styles.into_iter().find_map(|style| {
        let all = counted
            .iter()
            .flatten()
            .filter(|found| found.style == style);
        let restarts = all.filter(|found| found.number == 1).count() > 1;
        let starts = run(counted, style);
        let of = |at: usize| sections.partition_point(|&section| section < at);
        let spans = starts.first().map(|&at| of(at)) < starts.last().map(|&at| of(at));
        (!restarts && spans && starts.len() >= MIN_CONTINUOUS).then_some(starts)
    })
}

/// Where the last item ends: at the end, or where a list of the same style begins anew.
fn end_of_list(
    counted: &[Option<Enumerator<'_>>],
    top: CountingStyle,
    starts: &[usize],
    end: usize,
) -> usize {
    let last = starts.last().copied().unwrap_or(0);
    let anew =
        |at: &usize| counted[*at].is_some_and(|found| found.style == top && found.number == 1);
    (last + 1..end).find(anew).unwrap_or(end)
}

/// Drops 最高人民法院, 2016年12月19日 from the end.
fn drop_signature(lines: &mut Vec<&str>) {
    let is_date = |line: &str| {
        let line = line.trim();
        dates_in(line)
            .pop()
            .is_some_and(|(range, _)| range == (0..line.len()))
    };
    while lines.len() > 1 && lines.last().is_some_and(|line| is_date(line)) {
        lines.pop();
        let short = |line: &&str| {
            line.chars().count() <= MAX_SIGNATURE_CHARS
                && !line.ends_with(['。', '；', '：', '”', '）'])
        };
        while lines.len() > 1
            && lines
                .last()
                .is_some_and(|line| short(line) && enumerator(line).is_none())
        {
            lines.pop();
        }
    }
}

#[cfg(test)]
#[path = "items_tests.rs"]
mod tests;
