//! Whether a case may have lost its force (可能失效): by what became of the articles
//! that it cites.
//!
//! 《最高人民检察院关于案例指导工作的规定》 lets a guiding case fall away when the law
//! it rests on is repealed or newer law conflicts with it. The first is looked up; of
//! the second only the sign can be: a cited article that reads differently since.
//! Whether the case still stands is a lawyer's judgement, so this says "may".

use std::collections::HashSet;

use leian_corpus::citation::{ChangedBy, Days, Repeal, Resolution, Verdict, extract, resolve};
use leian_corpus::{ArticleNumber, Body, Date, Document, LawKey, SectionRole};
use leian_indexer::Snapshot;

use super::error::Result;

/// What became of the articles that a case cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseStanding {
    /// The day of the case: of its publication, or the latest that its text names.
    pub day: Date,
    /// Whether `day` is that of publication.
    pub published: bool,
    /// Articles cited that the library could compare.
    pub compared: usize,
    /// Articles cited of which it does not know whether they changed, because it lacks
    /// the law, or its text of that day.
    pub unknown: usize,
    /// Why the case may have lost its force; empty when nothing was found.
    pub grounds: Vec<Ground>,
}

/// A cited article that is no longer what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Official title of the law.
    pub law: String,
    /// Its key.
    pub key: LawKey,
    /// The article, where the case names one.
    pub article: Option<ArticleNumber>,
    /// The 款 and 项 of it that the case cites, as it is written: 第二款, empty where the
    /// whole article is cited.
    pub part: String,
    /// What happened.
    pub what: GroundKind,
}

/// What happened to a cited article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroundKind {
    /// The law was repealed.
    Repealed(Repeal),
    /// The article was deleted.
    Deleted(Option<ChangedBy>),
    /// The article reads differently.
    Amended(ChangedBy),
}

impl GroundKind {
    /// As programs read it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Repealed(_) => "repealed",
            Self::Deleted(_) => "deleted",
            Self::Amended(_) => "amended",
        }
    }
}

impl Ground {
    /// 《刑法》第一百九十九条, 《刑法》第六十七条第三款
    pub fn provision(&self) -> String {
        let article = self.article.map(ArticleNumber::chinese).unwrap_or_default();
        format!("《{}》{article}{}", self.law, self.part)
    }

    /// What happened, in words: 经《…》修改（2020-09-01）.
    pub fn event(&self) -> String {
        match &self.what {
            GroundKind::Repealed(repeal) => {
                let date = repeal.date.map(|date| format!("自 {date} 起"));
                let successor = repeal.successor.as_ref();
                let successor = successor.map(|law| format!("，由《{law}》取代"));
                let (date, successor) = (date.unwrap_or_default(), successor.unwrap_or_default());
                format!("{date}已废止{successor}")
            }
            GroundKind::Deleted(None) => "已删去".to_owned(),
            GroundKind::Deleted(Some(act)) => format!("已由《{}》删去（{}）", act.title, act.date),
            GroundKind::Amended(act) => format!("经《{}》修改（{}）", act.title, act.date),
        }
    }

    /// A sentence for readers.
    pub fn sentence(&self) -> String {
        format!("所引{}此后{}", self.provision(), self.event())
    }
}

/// Looks at the articles that a case cites; `None` for what is no case, and for a case
/// without any date.
///
/// # Errors
/// The index's own.
pub fn case_validity(snapshot: &Snapshot, document: &Document) -> Result<Option<CaseStanding>> {
    let Body::Sections(sections) = &document.body else {
        return Ok(None);
    };
    let today = snapshot.today();
    let published = document.metadata.date;
    let day = published.or_else(|| document.latest_day_named(today));
    let Some(day) = day.filter(|_| document.kind.is_case()) else {
        return Ok(None);
    };
    let mut standing = CaseStanding {
        day,
        published: published.is_some(),
        compared: 0,
        unknown: 0,
        grounds: Vec::new(),
    };
    // Keywords name laws without leaning on them.
    let told = sections
        .iter()
        .filter(|section| section.role != SectionRole::Keywords);
    let texts: Vec<&str> = told.map(|section| section.text.as_str()).collect();
    let text = texts.join("\n");
    let mut seen = HashSet::new();
    for mention in extract(&text) {
        let Some(key) = mention.law.clone() else {
            continue;
        };
        let place = (
            key.clone(),
            mention.article,
            mention.paragraph,
            mention.item,
        );
        if !seen.insert(place) {
            continue;
        }
        let law = snapshot.known_law(&key)?;
        let on = |at: Date| resolve(&mention, None, law.as_deref(), Days { at, today });
        match compared(day, &on(day), &on(today)) {
            Compared::Same => standing.compared += 1,
            Compared::Unknown => standing.unknown += 1,
            Compared::Changed(what) => {
                standing.compared += 1;
                let law = on(today).title.unwrap_or_else(|| key.to_string());
                let ground = Ground {
                    law,
                    key,
                    article: mention.article,
                    part: mention.part_label(),
                    what,
                };
                if !standing.grounds.contains(&ground) {
                    standing.grounds.push(ground);
                }
            }
        }
    }
    Ok(Some(standing))
}

enum Compared {
    Same,
    Changed(GroundKind),
    Unknown,
}

/// What the verdicts for the day of the case and for today say together. A law that the
/// library does not hold is known as repealed on any day; the day of its repeal decides.
fn compared(day: Date, then: &Resolution, now: &Resolution) -> Compared {
    let repealed_since = now
        .repeal
        .as_ref()
        .and_then(|repeal| repeal.date)
        .is_some_and(|date| date > day);
    if now.verdict == Verdict::Repealed && (repealed_since || then.verdict != Verdict::Repealed) {
        return match &now.repeal {
            Some(repeal) => Compared::Changed(GroundKind::Repealed(repeal.clone())),
            None => Compared::Unknown,
        };
    }
    match (then.verdict, now.verdict) {
        (Verdict::Amended, _) => match then.changed_by.clone().filter(|act| act.certain) {
            Some(act) => Compared::Changed(GroundKind::Amended(act)),
            None => Compared::Unknown,
        },
        (Verdict::InForce, Verdict::DeletedArticle)
        | (Verdict::OutOfCoverage, Verdict::DeletedArticle) => {
            Compared::Changed(GroundKind::Deleted(now.changed_by.clone()))
        }
        (Verdict::InForce, Verdict::InForce) => Compared::Same,
        _ => Compared::Unknown,
    }
}
