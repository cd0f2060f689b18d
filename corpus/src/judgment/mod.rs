//! What a judgment says (裁判文书要素): who decided, in which procedure and when, who
//! is convicted of what and sentenced to what, which circumstances and amounts the
//! court found, and which articles it applied.
//!
//! [`read`] is a pure function over the sections of a document; every value carries
//! the [`Place`] it rests on, so that a page can show why. Nothing is guessed: what
//! the text does not say is absent.

mod amounts;
mod articles;
mod cause;
mod circumstances;
mod court;
mod day;
mod disposition;
mod money;
pub mod number;
mod outcome;
mod plain;
mod sentence;
mod term;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use self::amounts::{Amount, AmountKind};
pub use self::articles::AppliedArticle;
pub use self::circumstances::{Circumstance, FoundCircumstance};
pub use self::court::{DocumentType, Instance, Level, TrialProcedure};
pub use self::disposition::{Conviction, Defendant};
pub use self::money::{Money, amounts_in};
pub use self::outcome::Outcome;
pub use self::sentence::{Confiscation, Deprivation, Sentence, SentenceKind};
pub use self::term::Term;
use crate::case::{Section, SectionRole};
use crate::document::{Body, Date, Document};
use crate::regions::{self, Region};

/// Where in a document something stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Place of the section in the document, from 0.
    pub section: usize,
    /// Bytes of the section's text.
    pub byte_range: Range<usize>,
}

impl Place {
    pub(crate) fn new(section: usize, byte_range: Range<usize>) -> Self {
        Self {
            section,
            byte_range,
        }
    }

    /// The text at this place; `None` when these are not the sections it was found in.
    pub fn text<'s>(&self, sections: &'s [Section]) -> Option<&'s str> {
        sections
            .get(self.section)?
            .text
            .get(self.byte_range.clone())
    }
}

/// A value and the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> Found<T> {
    pub(crate) fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

/// The facts of a judgment, ruling, indictment or decision not to prosecute.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgmentFacts {
    /// 文书种类
    pub document: Option<Found<DocumentType>>,
    /// The document's name at its head: 刑事附带民事判决书.
    pub document_name: Option<String>,
    /// 审理法院, as written.
    pub court: Option<Found<String>>,
    /// The procuratorate that issued the document or, in a court's, that prosecutes.
    pub procuratorate: Option<Found<String>>,
    /// 层级 of the court, or where there is none of the procuratorate.
    pub level: Option<Level>,
    /// 地区, by the case number, or by the name of the court or procuratorate.
    pub region: Option<Region>,
    /// 案号, without spaces.
    pub case_number: Option<Found<String>>,
    /// 审级, by the case number.
    pub instance: Option<Instance>,
    /// 适用程序
    pub procedure: Option<Found<TrialProcedure>>,
    /// 裁判日期
    pub date: Option<Found<Date>>,
    /// How the document ends the case or takes it on.
    pub outcome: Option<Found<Outcome>>,
    /// The section that the byte ranges of [`defendants`](Self::defendants) lie in.
    pub disposition: Option<usize>,
    /// The charges that a decision without a conviction of its own is about (案由): those that
    /// the first instance held, else those of the accusation.
    pub cause: Vec<Found<String>>,
    /// Those convicted, in the order of the disposition.
    pub defendants: Vec<Defendant>,
    /// What the court weighed.
    pub circumstances: Vec<FoundCircumstance>,
    /// Amounts of money that the findings, the opinion and the disposition name.
    pub amounts: Vec<Found<Amount>>,
    /// Articles of the Criminal Law that the decision rests on.
    pub applied_articles: Vec<Found<AppliedArticle>>,
}

impl JudgmentFacts {
    /// The charges of conviction, each once, in the order of the disposition.
    pub fn charges(&self) -> Vec<&str> {
        let mut charges: Vec<&str> = Vec::new();
        for conviction in self.defendants.iter().flat_map(|one| &one.convictions) {
            if !charges.contains(&conviction.charge.as_str()) {
                charges.push(&conviction.charge);
            }
        }
        charges
    }

    /// The charges that the case is about: those of conviction, else the [`cause`](Self::cause).
    pub fn case_charges(&self) -> Vec<&str> {
        let convicted = self.charges();
        if !convicted.is_empty() {
            return convicted;
        }
        self.cause
            .iter()
            .map(|found| found.value.as_str())
            .collect()
    }

    /// 刑法第二百六十四条 for each applied article, without paragraphs, each once.
    pub fn applied_article_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for found in &self.applied_articles {
            let name = format!("刑法{}", found.value.article.chinese());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether a circumstance was found that may be said of this defendant.
    pub fn has_circumstance(&self, circumstance: Circumstance, name: &str) -> bool {
        self.circumstances
            .iter()
            .any(|found| found.circumstance == circumstance && found.concerns(name))
    }
}

/// Reads the facts of a document; `None` when it has no sections.
pub fn of_document(document: &Document) -> Option<JudgmentFacts> {
    match &document.body {
        Body::Sections(sections) => Some(read(sections)),
        Body::Statute(_) => None,
    }
}

/// Reads the facts of a document's sections.
pub fn read(sections: &[Section]) -> JudgmentFacts {
    let head = court::head(sections);
    let (court, procuratorate) = match head.issuer {
        Some(issuer) if issuer.value.ends_with("检察院") => (None, Some(issuer)),
        issuer => (issuer, head.prosecutor),
    };
    let named = court.as_ref().or(procuratorate.as_ref());
    let number = head.number.as_ref().map(|number| number.value.as_str());
    let disposition = sections
        .iter()
        .position(|section| section.role == SectionRole::Disposition);
    let defendants = disposition.map_or_else(Vec::new, |place| {
        disposition::defendants(&sections[place].text)
    });
    let outcome = outcome::outcome(sections, &defendants);
    let year = number.and_then(number::year);
    let names: Vec<&str> = defendants.iter().map(|one| one.name.as_str()).collect();
    JudgmentFacts {
        level: named.and_then(|issuer| Level::of_name(&issuer.value)),
        region: number
            .and_then(regions::of_case_number)
            .or_else(|| regions::of_name(&named?.value)),
        instance: number.and_then(Instance::of_case_number),
        document: head.document,
        document_name: head.document_name,
        case_number: head.number,
        procedure: head.procedure,
        date: day::decided(sections, year),
        cause: cause::cause(sections, outcome.as_ref().map(|found| found.value)),
        outcome,
        disposition,
        circumstances: circumstances::circumstances(sections, &names),
        amounts: amounts::amounts(sections),
        applied_articles: articles::applied(sections),
        court,
        procuratorate,
        defendants,
    }
}

#[cfg(test)]
mod measured;
#[cfg(test)]
mod tests;
