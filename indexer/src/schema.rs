//! The fields of the full-text index, built in one function.

use sha2::{Digest, Sha256};
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use crate::analyzer::{GRAMS, WORDS};

/// A field of words, which BM25 scores by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    /// Title, number and all sections as one text: the main field of BM25 and
    /// the one that decides what matches.
    All,
    /// Title of the document, names of the law, number of the article, case number.
    Title,
    /// Keywords (关键词) and charges (罪名).
    Keywords,
    /// 要旨、裁判要点; the question of a question.
    KeyPoints,
    /// 基本案情、审理查明、指控.
    Facts,
    /// 裁判理由、本院认为; the answer of a question.
    Reasoning,
    /// 检察机关履职过程.
    Performance,
    /// 指导意义、典型意义.
    Significance,
}

impl TextField {
    /// All fields of words.
    pub const ALL: [Self; 8] = [
        Self::All,
        Self::Title,
        Self::Keywords,
        Self::KeyPoints,
        Self::Facts,
        Self::Reasoning,
        Self::Performance,
        Self::Significance,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::All => "text",
            Self::Title => "title",
            Self::Keywords => "keywords",
            Self::KeyPoints => "key_points",
            Self::Facts => "facts",
            Self::Reasoning => "reasoning",
            Self::Performance => "performance",
            Self::Significance => "significance",
        }
    }
}

/// Names of the columns, which tantivy addresses by name.
pub mod column {
    /// Entry id.
    pub const ID: &str = "id";
    /// Place in its document, from 0.
    pub const ORDINAL: &str = "ordinal";
    /// Index into `DocumentKind::ALL`.
    pub const KIND: &str = "kind_code";
    /// `UnitKind` as a number.
    pub const UNIT: &str = "unit_code";
    /// Date for filters and facets, as yyyymmdd.
    pub const DATE: &str = "date";
    /// Date that orders versions, as yyyymmdd.
    pub const VERSION: &str = "version";
    /// First day in force, as yyyymmdd.
    pub const EFFECTIVE: &str = "effective";
    /// `Status` as a number.
    pub const STATUS: &str = "status";
    /// Hash of the group of versions; absent for an entry that stands alone.
    pub const GROUP: &str = "group";
    /// Issuer as written.
    pub const ISSUER: &str = "issuer";
    /// Keys of the passages, with their index in front.
    pub const PASSAGES: &str = "passages";
    /// What is known about the document; see [`crate::known`].
    pub const KNOWN: &str = "known";
    /// What the entry cites; see [`crate::cites`].
    pub const CITES: &str = "cites";
}

/// The fields of one tantivy document, which is one entry.
#[derive(Clone, Debug)]
pub struct Fields {
    /// Fields of words, in the order of [`TextField::ALL`].
    pub texts: [Field; 8],
    /// Character bigrams of the whole entry, with positions.
    pub grams: Field,
    /// Conditions: `name\u{1f}value` terms of every filter but the date.
    pub terms: Field,
    /// What is known about the document, as terms and as a column; see [`crate::known`].
    pub known: Field,
    /// What the entry cites, as terms and as a column; see [`crate::cites`].
    pub cites: Field,
    /// The entry as JSON.
    pub entry: Field,
    /// See [`column`].
    pub id: Field,
    /// See [`column`].
    pub ordinal: Field,
    /// See [`column`].
    pub kind: Field,
    /// See [`column`].
    pub unit: Field,
    /// See [`column`].
    pub date: Field,
    /// See [`column`].
    pub version: Field,
    /// See [`column`].
    pub effective: Field,
    /// See [`column`].
    pub status: Field,
    /// See [`column`].
    pub group: Field,
    /// See [`column`].
    pub issuer: Field,
    /// See [`column`].
    pub passages: Field,
}

impl Fields {
    /// The field of words in the index.
    pub fn text(&self, field: TextField) -> Field {
        self.texts[field as usize]
    }
}

/// The schema and its fields.
pub fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    // No positions: phrases go through the bigrams, and highlights through the
    // analyzer. Positions of words would cost half the index and serve nothing.
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(WORDS)
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(true),
    );
    let grams = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(GRAMS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(false),
    );
    let raw = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    );
    let text_column = TextOptions::default().set_fast("raw");
    let number = NumericOptions::default().set_fast();
    let fields = Fields {
        texts: TextField::ALL.map(|field| schema.add_text_field(field.name(), words.clone())),
        grams: schema.add_text_field("grams", grams),
        terms: schema.add_text_field("terms", raw.clone()),
        known: schema.add_text_field(column::KNOWN, raw.clone().set_fast("raw")),
        cites: schema.add_text_field(column::CITES, raw.set_fast("raw")),
        entry: schema.add_bytes_field("entry", BytesOptions::default().set_stored()),
        id: schema.add_text_field(column::ID, text_column.clone()),
        ordinal: schema.add_u64_field(column::ORDINAL, number.clone()),
        kind: schema.add_u64_field(column::KIND, number.clone()),
        unit: schema.add_u64_field(column::UNIT, number.clone()),
        date: schema.add_i64_field(column::DATE, number.clone()),
        version: schema.add_i64_field(column::VERSION, number.clone()),
        effective: schema.add_i64_field(column::EFFECTIVE, number.clone()),
        status: schema.add_u64_field(column::STATUS, number.clone()),
        group: schema.add_u64_field(column::GROUP, number),
        issuer: schema.add_text_field(column::ISSUER, text_column),
        passages: schema.add_bytes_field(column::PASSAGES, BytesOptions::default().set_fast()),
    };
    (schema.build(), fields)
}

/// 16 hex digits over the schema, for the manifest.
pub fn hash(schema: &Schema) -> String {
    let text = serde_json::to_string(schema).unwrap_or_default();
    Sha256::digest(text)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fields_of_words_have_their_own_places() {
        let (schema, fields) = build();
        for field in TextField::ALL {
            assert_eq!(schema.get_field_name(fields.text(field)), field.name());
        }
        assert_eq!(hash(&schema), hash(&build().0));
        assert_eq!(hash(&schema).len(), 16);
    }
}
