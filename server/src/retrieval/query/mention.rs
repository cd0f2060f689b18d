//! Targets that a query names: cases by number, articles by law and number, laws
//! by name. Only finds what is named; whether the library has it is decided in
//! [`crate::retrieval::jump`].
//!
//! A mention counts only when it is most of what was typed: the facts of a case
//! that quote an article ask for something else than that article.

use std::ops::Range;
use std::sync::LazyLock;

use leian_corpus::characters::simplified;
use leian_corpus::normalize::{half_width, is_invisible};
use leian_corpus::{ArticleNumber, LawKey, doc_number, guiding, numerals};
use regex::{Captures, Regex};

/// Beside the named targets, a query may have so many letters and characters of
/// other text; with more it is a text that cites, not a query that names.
const MAX_OTHER_CHARS: usize = 30;

/// More places that name targets than this are a list of citations, not a jump; a batch of
/// cases is one place.
const MAX_MENTIONS: usize = 8;

/// Longer texts are not looked through: they cannot be names alone.
const MAX_NAMING_CHARS: usize = 600;

/// Longest title of a law that is looked for before an article number.
const MAX_TITLE_CHARS: usize = 100;

/// A target named in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What is named.
    pub target: Target,
    /// Bytes of the typed text.
    pub byte_range: Range<usize>,
}

/// What a query can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A case by the canonical form of its number: 检例第79号, 指导案例108号.
    Case(String),
    /// A court's or procuratorate's case number (案号), without spaces.
    CaseNumber(String),
    /// An article of a law that is known.
    Article(LawKey, ArticleNumber),
    /// An article of a law that is not known, by the name as written.
    ArticleOfUnknownLaw(String, ArticleNumber),
    /// A law that is known.
    Law(LawKey),
    /// A title in 《》 that is not known.
    UnknownLaw(String),
    /// A text by its number (文号), canonical, perhaps an article of it.
    Numbered(String, Option<ArticleNumber>),
}

/// Finds what `text` names. `law` says which law a name means, if it is known:
/// a title, with or without 《》 and 中华人民共和国, or an abbreviation.
pub fn mentions(text: &str, law: &dyn Fn(&str) -> Option<LawKey>) -> Vec<Mention> {
    let compact = Compact::new(text);
    if compact.text.chars().count() > MAX_NAMING_CHARS {
        return Vec::new();
    }
    let numbered = numbered(&compact.text);
    if numbered.is_empty() {
        let whole = whole(&compact.text, law).into_iter().take(MAX_MENTIONS);
        let of_all = |target| Mention {
            target,
            byte_range: 0..text.len(),
        };
        let named: Vec<Mention> = whole.map(of_all).collect();
        if !named.is_empty() {
            return named;
        }
    }
    let mut found = cases(&compact.text);
    found.extend(batches(&compact.text));
    found.extend(articles(&compact.text, law));
    // 法释〔2013〕12号 has the form of a case number inside.
    found.retain(|(range, _)| {
        let overlaps = |other: &Range<usize>| range.start < other.end && other.start < range.end;
        !numbered.iter().any(|(other, _)| overlaps(other))
    });
    found.extend(numbered);
    found.sort_by_key(|(range, _)| range.start);
    // The cases of one batch stand at one place.
    let mut places: Vec<&Range<usize>> = found.iter().map(|(range, _)| range).collect();
    places.dedup();
    let named: usize = places
        .into_iter()
        .map(|range| letters(&compact.text[range.clone()]))
        .sum();
    let other = letters(&compact.text) - named;
    if other > MAX_OTHER_CHARS || (other > 0 && is_one_phrase(text)) {
        return Vec::new();
    }
    let mut mentions: Vec<Mention> = Vec::new();
    for (range, target) in found {
        if mentions.iter().all(|mention| mention.target != target) {
            mentions.push(Mention {
                byte_range: compact.source_range(range),
                target,
            });
        }
    }
    let mut places: Vec<usize> = mentions.iter().map(|one| one.byte_range.start).collect();
    places.dedup();
    if places.len() > MAX_MENTIONS {
        mentions.clear();
    }
    mentions
}

/// The canonical number of a case as people write it: 检例79, 指导性案例第108号,
/// 最高检第79号指导性案例. `None` when `text` is no such number.
pub fn canonical_number(text: &str) -> Option<String> {
    let compact = Compact::new(text).text;
    match cases(&compact).as_slice() {
        [(range, Target::Case(number))] if *range == (0..compact.len()) => Some(number.clone()),
        _ => None,
    }
}

/// The text without spaces, half-width, with the way back to the typed bytes.
struct Compact {
    text: String,
    /// For each byte of `text`, and its end, the typed byte it came from.
    starts: Vec<usize>,
}

impl Compact {
    fn new(typed: &str) -> Self {
        let mut text = String::with_capacity(typed.len());
        let mut starts = Vec::with_capacity(typed.len() + 1);
        let mut end = 0;
        for (at, c) in typed.char_indices() {
            if !c.is_whitespace() && !is_invisible(c) {
                let folded = simplified(half_width(c));
                // 刑法 191 306 names two articles.
                let parted = end < at && folded.is_ascii_digit();
                if parted && text.ends_with(|before: char| before.is_ascii_digit()) {
                    text.push('、');
                }
                text.push(folded);
                starts.resize(text.len(), at);
                end = at + c.len_utf8();
            }
        }
        starts.push(end);
        Self { text, starts }
    }

    fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.starts[range.start]..self.starts[range.end]
    }
}

/// Quoted as a whole: these very words are looked for, not what they cite.
fn is_one_phrase(text: &str) -> bool {
    let mut chars = text.trim().chars();
    let ends = (chars.next(), chars.next_back());
    matches!(
        ends,
        (
            Some('“' | '"' | '＂' | '「' | '『'),
            Some('”' | '"' | '＂' | '」' | '』')
        )
    )
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

const NUMERAL: &str = "[0-9零〇○一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟]";

#[expect(
    clippy::expect_used,
    reason = "the pattern is a literal, compiled in a test"
)]
fn regex(pattern: &str) -> Regex {
    Regex::new(&pattern.replace("NUM", NUMERAL)).expect("literal pattern")
}

/// Numbers of cases. `号` may be left out only at the end of the text or before
/// what cannot belong to the number.
static CASES: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?:高检)?检例第?(?P<spp>NUM+)(?:号)?",
        r"|(?:最高检|最高人民检察院)(?:指导性?案例)?第?(?P<spp2>NUM+)号(?:指导性?案例)?",
        r"|教例第?(?P<teach>NUM+)(?:号)?",
        r"|监察指导性?案例第?(?P<sup>NUM+)(?:号)?",
        r"|(?:最高法|最高人民法院)?指导性?案例第?(?P<spc>NUM+)(?:号)?",
        r"|(?:最高法|最高人民法院)第?(?P<spc2>NUM+)号(?:指导性?案例)?",
        r"|(?P<docket>[\(\[〔【﹝〖](?:(?:19|20)[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})[\)\]〕】﹞〗][\p{Han}0-9]{1,16}?(?:第)?[0-9]+(?:-[0-9]+)?号(?:之[一二三四五六七八九十0-9]+)?)",
    ))
});

/// Numbers of documents (文号), with the articles behind them.
fn numbered(text: &str) -> Vec<(Range<usize>, Target)> {
    let mut targets = Vec::new();
    for found in doc_number::find(text) {
        let mut end = found.byte_range.end;
        let mut article = None;
        if let Some(behind) = ARTICLES.captures_at(text, end)
            && let (Some(all), Some(label)) = (behind.get(0), behind.name("article"))
            && ["", "的", "文第", ")"].contains(&&text[end..all.start()])
        {
            article = article_number(label.as_str());
            end = all.end();
        }
        let target = Target::Numbered(found.number, article);
        targets.push((found.byte_range.start..end, target));
    }
    targets
}

fn cases(text: &str) -> Vec<(Range<usize>, Target)> {
    CASES
        .captures_iter(text)
        .filter_map(|captures| {
            let range = captures.get(0)?.range();
            Some((range.clone(), case_target(text, &captures, range.end)?))
        })
        .collect()
}

/// The cases of the batches that a text names (第十七批指导性案例), each a target.
fn batches(text: &str) -> Vec<(Range<usize>, Target)> {
    let mut found = Vec::new();
    for mention in guiding::mentions(text) {
        for number in mention
            .batches
            .iter()
            .flat_map(|batch| batch.case_numbers())
        {
            found.push((mention.byte_range.clone(), Target::Case(number)));
        }
    }
    found
}

fn case_target(text: &str, captures: &Captures<'_>, end: usize) -> Option<Target> {
    if let Some(docket) = captures.name("docket") {
        return Some(Target::CaseNumber(docket.as_str().to_owned()));
    }
    let named = |names: [&str; 2]| names.into_iter().find_map(|name| captures.name(name));
    let (before, digits, after) = if let Some(digits) = named(["spp", "spp2"]) {
        ("检例第", digits, "号")
    } else if let Some(digits) = named(["spc", "spc2"]) {
        ("指导案例", digits, "号")
    } else if let Some(digits) = captures.name("teach") {
        ("教例第", digits, "号")
    } else {
        ("监察指导性案例第", captures.name("sup")?, "号")
    };
    let ends = |c: char| !c.is_alphanumeric();
    let complete =
        text[..end].ends_with(['号', '例']) || text[end..].chars().next().is_none_or(ends);
    // 指导案例一批, 检例79起 are no numbers.
    let number = numerals::parse(digits.as_str()).filter(|&number| number > 0)?;
    complete.then(|| Target::Case(format!("{before}{number}{after}")))
}

/// Article numbers, with what may stand between two of them in a list.
static ARTICLES: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?P<article>第?(?:NUM+)(?:[-之]NUM+)?条(?:[-之]NUM+)?)",
        r"(?:第NUM+款)?(?:第?[\(]?NUM+[\)]?项)?",
    ))
});

/// What stands between the articles of one law in a list.
static LIST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:[、,，;；和及与或至到~—-]|以及|第?NUM+[款项])*$"));

fn articles(text: &str, law: &dyn Fn(&str) -> Option<LawKey>) -> Vec<(Range<usize>, Target)> {
    let mut found: Vec<(Range<usize>, Target)> = Vec::new();
    let mut from = 0;
    for captures in ARTICLES.captures_iter(text) {
        let (Some(all), Some(article)) = (captures.get(0), captures.name("article")) else {
            continue;
        };
        let Some(number) = article_number(article.as_str()) else {
            continue;
        };
        let before = &text[from..all.start()];
        let named = match law_before(before, law) {
            Some((start, key)) => Some((from + start, Target::Article(key, number))),
            None => continued(&found, before, number)
                .map(|target| (all.start(), target))
                .or_else(|| {
                    let (start, name) = unknown_law_before(before)?;
                    Some((from + start, Target::ArticleOfUnknownLaw(name, number)))
                }),
        };
        if let Some((start, target)) = named {
            found.push((start..all.end(), target));
        }
        from = all.end();
    }
    found
}

/// Of a range (第133-135条, 第133条-135条) the first.
fn article_number(written: &str) -> Option<ArticleNumber> {
    let first = || {
        let (first, _) = written.split_once('-')?;
        first.trim_end_matches('条').parse().ok()
    };
    written.parse().ok().or_else(first)
}

/// 《刑法》第二百三十四条第二款、第六十七条: the second article is of the same law.
fn continued(
    found: &[(Range<usize>, Target)],
    between: &str,
    number: ArticleNumber,
) -> Option<Target> {
    if !LIST.is_match(between) {
        return None;
    }
    match &found.last()?.1 {
        Target::Article(key, _) => Some(Target::Article(key.clone(), number)),
        Target::ArticleOfUnknownLaw(name, _) => {
            Some(Target::ArticleOfUnknownLaw(name.clone(), number))
        }
        _ => None,
    }
}

/// The known law whose name ends `before`, the longest one, and where it begins.
fn law_before(before: &str, law: &dyn Fn(&str) -> Option<LawKey>) -> Option<(usize, LawKey)> {
    let before = before.strip_suffix("的").unwrap_or(before);
    let mut starts: Vec<usize> = before
        .char_indices()
        .rev()
        .take(MAX_TITLE_CHARS)
        .map(|(at, _)| at)
        .collect();
    starts.reverse();
    starts
        .into_iter()
        .find_map(|start| Some((start, law(&before[start..])?)))
}

/// A title in 《》 at the end of `before`, or a bare name that can only be a law's.
fn unknown_law_before(before: &str) -> Option<(usize, String)> {
    if before.ends_with('》') {
        let start = title_start(before)?;
        return Some((start, before[start..].to_owned()));
    }
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"[\p{Han}]{1,40}(?:法|条例|解释|规则|办法|规定|细则)(?:\((?:试行|[一二三四五六七八九十]+)\))?$",
        )
    });
    let name = NAME.find(before)?;
    Some((name.start(), name.as_str().to_owned()))
}

/// Where the 《 begins that the 》 at the end of `text` closes.
fn title_start(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            '》' => depth += 1,
            '《' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Names that count only as the whole query: a law's name, or a law with a bare
/// number (刑法264, 刑法133-1).
fn whole(text: &str, law: &dyn Fn(&str) -> Option<LawKey>) -> Vec<Target> {
    let name = text.trim_matches(|c: char| matches!(c, '.' | '。' | ',' | '，' | '?' | '？' | '"'));
    if name.is_empty() || name.chars().count() > MAX_TITLE_CHARS {
        return Vec::new();
    }
    if let Some(key) = law(name) {
        return vec![Target::Law(key)];
    }
    let bare = name.trim_end_matches("全文");
    if bare != name
        && let Some(key) = law(bare)
    {
        return vec![Target::Law(key)];
    }
    if name.starts_with('《') && name.ends_with('》') && title_start(name) == Some(0) {
        return vec![Target::UnknownLaw(name.to_owned())];
    }
    law_and_numbers(name, law).unwrap_or_default()
}

/// 刑法264, 刑法133-1, 民法典577、584: a law and numbers of its articles.
fn law_and_numbers(name: &str, law: &dyn Fn(&str) -> Option<LawKey>) -> Option<Vec<Target>> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (before, numbers) = name.split_at(digits);
    let key = law(before.strip_suffix('第').unwrap_or(before))?;
    let numbers = numbers.split(['、', ',', '，', '和', '及', '与']);
    let articles = numbers.map(|number| {
        let number = number.trim_start_matches('第').parse().ok()?;
        Some(Target::Article(key.clone(), number))
    });
    articles.collect()
}

#[cfg(test)]
#[path = "mention_tests.rs"]
mod tests;
