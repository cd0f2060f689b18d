//! A day on reading pages (行为时、裁判时): the box to choose it, and what an article
//! was on it. Today's text never stands in for that of another day.

use leian_corpus::timeline::{Basis, DiffRun as Run, diff};
use leian_corpus::{ArticleNumber, Date};

use super::citations_view::DiffRun;
use crate::http::error::{HttpError, shortened};
use crate::http::params::{Pairs, day};
use crate::http::percent;
use crate::retrieval::timeline::explanation;
use crate::retrieval::{ActRef, DayWording};

/// Which day of a case a date is.
const KINDS: [(&str, &str); 2] = [("conduct", "行为时"), ("judgment", "裁判时")];

/// A day that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The day.
    pub day: Date,
    /// Whether it is that of the judgment and not of the conduct.
    pub judgment: bool,
}

impl AsOf {
    /// The day in the parameters of a page; `None` when none was typed.
    ///
    /// # Errors
    /// `invalid_parameter` for what is no day.
    pub fn read(pairs: &Pairs) -> Result<Option<Self>, HttpError> {
        let Some(day) = day("as_of", pairs.one("as_of")?)? else {
            return Ok(None);
        };
        Ok(Some(Self {
            day,
            judgment: pairs.one("day")? == Some(KINDS[1].0),
        }))
    }

    /// 行为时 or 裁判时.
    pub fn label(self) -> &'static str {
        KINDS[usize::from(self.judgment)].1
    }

    /// The day as parameters of an address.
    pub fn query(self) -> String {
        let day = self.day.to_string();
        let mut pairs = vec![("as_of", day.as_str())];
        if self.judgment {
            pairs.push(("day", KINDS[1].0));
        }
        percent::query(pairs)
    }
}

/// The box in which a day is typed.
pub struct DateBox {
    /// The page itself.
    pub action: String,
    /// Parameters that stay.
    pub kept: Vec<(&'static str, String)>,
    /// What was typed.
    pub typed: String,
    /// Whether it is the day of the judgment.
    pub judgment: bool,
    /// What was wrong with it.
    pub error: Option<String>,
    /// What the button does.
    pub go: &'static str,
}

impl DateBox {
    /// The box of a page with the day in it.
    pub fn new(action: &str, as_of: Option<AsOf>, go: &'static str) -> Self {
        Self {
            action: action.to_owned(),
            kept: Vec::new(),
            typed: as_of.map(|as_of| as_of.day.to_string()).unwrap_or_default(),
            judgment: as_of.is_some_and(|as_of| as_of.judgment),
            error: None,
            go,
        }
    }

    /// The box with a day that cannot be used.
    #[must_use]
    pub fn refused(self, typed: &str, error: HttpError) -> Self {
        Self {
            typed: shortened(typed),
            error: Some(error.message),
            ..self
        }
    }

    /// The kinds of days: code, name, whether chosen.
    pub fn kinds(&self) -> [(&'static str, &'static str, bool); 2] {
        let [conduct, judgment] = KINDS;
        [
            (conduct.0, conduct.1, !self.judgment),
            (judgment.0, judgment.1, self.judgment),
        ]
    }
}

/// An act for readers.
pub struct ActItem {
    /// Its title.
    pub title: String,
    /// 2015-11-01 起施行, 2015-08-29 通过.
    pub date: String,
    /// 制定, 修订, 修正 …
    pub kind: &'static str,
    /// Where it is read, when the library holds it.
    pub href: Option<String>,
}

impl From<&ActRef> for ActItem {
    fn from(act: &ActRef) -> Self {
        Self {
            title: act.title.clone(),
            date: match act.effective_known {
                true => format!("{} 起施行", act.effective),
                false => format!("{} 通过", act.effective),
            },
            kind: act.kind.label(),
            href: act.document.as_ref().map(|id| format!("/documents/{id}")),
        }
    }
}

/// What an article was on a day.
pub struct WordingItem {
    /// Its number on that day.
    pub number: Option<String>,
    /// The same, where it is not the number asked for.
    pub other_number: Option<String>,
    /// Stable code of what it was.
    pub status: &'static str,
    /// The same in words.
    pub label: String,
    /// Its paragraphs on that day; none where that wording is not held.
    pub paragraphs: Vec<String>,
    /// Why there are none.
    pub explanation: Option<String>,
    /// Why the wording is known, and where it was taken from.
    pub basis: Option<(&'static str, String)>,
    /// The act that gave it this wording.
    pub since: Option<ActItem>,
    /// The act that changed it next.
    pub until: Option<ActItem>,
    /// The act that says why there is no text.
    pub act: Option<ActItem>,
    /// The difference to today's wording, where both are known and differ.
    pub changes: Vec<DiffRun>,
    /// Whether it read as it reads today; `None` where one is not known.
    pub as_today: Option<bool>,
}

impl WordingItem {
    /// `wording` on `day` of the article `asked` for, beside the text of `today` where
    /// that is known.
    pub fn new(wording: &DayWording, asked: ArticleNumber, day: Date, today: Option<&str>) -> Self {
        let number = wording.number;
        let text = wording.text.as_deref();
        let changes = match (text, today) {
            (Some(then), Some(now)) if then != now => runs(&diff(then, now)),
            _ => Vec::new(),
        };
        Self {
            number: number.map(ArticleNumber::chinese),
            other_number: number
                .filter(|&number| number != asked)
                .map(ArticleNumber::chinese),
            status: wording.status.code(),
            label: wording.label(),
            paragraphs: text.map(paragraphs).unwrap_or_default(),
            explanation: explanation(wording, day),
            basis: wording.basis.as_ref().map(basis),
            since: wording.since.as_ref().map(ActItem::from),
            until: wording.until.as_ref().map(ActItem::from),
            act: wording.act.as_ref().map(ActItem::from),
            as_today: text.zip(today).map(|(then, now)| then == now),
            changes,
        }
    }
}

fn paragraphs(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(str::to_owned).collect()
}

fn basis(basis: &Basis) -> (&'static str, String) {
    let says = match basis {
        Basis::Held(_) => "本库收有当时的文本",
        Basis::Act(_) => "由修改决定写明的文字得出",
        Basis::Unchanged(_) => "后来的文本所载；其间的修改没有涉及本条",
    };
    (says, format!("/documents/{}", basis.document()))
}

/// A difference for the template.
pub fn runs(changes: &[Run]) -> Vec<DiffRun> {
    changes
        .iter()
        .map(|run| {
            let (change, text) = match run {
                Run::Same(text) => ("same", text),
                Run::Removed(text) => ("removed", text),
                Run::Added(text) => ("added", text),
            };
            DiffRun {
                change,
                text: text.clone(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_day_is_read_with_its_kind_and_written_again() {
        let read = |text: &str| AsOf::read(&Pairs::read(text.as_bytes()).unwrap());
        assert_eq!(read("as_of=").unwrap(), None);
        let conduct = read("as_of=2019.5.1").unwrap().unwrap();
        assert_eq!(
            (conduct.label(), conduct.query()),
            ("行为时", "as_of=2019-05-01".to_owned())
        );
        let judgment = read("as_of=2019-05-01&day=judgment").unwrap().unwrap();
        assert_eq!(judgment.label(), "裁判时");
        assert_eq!(judgment.query(), "as_of=2019-05-01&day=judgment");
        assert!(read("as_of=2019").is_err());
    }
}
