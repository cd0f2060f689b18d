//! A text made ready to be read for citations: in simplified characters, and without the
//! white space that lines, pages and type setting leave inside a citation (第二百⏎六十四条,
//! 第一百三十三条 之一, 刑 法 第 264 条).
//!
//! White space between citations, and between sentences, stays: lines tell which law a
//! heading names and where paragraphs begin. Places lead back to the source.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::numbers::{DIGITS, is_digit, mended};
use crate::law_names;
use crate::normalize::{Normalized, readable};

/// How far around white space a citation is looked for, in characters.
const WINDOW_CHARS: usize = 28;

/// Most lines of a title in 《》, and most characters of one.
const TITLE_BREAKS: usize = 4;
const TITLE_CHARS: usize = 150;

/// Longest name of a law without 《》 that white space may cut, in characters.
const NAME_CHARS: usize = 24;

/// Shortest line, apart from the name at its end, that goes on on the next one: a name
/// alone on a line is a heading.
const WRAPPED_CHARS: usize = 2;

/// A text and what is read of it.
pub(super) struct Reading<'t> {
    simple: Normalized<'t>,
    /// Changes of `simple`; its own text is not needed, so that it can be read twice.
    joined: Option<Normalized<'static>>,
}

impl<'t> Reading<'t> {
    /// Makes `text` ready.
    pub fn of(text: &'t str) -> Self {
        let simple = readable(text);
        let changes = joints(&simple.text);
        let joined = (!changes.is_empty())
            .then(|| Normalized::rewritten(&simple.text, &changes).into_owned());
        Self { simple, joined }
    }

    /// What is read.
    pub fn text(&self) -> &str {
        match &self.joined {
            Some(joined) => &joined.text,
            None => &self.simple.text,
        }
    }

    /// The bytes of the source that a range of [`text`](Self::text) came from.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let range = match &self.joined {
            Some(joined) => joined.source_range(range),
            None => range,
        };
        self.simple.source_range(range)
    }
}

/// A title that begins, or white space.
static STOPS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"《|\s+").expect("the pattern is a constant"));

/// White space to leave out, or to make one space, in order.
fn joints(text: &str) -> Vec<(Range<usize>, String)> {
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut title_end = 0;
    let mut from = 0;
    while let Some(stop) = STOPS.find_at(text, from) {
        from = stop.end();
        let in_title = stop.start() < title_end;
        if stop.as_str() == "《" {
            if !in_title {
                title_end = title(text, stop.start()).unwrap_or(title_end);
            }
        } else if in_title {
            if stop.as_str().contains('\n') {
                changes.push((stop.range(), " ".to_owned()));
            }
        } else if let Some(joint) = joint(text, &stop.range()) {
            from = joint.end;
            changes.push((joint, String::new()));
        }
    }
    changes
}

/// The end of the title in 《》 that begins at `start`, if it closes soon.
fn title(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut breaks = 0;
    for (offset, c) in text[start..].char_indices().take(TITLE_CHARS) {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '\n' => breaks += 1,
            '。' | '；' | '！' | '？' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(start + offset);
        }
        if breaks > TITLE_BREAKS {
            return None;
        }
    }
    None
}

/// The white space, with a page number in it, if a citation goes on behind it.
fn joint(text: &str, space: &Range<usize>) -> Option<Range<usize>> {
    let previous = text[..space.start].chars().next_back()?;
    let next = text[space.end..].chars().next()?;
    if is_end(previous) || is_end(next) {
        return None;
    }
    let broken = text[space.clone()].contains(['\n', '\r', '\u{c}']);
    if ends_piece(previous) {
        if broken
            && let Some(page) = page_break(text, space)
            && is_inside(text, &page, &NUMBER)
        {
            return Some(page);
        }
        let begins = begins_piece(next);
        if begins && is_inside(text, space, &NUMBER)
            || begins && broken && is_inside(text, space, &LIST)
            || follows_name(text, space, broken)
        {
            return Some(space.clone());
        }
    }
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let cut = han(previous)
        && han(next)
        && (word_is_cut(text, space, previous) || name_is_cut(text, space));
    cut.then(|| space.clone())
}

fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '：' | '；')
}

/// Characters of units, words and marks of lists, and names of laws that stand on either
/// side of white space inside a citation.
const IN_PIECE: &str = "第笫苐条夂款项目号批编章节之例案、，,和及与或者并至到（(）)的规定以法释则见同本该分—–-－～~‐‑−";

/// Those that stand before it only, and behind it only.
const ENDS_PIECE: &str = "》典决前解办细意";
const BEGINS_PIECE: &str = "《检指导性";

/// Whether what stands before white space inside a citation can end so.
fn ends_piece(c: char) -> bool {
    in_piece(c) || ENDS_PIECE.contains(c)
}

/// The same for what stands behind it.
fn begins_piece(c: char) -> bool {
    in_piece(c) || BEGINS_PIECE.contains(c)
}

fn in_piece(c: char) -> bool {
    IN_PIECE.contains(c) || is_digit(c) || mended(c).is_some()
}

/// Whether a pattern matches over the white space, when it is left out.
fn is_inside(text: &str, space: &Range<usize>, pattern: &Regex) -> bool {
    let before: Vec<char> = text[..space.start]
        .chars()
        .rev()
        .filter(|c| !c.is_whitespace())
        .take(WINDOW_CHARS)
        .collect();
    let mut window: String = before.into_iter().rev().collect();
    let at = window.len();
    let behind = text[space.end..].chars().filter(|c| !c.is_whitespace());
    window.extend(behind.take(WINDOW_CHARS));
    let mut from = 0;
    while let Some(found) = pattern.find_at(&window, from) {
        if found.start() < at && at < found.end() {
            return true;
        }
        if found.start() >= at {
            return false;
        }
        // Matches may overlap: 第一条第二条.
        from = found.start()
            + window[found.start()..]
                .chars()
                .next()
                .map_or(1, char::len_utf8);
    }
    false
}

/// Numbers with their unit, in every form.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let misread = r"ニミ彡ハヒ匕乜丸ナ+＋†〸〹〺白干OoＯlI|";
    let d = format!("[{DIGITS}{misread}]{{1,12}}");
    let to = r"(?:至|到|[-—–－~～‐‑−]{1,2})";
    let lead = "[第笫苐]";
    let one = format!(r"[（(]?{d}[）)]?(?:之{d})?");
    let list = format!(r"{one}(?:(?:[、和及与或]|以及|或者|{to})?{lead}?{one})*");
    let forms = [
        format!(r"{lead}{list}(?:条|夂|款|项|目|号|批|分编|编|章|节)"),
        format!(r"[法典例释定则见》]{list}条"),
        format!(r"条(?:之|[-—–－‐‑−]){d}"),
        format!(r"[、和及与]之{d}"),
        format!(r"(?:条|之{d}){lead}?{one}(?:款|项)"),
        format!(r"(?:款|条|之{d})[（(]{d}[）)]项"),
        format!(r"款{lead}?{one}项"),
        format!(r"项{lead}?{one}目"),
        format!(r"(?:检例|案例){lead}?{list}号"),
        r"号的?指导性?案例".to_owned(),
        r"批的?指导性?案例".to_owned(),
        format!(r"(?:同|本|该|前)(?:法|条|款|解释|规定|条例|办法|规则|细则|意见|决定)的?{lead}"),
    ];
    Regex::new(&forms.join("|")).expect("the pattern is a constant")
});

/// Words of a list between two citations.
static LIST: LazyLock<Regex> = LazyLock::new(|| {
    let words = "(?:、|，|,|和|及|与|或|并|以及|或者|至|到|的规定|之规定|的|规定|[-—–－~～])";
    let end = format!("(?:[条款项目号批》]|之[{DIGITS}]{{1,2}}|[）)])");
    Regex::new(&format!(
        r"{end}{words}+(?:[第笫苐《]|[{DIGITS}]{{1,9}}[条款项号]|之[{DIGITS}]|检例|指导|同法|该|本)"
    ))
    .expect("the pattern is a constant")
});

/// Number of a page between two line breaks: - 3 -, 第3页, 第 3 页 共 9 页.
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"(?P<dash>[-—–－·]*)[ \u3000]*(?:\d{1,4}|第[ ]*\d{1,4}[ ]*页[ ，,/]*(?:共[ ]*\d{1,4}[ ]*页)?)[ \u3000]*[-—–－·]*";
    Regex::new(&format!(r"^\s*[\n\f]\s*(?P<number>{number})\s*[\n\f]\s*"))
        .expect("the pattern is a constant")
});

/// White space with the number of a page in it. Among digits a bare number may be a part
/// of theirs.
fn page_break(text: &str, space: &Range<usize>) -> Option<Range<usize>> {
    let found = PAGE.captures(&text[space.start..])?;
    let end = space.start + found.get(0)?.end();
    let number = found.name("number")?.as_str().trim();
    let bare = number.chars().all(|c| c.is_ascii_digit());
    let arabic =
        |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let beside =
        arabic(text[..space.start].chars().next_back()) || arabic(text[end..].chars().next());
    (!(bare && beside)).then_some(space.start..end)
}

/// 指导⏎性案例, 检⏎例第.
fn word_is_cut(text: &str, space: &Range<usize>, previous: char) -> bool {
    if !matches!(
        previous,
        '检' | '例' | '指' | '导' | '性' | '案' | '该' | '本' | '同' | '前' | '款'
    ) {
        return false;
    }
    let words = [
        "检例第",
        "指导性案例",
        "指导案例",
        "该条",
        "本条",
        "同条",
        "前款第",
    ];
    let mut before: Vec<char> = text[..space.start]
        .chars()
        .rev()
        .filter(|c| !c.is_whitespace())
        .take(4)
        .collect();
    before.reverse();
    let before: String = before.into_iter().collect();
    let behind = text[space.end..].chars().filter(|c| !c.is_whitespace());
    let behind: String = behind.take(4).collect();
    words.iter().any(|word| {
        word.char_indices()
            .skip(1)
            .any(|(cut, _)| before.ends_with(&word[..cut]) && behind.starts_with(&word[cut..]))
    })
}

/// Whether the white space cuts the name of a known law before 第N条 or 264条.
fn name_is_cut(text: &str, space: &Range<usize>) -> bool {
    let Some(behind) = name_behind(text, space.end).filter(|name| ends_name(name)) else {
        return false;
    };
    let head: Vec<char> = text[..space.start]
        .chars()
        .rev()
        .take_while(|c| c.is_alphanumeric() || c.is_whitespace())
        .filter(|c| !c.is_whitespace())
        .take(NAME_CHARS)
        .collect();
    let mut name = behind;
    for c in head {
        name.insert(0, c);
        if law_names::resolve(&name).is_some() {
            return true;
        }
    }
    false
}

/// Whether words end as names of laws do: 法, 条例, 解释（一）.
fn ends_name(words: &str) -> bool {
    words.ends_with([
        '法', '典', '例', '定', '释', '则', '见', '）', ')', '知', '复', '要', '约',
    ]) || words.ends_with(is_digit)
}

/// The words from `at` to the number of an article, without white space.
fn name_behind(text: &str, at: usize) -> Option<String> {
    let mut name = String::new();
    for c in text[at..].chars() {
        if c.is_whitespace() {
            continue;
        }
        if matches!(c, '第' | '笫' | '苐') || is_digit(c) && c != '一' && c != '二' && c != '三'
        {
            return Some(name);
        }
        if !c.is_alphanumeric() && !"（）()".contains(c) || name.chars().count() >= NAME_CHARS {
            return None;
        }
        name.push(c);
    }
    None
}

/// Whether the name of a known law stands before white space and an article behind it.
/// A name alone on a line is a heading, whose lines stay apart.
fn follows_name(text: &str, space: &Range<usize>, broken: bool) -> bool {
    let before = &text[..space.start];
    if !text[space.end..].starts_with(['第', '笫', '苐']) || !ends_name(before) {
        return false;
    }
    let line = before
        .rsplit(['\n', '\r', '\u{c}'])
        .next()
        .unwrap_or_default()
        .trim();
    let line_chars = line.chars().filter(|c| !c.is_whitespace()).count();
    let mut name = String::new();
    let head = before.chars().rev().filter(|c| !c.is_whitespace());
    let head = head.take_while(|c| c.is_alphanumeric() || "（）()".contains(*c));
    for (c, chars) in head.take(NAME_CHARS).zip(1usize..) {
        name.insert(0, c);
        let heading = (chars..chars + WRAPPED_CHARS).contains(&line_chars);
        if chars > 1 && !(broken && heading) && law_names::resolve(&name).is_some() {
            return true;
        }
    }
    false
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
