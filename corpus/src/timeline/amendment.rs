//! Reading an amending act (修正案, 关于修改《…》的决定): which law it amends, and what
//! each of its sentences does to which article.

mod clauses;
mod quoted;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use self::clauses::{Clause, read_clause};
use self::quoted::{Piece, pieces};
use super::act::{ArticleChange, Touches};
use crate::document::{Body, Date, Document, DocumentId, LawKey};
use crate::statute::{ArticleNumber, Block};

/// 中华人民共和国刑法修正案（八）, 某法修正案（2018年）
static AMENDMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<law>\S+?)修正案(?:[（(][^）)]{1,8}[）)])?$").expect("the pattern is constant")
});

/// 全国人民代表大会常务委员会关于修改〈某法〉的决定
static DECISION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<issuer>[^《〈]*?)关于(?:修改|修订)[《〈](?P<law>.+)[》〉](?:部分条款)?的决定$",
    )
    .expect("the pattern is constant")
});

/// An act that amends one law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendingAct {
    /// The document.
    pub document: DocumentId,
    /// Its title.
    pub title: String,
    /// The law that it amends.
    pub amends: LawKey,
    /// The day on which it was made.
    pub passed: Option<Date>,
    /// From when it applies.
    pub effective: Option<Date>,
    /// What it does.
    pub touches: Touches,
}

impl AmendingAct {
    /// Reads a document; `None` when its title does not name one law that it amends.
    pub fn of(document: &Document) -> Option<Self> {
        let Body::Statute(statute) = &document.body else {
            return None;
        };
        let amends = amended_law(&document.title)?;
        let mut lines = Vec::new();
        for block in &statute.blocks {
            match block {
                Block::Text(text) => lines.extend(text.lines().map(str::to_owned)),
                Block::Article(article) => {
                    let text = format!("{} {}", article.label, article.text);
                    lines.extend(text.lines().map(str::to_owned));
                }
                Block::Heading(heading) => lines.push(heading.text.clone()),
            }
        }
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        Some(Self {
            document: document.id.clone(),
            title: document.title.clone(),
            amends,
            passed: document.metadata.made_on(),
            effective: document.metadata.effective,
            touches: touches(&lines),
        })
    }
}

/// The law that a title says is amended.
pub fn amended_law(title: &str) -> Option<LawKey> {
    let title: String = title.split_whitespace().collect();
    if let Some(found) = DECISION.captures(&title) {
        let (issuer, law) = (&found["issuer"], &found["law"]);
        // 最高人民法院关于修改《关于…的规定》的决定 leaves the issuer out inside.
        let own = law.starts_with("关于") && !issuer.is_empty();
        return Some(match own {
            true => LawKey::of(&format!("{issuer}{law}")),
            false => LawKey::of(law),
        });
    }
    let found = AMENDMENT.captures(&title)?;
    Some(LawKey::of(&found["law"]))
}

/// What the lines of an act do.
fn touches(lines: &[&str]) -> Touches {
    let mut changes: BTreeMap<ArticleNumber, Vec<_>> = BTreeMap::new();
    let mut complete = true;
    let mut article = None;
    for (outside, quote) in sentences(lines) {
        match read_clause(&outside, quote.as_deref(), article) {
            Clause::Changes(found) => {
                for ArticleChange { article, operation } in found {
                    changes.entry(article).or_default().push(operation);
                }
            }
            Clause::Nothing => {}
            Clause::NotUnderstood => complete = false,
        }
        let named = clauses::article_named(&outside);
        // 第一条规定的数额标准不再适用 changes an article without a new wording.
        let ends = ["不再适用", "停止适用", "不再执行", "停止执行"];
        complete &= named.is_none() || !ends.iter().any(|word| outside.contains(word));
        article = named.or(article);
    }
    // An act that changes nothing was not read.
    complete &= !changes.is_empty();
    Touches::Known { changes, complete }
}

/// The act as clauses, each with the new wording that it announces.
fn sentences(lines: &[&str]) -> Vec<(String, Option<Vec<String>>)> {
    let mut found: Vec<(String, Option<Vec<String>>)> = Vec::new();
    for piece in pieces(lines) {
        match piece {
            Piece::Outside(text) => {
                let clauses = text.split_inclusive(['。', '；', ';']);
                found.extend(clauses.map(|clause| (clause.trim().to_owned(), None)));
            }
            Piece::Quoted(paragraphs) => {
                if let Some((_, quote)) = found.last_mut() {
                    *quote = Some(paragraphs);
                }
            }
        }
    }
    found.retain(|(clause, _)| !clause.is_empty());
    found
}

#[cfg(test)]
#[path = "amendment/tests.rs"]
mod tests;
