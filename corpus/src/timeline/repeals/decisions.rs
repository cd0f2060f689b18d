//! Decisions that abolish a list of texts: 关于废止部分…的决定, 予以废止的…目录.
//!
//! Of a list only lines count that are a title and nothing more, apart from a number
//! before it and brackets, a day or a number of the text behind it.

use std::sync::LazyLock;

use regex::Regex;

use super::{Extent, RepealClause};
use crate::document::{Body, Date, Document};
use crate::import::dates::applies_from_clause;
use crate::import::law_markdown::is_title;
use crate::statute::Block;

/// 关于废止《…》的决定
static OF_ONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"关于废止[《〈](?P<title>.+)[》〉]的(?:决定|通知|公告|命令)$")
        .expect("the pattern is constant")
});

/// （一）, 12., 三、
static ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[（(](?:[一二三四五六七八九十百]+|[0-9０-９]+)[）)]|(?:[一二三四五六七八九十百]+|[0-9０-９]+)\s*[、.．：:]|[0-9０-９]+\s+)\s*",
    )
    .expect("the pattern is constant")
});

/// Where titles of a mixed decision begin to be those that end.
static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:废止(?:的|下列|以下)|予以废止(?:的|[:：])|废止[^。]{0,20}目录)")
        .expect("the pattern is constant")
});

/// Where they end to be.
static STOPS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:修改的|继续有效|保留的|予以修改)").expect("the pattern is constant")
});

/// The texts that a decision of that kind ends.
pub(super) fn read(document: &Document) -> Vec<RepealClause> {
    let title: String = document.title.split_whitespace().collect();
    let decides = ["决定", "通知", "目录", "公告", "命令"]
        .iter()
        .any(|end| bare(&title).ends_with(end));
    if !title.contains("废止") || !decides {
        return Vec::new();
    }
    let from = applies_from(document);
    let clause = |title: &str, words: &str| RepealClause {
        act: document.title.clone(),
        title: title.to_owned(),
        maker: None,
        extent: Extent::Whole,
        from,
        dated: true,
        place: String::new(),
        words: words.to_owned(),
    };
    if let Some(found) = OF_ONE.captures(&title) {
        return vec![clause(&found["title"], &title)];
    }
    let mixed = title.contains("修改");
    let mut listing = !mixed;
    let mut found = Vec::new();
    for line in lines(document) {
        if BEGINS.is_match(&line) {
            listing = true;
        } else if mixed && STOPS.is_match(&line) {
            listing = false;
        }
        if !listing {
            continue;
        }
        for cell in line.split(['|', '\t']) {
            if let Some(named) = listed(cell).filter(|named| *named != title) {
                found.push(clause(&named, cell.trim()));
            }
        }
    }
    found
}

/// 本决定自2024年5月1日起施行, wherever it stands; else the day of the decision.
fn applies_from(document: &Document) -> Option<Date> {
    let own = ["本决定", "本通知", "本公告", "现予公布"];
    let said = lines(document).into_iter().find_map(|line| {
        let speaks_of_itself = own.iter().any(|word| line.contains(word));
        speaks_of_itself.then(|| applies_from_clause(&line).flatten())?
    });
    let metadata = &document.metadata;
    said.or(metadata.effective).or(metadata.made_on())
}

fn lines(document: &Document) -> Vec<String> {
    let Body::Statute(statute) = &document.body else {
        return Vec::new();
    };
    let mut lines: Vec<String> = Vec::new();
    for block in &statute.blocks {
        match block {
            Block::Article(article) => lines.extend(article.text.lines().map(str::to_owned)),
            Block::Text(text) => lines.extend(text.lines().map(str::to_owned)),
            Block::Heading(heading) => lines.push(heading.text.clone()),
        }
    }
    lines
}

/// The title that a line of a list is.
fn listed(line: &str) -> Option<String> {
    let line: String = ORDINAL.replace(line.trim(), "").into_owned();
    let line = bare(line.trim_end_matches(['；', ';', '。', '，', '、']));
    let inside = line
        .strip_prefix('《')
        .and_then(|rest| rest.strip_suffix('》'));
    let title = inside.unwrap_or(&line).trim().to_owned();
    let fits = title.chars().count() >= 4
        && !title.contains(['。', '；', '，', ':', '：'])
        && is_title(&title);
    fits.then_some(title)
}

/// Without what stands in brackets at the end, unless it belongs to the title.
fn bare(line: &str) -> String {
    let mut line = line.trim().to_owned();
    while line.ends_with(['）', ')']) {
        let Some(open) = line.rfind(['（', '(']) else {
            break;
        };
        let inside = &line[open..];
        let of_title = inside.chars().count() <= 6 && !inside.contains(['年', '〔', '[']);
        if of_title && !inside.chars().any(|c| c.is_ascii_digit()) {
            break;
        }
        line.truncate(open);
        line = line.trim_end().to_owned();
    }
    line
}
