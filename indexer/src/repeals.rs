//! Which of the texts held have ended, by what texts held say (同时废止).
//!
//! What a text says of the end of others is read when it is added and kept as terms of
//! its first entry; which texts held that means is found once a snapshot, because it
//! depends on all of them. Both take no stored entry, so a library opens no slower.

use leian_corpus::timeline::repeals::{HeldText, RepealClause, clauses_of};
use leian_corpus::timeline::{Repeals, TextRepeal};
use leian_corpus::validity::Validity;
use leian_corpus::{Date, Document, DocumentId, LawKey, Metadata};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

use crate::columns::day_date;
use crate::conditions::Condition;
use crate::error::{IndexError, Result};
use crate::matches::{DocBits, EntryRef};
use crate::snapshot::{Snapshot, document_part};

/// Under this label the metadata of a text that has ended say by what.
const GROUND_OF_END: &str = "废止依据";

/// Begins the terms of what a document says of the end of others.
const PREFIX: &str = "repeals\u{1f}";

/// The terms for the repeal clauses of a document.
pub(crate) fn terms_of(document: &Document) -> Vec<String> {
    let clauses = clauses_of(document);
    let written = clauses
        .iter()
        .filter_map(|clause| serde_json::to_string(clause).ok());
    written.map(|clause| format!("{PREFIX}{clause}")).collect()
}

/// The entries of texts that have ended.
#[derive(Clone, Copy)]
pub struct EndedEntries<'s>(&'s [DocBits]);

impl EndedEntries<'_> {
    /// Whether the entry is one.
    pub fn contains(&self, entry: EntryRef) -> bool {
        let bits = self.0.get(entry.segment as usize);
        bits.is_some_and(|bits| bits.contains(entry.doc))
    }
}

impl Snapshot {
    /// The ends of the texts held. Made when first asked for.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn repeals(&self) -> Result<&Repeals> {
        if let Some(repeals) = self.repeals.get() {
            return Ok(repeals);
        }
        let repeals = Repeals::of(&self.held_texts()?, &self.stated_repeals()?);
        Ok(self.repeals.get_or_init(|| repeals))
    }

    /// The end of a whole text, if it has come.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn repeal(&self, document: &DocumentId) -> Result<Option<&TextRepeal>> {
        let end = self.repeals()?.whole(document);
        Ok(end.filter(|end| end.date <= self.today()))
    }

    /// Says in the metadata of a text that has ended that it has, and by what.
    pub(crate) fn mark_ended(&self, document: &DocumentId, metadata: &mut Metadata) -> Result<()> {
        if let Some(end) = self.repeal(document)? {
            metadata.status = Some(Validity::Repealed.label().to_owned());
            let since = format!("自 {} 起废止，依据：{}", end.date, end.source);
            metadata.extra.insert(GROUND_OF_END.to_owned(), since);
        }
        Ok(())
    }

    /// The entries of texts that have ended as a whole.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn ended_entries(&self) -> Result<EndedEntries<'_>> {
        self.ended().map(EndedEntries)
    }

    /// The newest day on which a law, regulation or interpretation held was made: up to
    /// then the library can know the law, and no further. Days to come do not count.
    pub fn laws_known_to(&self) -> Option<Date> {
        *self.known_to.get_or_init(|| {
            let days = self.table.entries().filter_map(|entry| {
                let row = self.table.row(entry);
                let statute = row.first && row.document_kind().is_statute();
                day_date(row.version).filter(|&day| statute && day <= self.today())
            });
            days.max()
        })
    }

    /// The entries of the texts that have ended, by segment.
    pub(crate) fn ended(&self) -> Result<&[DocBits]> {
        if let Some(ended) = self.ended.get() {
            return Ok(ended);
        }
        let mut ended = self.table.empty_bits();
        for document in self.repeals()?.ended_by(self.today()) {
            for entry in self.entries_of(document)? {
                ended[entry.segment as usize].insert(entry.doc);
            }
        }
        Ok(self.ended.get_or_init(|| ended))
    }

    fn held_texts(&self) -> Result<Vec<HeldText>> {
        let mut held = Vec::new();
        let prefix = Condition::Law.term("");
        self.each_term(self.fields.terms, &prefix, &mut |law, entry| {
            let row = self.table.row(entry);
            if row.first
                && let Ok(document) = DocumentId::parse(document_part(self.table.id(entry)))
            {
                held.push(HeldText {
                    document,
                    law: LawKey::of(law),
                    made: day_date(row.version),
                });
            }
        })?;
        Ok(held)
    }

    fn stated_repeals(&self) -> Result<Vec<(DocumentId, RepealClause)>> {
        let mut stated = Vec::new();
        self.each_term(self.fields.known, PREFIX, &mut |clause, entry| {
            let document = DocumentId::parse(document_part(self.table.id(entry)));
            if let (Ok(document), Ok(clause)) = (document, serde_json::from_str(clause)) {
                stated.push((document, clause));
            }
        })?;
        // Segments come in no order that means anything.
        stated.sort_by(|a: &(DocumentId, RepealClause), b| {
            (&a.1.title, &a.0).cmp(&(&b.1.title, &b.0))
        });
        Ok(stated)
    }

    /// Gives what stands behind `prefix` in the terms of a field, with each alive entry
    /// that has the term.
    fn each_term(
        &self,
        field: Field,
        prefix: &str,
        each: &mut dyn FnMut(&str, EntryRef),
    ) -> Result<()> {
        let failed = || IndexError::tantivy("read the terms");
        let io = |error: std::io::Error| failed()(tantivy::TantivyError::from(error));
        for (segment, reader) in (0u32..).zip(self.searcher.segment_readers()) {
            let index = reader.inverted_index(field).map_err(failed())?;
            let mut terms = index.terms().range().ge(prefix).into_stream().map_err(io)?;
            while terms.advance() {
                let Some(rest) = terms.key().strip_prefix(prefix.as_bytes()) else {
                    break;
                };
                let rest = String::from_utf8_lossy(rest).into_owned();
                let mut postings = index
                    .read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)
                    .map_err(io)?;
                let mut doc = postings.doc();
                while doc != TERMINATED {
                    if self.table.alive(segment).contains(doc) {
                        each(&rest, EntryRef { segment, doc });
                    }
                    doc = postings.advance();
                }
            }
        }
        Ok(())
    }
}
