//! Answers about the citations of a text.

use std::collections::BTreeMap;

use leian_corpus::ArticleNumber;
use leian_corpus::citation::{
    Change, ChangedBy, Doubt, Members, QuoteVerdict, Reason, Reference, Repeal,
};
use leian_corpus::guiding_force::WithoutForce;
use leian_corpus::law_title::Edition;
use serde::Serialize;

use super::search::{SpanView, spans};
use crate::http::upload::Sheet;
use crate::retrieval::{CheckedCitation, CitationReport, Ground};

/// The citations of a text with their verdicts.
#[derive(Clone, Debug, Serialize)]
pub struct CitationsView {
    /// The day whose law was asked for.
    pub date: String,
    /// The newest day of the statutes of the library: what came later it does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_until: Option<String>,
    /// The text that places are places in, where it came in a form or a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What the file was: `text`, `html`, `docx` or `pdf`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'static str>,
    /// What is worth knowing about how the text was made, in Chinese.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<&'static str>,
    /// Citations found.
    pub total: usize,
    /// Citations by verdict, also those with none.
    pub counts: BTreeMap<&'static str, usize>,
    /// In the order of the text.
    pub citations: Vec<CitationView>,
    /// Articles of which the text does not say which law they are of; not checked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unnamed: Vec<UnnamedView>,
}

/// An article of a law that the text does not name.
#[derive(Clone, Debug, Serialize)]
pub struct UnnamedView {
    /// The words of the text.
    pub text: String,
    /// Where they stand.
    #[serde(flatten)]
    pub place: SpanView,
}

impl CitationsView {
    /// The answer about `text`.
    pub fn new(text: &str, report: &CitationReport) -> Self {
        let ranges: Vec<_> = report
            .citations
            .iter()
            .map(|citation| citation.mention.byte_range.clone())
            .collect();
        let places = spans(text, &ranges);
        let citations = report.citations.iter().zip(places);
        let unnamed = report.unnamed.iter().zip(spans(text, &report.unnamed));
        let unnamed = unnamed.map(|(range, place)| UnnamedView {
            text: text[range.clone()].to_owned(),
            place,
        });
        Self {
            date: report.date.to_string(),
            known_until: report.known_until.map(|date| date.to_string()),
            text: None,
            format: None,
            notes: Vec::new(),
            total: report.citations.len(),
            counts: report
                .counts()
                .into_iter()
                .map(|(verdict, count)| (verdict.code(), count))
                .collect(),
            citations: citations
                .map(|(citation, place)| {
                    let label = citation.resolution.label(report.date, report.known_until);
                    CitationView::new(text, citation, place, label)
                })
                .collect(),
            unnamed: unnamed.collect(),
        }
    }

    /// The answer about a form, with its text and how that was made.
    #[must_use]
    pub fn of_sheet(self, sheet: Sheet) -> Self {
        Self {
            format: Some(sheet.format.code()),
            notes: sheet.notes.iter().map(|note| note.label()).collect(),
            text: Some(sheet.cited.text),
            ..self
        }
    }
}

/// A citation with its verdict.
#[derive(Clone, Debug, Serialize)]
pub struct CitationView {
    /// The words of the text.
    pub text: String,
    /// Where they stand.
    #[serde(flatten)]
    pub place: SpanView,
    /// Stable code of the verdict.
    pub verdict: &'static str,
    /// The verdict for people, with how far it reaches.
    pub verdict_label: String,
    /// Official title of the law, or its name as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// 条, such as `133-1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Last one of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article_end: Option<String>,
    /// 款
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// Last one of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph_end: Option<u32>,
    /// 项
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// Last one of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_end: Option<u32>,
    /// 目
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<u32>,
    /// 编、章、节, such as 分则第五章.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// Number of a case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// Last number of a range of cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_to: Option<u32>,
    /// What makes the reading doubtful: `suspect` or `unreadable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<&'static str>,
    /// The same for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt_label: Option<&'static str>,
    /// How a case that is held binds: `must` (应当参照) or `may` (可以参考).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<&'static str>,
    /// Why a guiding case is no longer to be referred to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_force: Option<WithoutForceView>,
    /// Title of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_title: Option<String>,
    /// The document of the library in which it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// The day that names the version found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What the source says of that version, when it was amended and the library has
    /// no newer one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_status: Option<String>,
    /// Text of the article, paragraph or item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provision: Option<String>,
    /// The repeal of the law.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeal: Option<RepealView>,
    /// The act between the wording cited, or that of the day asked for, and today's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<ChangedByView>,
    /// What there is in place of what was cited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing: Option<String>,
    /// Of a range: the members that are not simply in force.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MembersView>,
    /// Stable code of what else is to be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The same for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_words: Option<String>,
    /// Which text of the law is meant, where the text says so, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The number (文号) by which the text names the law, or which stands with its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc_number: Option<String>,
    /// Why the text meant is not held, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Of a name that is not held: titles of the library that may be meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    /// The text held has no such place, and the law was amended since: that in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_in_version: Option<String>,
    /// Of a case: why it may have lost its force (可能失效), in Chinese.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<String>,
    /// `equal`, `differs` or `none`.
    pub quote: &'static str,
    /// Where the words quoted stand, without the marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoted: Option<SpanView>,
    /// Of a quotation that differs: how, by characters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diff: Vec<ChangeView>,
}

impl CitationView {
    fn new(text: &str, citation: &CheckedCitation, place: SpanView, verdict_label: String) -> Self {
        let (mention, resolution) = (&citation.mention, &citation.resolution);
        let number = |number: Option<ArticleNumber>| number.map(|number| number.to_string());
        let is_case = mention.case_number.is_some();
        let title = resolution.title.clone();
        let (case_title, law) = match is_case {
            true => (title, None),
            false => (None, title.or_else(|| Some(mention.law_as_written.clone()))),
        };
        let quoted = mention.quote.iter().cloned().collect::<Vec<_>>();
        Self {
            text: text
                .get(mention.byte_range.clone())
                .unwrap_or_default()
                .to_owned(),
            place,
            verdict: resolution.verdict.code(),
            verdict_label,
            law,
            article: number(mention.article),
            article_end: number(mention.article_end),
            paragraph: mention.paragraph,
            paragraph_end: mention.paragraph_end,
            item: mention.item,
            item_end: mention.item_end,
            point: mention.point,
            division: Some(mention.division_label()).filter(|label| !label.is_empty()),
            case_number: mention.case_number.clone(),
            case_to: mention.case_to,
            doubt: mention.doubt.map(Doubt::code),
            doubt_label: mention.doubt.map(Doubt::label),
            case_title,
            reference: resolution.reference.map(Reference::code),
            without_force: resolution.without_force.map(WithoutForceView::from),
            document_id: resolution.document.as_ref().map(ToString::to_string),
            version: resolution.version.map(|date| date.to_string()),
            source_status: resolution.source_status.clone(),
            provision: resolution.text.clone(),
            repeal: resolution.repeal.as_ref().map(RepealView::from),
            changed_by: resolution.changed_by.as_ref().map(ChangedByView::from),
            existing: resolution.existing.map(|existing| existing.to_string()),
            members: resolution.members.iter().map(MembersView::from).collect(),
            reason: resolution.reason.as_ref().map(Reason::code),
            reason_words: resolution.reason.as_ref().map(Reason::in_words),
            edition: mention.edition.map(Edition::label),
            doc_number: mention.doc_number.clone(),
            note: resolution.note.clone(),
            candidates: resolution.candidates.clone(),
            not_in_version: resolution.not_in_version_in_words(),
            grounds: citation.grounds.iter().map(Ground::sentence).collect(),
            quote: resolution.quote.code(),
            quoted: spans(text, &quoted).pop(),
            diff: diff(&resolution.quote),
        }
    }
}

fn diff(quote: &QuoteVerdict) -> Vec<ChangeView> {
    match quote {
        QuoteVerdict::Differs(changes) => changes.iter().map(ChangeView::from).collect(),
        QuoteVerdict::None | QuoteVerdict::Equal => Vec::new(),
    }
}

/// Members of a range that came to the same.
#[derive(Clone, Debug, Serialize)]
pub struct MembersView {
    /// 第一百九十九条, 检例第3号至检例第5号.
    pub label: String,
    /// Stable code of the verdict.
    pub verdict: &'static str,
    /// The verdict for people.
    pub verdict_label: &'static str,
}

impl From<&Members> for MembersView {
    fn from(members: &Members) -> Self {
        Self {
            label: members.label.clone(),
            verdict: members.verdict.code(),
            verdict_label: members.verdict.label(),
        }
    }
}

/// Why a guiding case is no longer to be referred to.
#[derive(Clone, Debug, Serialize)]
pub struct WithoutForceView {
    /// First day.
    pub date: String,
    /// Title of the document that says so.
    pub act: &'static str,
    /// Its 文号.
    pub act_number: &'static str,
}

impl From<&'static WithoutForce> for WithoutForceView {
    fn from(case: &'static WithoutForce) -> Self {
        Self {
            date: case.date.to_string(),
            act: case.act,
            act_number: case.act_number,
        }
    }
}

/// The repeal of a law.
#[derive(Clone, Debug, Serialize)]
pub struct RepealView {
    /// First day on which it does not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The law in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
    /// Where that is laid down.
    pub source: String,
}

impl From<&Repeal> for RepealView {
    fn from(repeal: &Repeal) -> Self {
        Self {
            date: repeal.date.map(|date| date.to_string()),
            successor: repeal.successor.clone(),
            source: repeal.source.clone(),
        }
    }
}

/// The act that changed, inserted or deleted what was cited.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedByView {
    /// Its title.
    pub title: String,
    /// From when it applies; the day on which it was made where no source says.
    pub date: String,
    /// The document that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// Whether it is known to have touched the article cited.
    pub certain: bool,
}

impl From<&ChangedBy> for ChangedByView {
    fn from(act: &ChangedBy) -> Self {
        Self {
            title: act.title.clone(),
            date: act.date.to_string(),
            document_id: act.document.as_ref().map(ToString::to_string),
            certain: act.certain,
        }
    }
}

/// A run of characters of a difference.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// `same`, `quoted` (in the quotation alone) or `missing` (in the law alone).
    pub change: &'static str,
    /// The characters, in half width, without spaces.
    pub text: String,
}

impl From<&Change> for ChangeView {
    fn from(change: &Change) -> Self {
        let (change, text) = match change {
            Change::Same(text) => ("same", text),
            Change::Quoted(text) => ("quoted", text),
            Change::Missing(text) => ("missing", text),
        };
        Self {
            change,
            text: text.clone(),
        }
    }
}
