//! Conditions on metadata, applied alike to words and to vectors.

use leian_corpus::validity::Validity;
use leian_corpus::{CitedTarget, Date, DocumentId, DocumentKind, Facet, LawKey};
use tantivy::Searcher;

use crate::cites;
use crate::columns::{Row, day_number};
use crate::conditions::{self, Condition};
use crate::error::Result;
use crate::known;
use crate::matches::DocBits;
use crate::schema::Fields;
use crate::versions::EntryTable;

/// What an entry is a unit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// A whole case, question or judgment (案例).
    Case,
    /// One article of a statute (条).
    Article,
    /// Statute text outside articles: preamble, annex, signature.
    Text,
}

impl UnitKind {
    /// The number in the index.
    pub(crate) fn code(self) -> u64 {
        match self {
            Self::Case => 0,
            Self::Article => 1,
            Self::Text => 2,
        }
    }

    pub(crate) fn from_code(code: u64) -> Self {
        match code {
            1 => Self::Article,
            2 => Self::Text,
            _ => Self::Case,
        }
    }
}

/// Conditions that an entry must meet. An empty list is no condition; values
/// within one list are alternatives; lists and dates must all be met.
/// `Filter::default()` lets everything pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Document kinds that pass.
    pub kinds: Vec<DocumentKind>,
    /// Document kinds that do not pass.
    pub exclude_kinds: Vec<DocumentKind>,
    /// Issuers (发布机关) as the documents name them.
    pub issuers: Vec<String>,
    /// First day that passes; an entry without a date does not pass.
    pub date_from: Option<Date>,
    /// Last day that passes; an entry without a date does not pass.
    pub date_to: Option<Date>,
    /// First day of cases (近三年); guiding cases and what is no case pass whatever
    /// their date.
    pub recent_from: Option<Date>,
    /// Numbers of cases: 检例第79号, 指导案例108号, a 案号.
    pub numbers: Vec<String>,
    /// Laws, whatever the version.
    pub laws: Vec<LawKey>,
    /// Documents that pass.
    pub documents: Vec<DocumentId>,
    /// Documents that do not pass.
    pub exclude_documents: Vec<DocumentId>,
    /// Units that pass.
    pub units: Vec<UnitKind>,
    /// Courts (审理法院) as the documents name them.
    pub courts: Vec<String>,
    /// Keywords (关键词) as the documents name them.
    pub keywords: Vec<String>,
    /// What is known about the document: values of a facet are alternatives, and each
    /// facet that is there must hold. No values let nothing pass.
    pub known: Vec<(Facet, Vec<String>)>,
    /// Laws, articles and cases that an entry cites. What a statute says of itself is
    /// no citation.
    pub cites: Vec<CitedTarget>,
    /// Source folders: `laws` passes all that was imported below it,
    /// `laws/刑法` what lies in that folder.
    pub folders: Vec<String>,
    /// Source folders that do not pass.
    pub exclude_folders: Vec<String>,
}

impl Filter {
    /// True when every entry passes.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it has a condition on validity, which is known of a text only beside all
    /// others: another one may have ended it.
    pub(crate) fn asks_validity(&self) -> bool {
        self.known
            .iter()
            .any(|(facet, _)| *facet == Facet::Validity)
    }

    /// The alive documents of each segment that pass. `ended` are those of texts that
    /// other texts have ended, whatever their source says of them.
    pub(crate) fn evaluate(
        &self,
        searcher: &Searcher,
        fields: &Fields,
        table: &EntryTable,
        ended: &[DocBits],
    ) -> Result<Vec<DocBits>> {
        let terms = fields.terms;
        let cited: Vec<String> = self.cites.iter().map(cites::term).collect();
        let known = self.known.iter();
        let known: Vec<_> = known
            .map(|(facet, values)| (validity_asked(*facet, values), known::terms(*facet, values)))
            .collect();
        let required = self.required();
        let excluded = self.excluded();
        let mut passing = Vec::with_capacity(table.segment_count());
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let segment = segment as u32;
            let mut bits = table.alive(segment).clone();
            for alternatives in &required {
                bits.intersect(&conditions::documents(reader, terms, alternatives)?);
            }
            for (repealed, alternatives) in &known {
                let mut documents = conditions::documents(reader, fields.known, alternatives)?;
                match (repealed, ended.get(segment as usize)) {
                    (Some(true), Some(ended)) => documents.unite(ended),
                    (Some(false), Some(ended)) => documents.subtract(ended),
                    _ => {}
                }
                bits.intersect(&documents);
            }
            if !cited.is_empty() {
                bits.intersect(&conditions::documents(reader, fields.cites, &cited)?);
            }
            if !excluded.is_empty() {
                bits.subtract(&conditions::documents(reader, terms, &excluded)?);
            }
            if self.reads_rows() {
                let columns = table.columns(segment);
                bits.retain(|doc| self.passes_row(&columns.rows[doc as usize]));
            }
            passing.push(bits);
        }
        Ok(passing)
    }

    /// Conditions that are terms, by list.
    fn required(&self) -> Vec<Vec<String>> {
        let mut lists = vec![
            conditions::of_each(Condition::Issuer, &self.issuers),
            conditions::of_each(Condition::Number, &self.numbers),
            conditions::of_each(Condition::Law, self.laws.iter().map(LawKey::as_str)),
            conditions::of_each(
                Condition::Document,
                self.documents.iter().map(DocumentId::as_str),
            ),
            conditions::of_each(Condition::Court, &self.courts),
            conditions::of_each(Condition::Keyword, &self.keywords),
            conditions::of_each(Condition::Folder, &self.folders),
        ];
        lists.retain(|list| !list.is_empty());
        lists
    }

    fn excluded(&self) -> Vec<String> {
        let documents = self.exclude_documents.iter().map(DocumentId::as_str);
        let mut list = conditions::of_each(Condition::Document, documents);
        list.extend(conditions::of_each(
            Condition::Folder,
            &self.exclude_folders,
        ));
        list
    }

    /// True when there is a condition on kind, unit or date, which are columns.
    fn reads_rows(&self) -> bool {
        !self.kinds.is_empty()
            || !self.exclude_kinds.is_empty()
            || !self.units.is_empty()
            || self.date_from.is_some()
            || self.date_to.is_some()
            || self.recent_from.is_some()
    }

    fn passes_row(&self, row: &Row) -> bool {
        let kind = row.document_kind();
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && !self.exclude_kinds.contains(&kind)
            && (self.units.is_empty() || self.units.contains(&row.unit))
            && from_day(self.date_from, row)
            && self
                .date_to
                .is_none_or(|to| row.date != 0 && row.date <= day_number(to))
            && (!kind.is_case() || kind.is_guiding_case() || from_day(self.recent_from, row))
    }
}

/// Of a condition on validity, whether repealed texts are asked for.
fn validity_asked(facet: Facet, values: &[String]) -> Option<bool> {
    let repealed = Validity::Repealed.code();
    (facet == Facet::Validity).then(|| values.iter().any(|value| value == repealed))
}

/// Whether an entry has this day or a later one, where there is a first day.
fn from_day(first: Option<Date>, row: &Row) -> bool {
    first.is_none_or(|first| row.date != 0 && row.date >= day_number(first))
}
