//! What every search needs to know of every entry, read once per segment.
//!
//! A segment never changes, so its columns are shared by all snapshots that hold
//! it; which documents are alive is the snapshot's own matter.

use leian_corpus::validity::Validity;
use leian_corpus::{Date, DocumentKind};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::error::{IndexError, Result};
use crate::filter::UnitKind;
use crate::fulltext::lengths::Lengths;
use crate::passage_key::PassageKey;
use crate::schema::{Fields, column};
use crate::values::ValueColumn;

/// A date as yyyymmdd, so that it sorts and stores as a number; 0 is no date.
pub type DayNumber = i32;

/// What the source says about the validity of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing.
    Unknown,
    /// 现行有效
    InForce,
    /// 已修改, 已废止, 失效
    NotInForce,
}

impl Status {
    /// Reads what a source says.
    pub fn of(text: Option<&str>) -> Self {
        match Validity::of_status(text) {
            Validity::InForce => Self::InForce,
            Validity::Amended | Validity::Repealed => Self::NotInForce,
            Validity::Unstated => Self::Unknown,
        }
    }

    fn from_code(code: u64) -> Self {
        match code {
            1 => Self::InForce,
            2 => Self::NotInForce,
            _ => Self::Unknown,
        }
    }
}

/// The date as a number.
pub fn day_number(date: Date) -> DayNumber {
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}

/// The number as a date; `None` for 0.
pub fn day_date(day: DayNumber) -> Option<Date> {
    let (year, rest) = (day.div_euclid(10_000), day.rem_euclid(10_000));
    let year = i16::try_from(year).ok()?;
    Date::new(year, (rest / 100) as i8, (rest % 100) as i8).ok()
}

/// One entry's columns.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Index into `DocumentKind::ALL`.
    pub kind: u8,
    /// What it is a unit of.
    pub unit: UnitKind,
    /// What the source says about its validity.
    pub status: Status,
    /// True for the first entry of its document.
    pub first: bool,
    /// For filters and facets.
    pub date: DayNumber,
    /// Orders versions.
    pub version: DayNumber,
    /// First day in force.
    pub effective: DayNumber,
    /// Index into the issuers of its segment plus one; 0 is none.
    pub issuer: u32,
    /// Number of passages.
    pub passages: u32,
    /// Hash of the group of versions; 0 is none.
    pub group: u64,
    /// Place of its id among the ids of the segment.
    pub id_ord: u32,
}

impl Row {
    /// The kind of its document.
    pub fn document_kind(&self) -> DocumentKind {
        DocumentKind::ALL
            .get(usize::from(self.kind))
            .copied()
            .unwrap_or(DocumentKind::Normative)
    }
}

/// The columns of one segment.
#[derive(Debug, Default)]
pub struct SegmentColumns {
    /// By document number, deleted documents included.
    pub rows: Vec<Row>,
    /// Lengths of the fields.
    pub lengths: Lengths,
    /// What is known about the document of each entry.
    pub known: ValueColumn,
    /// What each entry cites.
    pub cites: ValueColumn,
    /// Names of issuers, sorted.
    issuers: Vec<String>,
    /// All entry ids, sorted, one after the other.
    ids: String,
    /// Where each id begins in `ids`, and the end of the last.
    id_starts: Vec<u32>,
}

impl SegmentColumns {
    /// Reads the columns of a segment.
    pub fn read(segment: &SegmentReader, fields: &Fields) -> Result<Self> {
        let error = || IndexError::tantivy("read the columns");
        let fast = segment.fast_fields();
        let numbers = |name: &str| fast.u64(name).map_err(error());
        let days = |name: &str| fast.i64(name).map_err(error());
        let ordinal = numbers(column::ORDINAL)?;
        let kind = numbers(column::KIND)?;
        let unit = numbers(column::UNIT)?;
        let status = numbers(column::STATUS)?;
        let group = numbers(column::GROUP)?;
        let date = days(column::DATE)?;
        let version = days(column::VERSION)?;
        let effective = days(column::EFFECTIVE)?;
        let issuer = fast.str(column::ISSUER).map_err(error())?;
        let id = fast.str(column::ID).map_err(error())?;
        let passages = fast.bytes(column::PASSAGES).map_err(error())?;

        let day = |column: &Column<i64>, doc| column.first(doc).unwrap_or(0) as DayNumber;
        let ord = |column: &Option<StrColumn>, doc| {
            column
                .as_ref()
                .and_then(|column| column.ords().first(doc))
                .map(|ord| ord as u32)
        };
        let row = |doc: DocId| Row {
            kind: kind.first(doc).unwrap_or(0) as u8,
            unit: UnitKind::from_code(unit.first(doc).unwrap_or(0)),
            status: Status::from_code(status.first(doc).unwrap_or(0)),
            first: ordinal.first(doc) == Some(0),
            date: day(&date, doc),
            version: day(&version, doc),
            effective: day(&effective, doc),
            issuer: ord(&issuer, doc).map_or(0, |ord| ord + 1),
            passages: passages
                .as_ref()
                .map_or(0, |column| column.term_ords(doc).count() as u32),
            group: group.first(doc).unwrap_or(0),
            id_ord: ord(&id, doc).unwrap_or(0),
        };
        let rows: Vec<Row> = (0..segment.max_doc()).map(row).collect();
        let lengths = Lengths::read(segment, fields, &rows)?;
        let mut columns = Self {
            rows,
            lengths,
            known: ValueColumn::read(segment, column::KNOWN)?,
            cites: ValueColumn::read(segment, column::CITES)?,
            ..Self::default()
        };
        columns.id_starts.push(0);
        for_each_term(id.as_ref(), |term| {
            columns.ids.push_str(term);
            columns.id_starts.push(columns.ids.len() as u32);
        })?;
        for_each_term(issuer.as_ref(), |term| {
            columns.issuers.push(term.to_owned())
        })?;
        Ok(columns)
    }

    /// The issuer of an entry.
    pub fn issuer(&self, row: &Row) -> Option<&str> {
        let ord = row.issuer.checked_sub(1)?;
        self.issuers.get(ord as usize).map(String::as_str)
    }

    /// The entry id of a document.
    pub fn id(&self, doc: DocId) -> &str {
        self.rows
            .get(doc as usize)
            .map_or("", |row| self.id_by_ord(row.id_ord))
    }

    /// The entry id at a place among the sorted ids.
    pub fn id_by_ord(&self, ord: u32) -> &str {
        let ord = ord as usize;
        match (self.id_starts.get(ord), self.id_starts.get(ord + 1)) {
            (Some(&start), Some(&end)) => &self.ids[start as usize..end as usize],
            _ => "",
        }
    }

    /// Number of different entry ids.
    pub fn id_count(&self) -> u32 {
        self.id_starts.len().saturating_sub(1) as u32
    }

    /// The place of an id among the sorted ids.
    pub fn id_ord(&self, id: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.id_count());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.id_by_ord(middle).cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// Gives every value of a column to `each`, sorted.
pub fn for_each_term(text: Option<&StrColumn>, mut each: impl FnMut(&str)) -> Result<()> {
    let Some(text) = text else { return Ok(()) };
    let failed = || IndexError::tantivy("read the columns");
    let mut stream = text.dictionary().stream().map_err(failed())?;
    while stream.advance() {
        each(&String::from_utf8_lossy(stream.key()));
    }
    Ok(())
}

/// Bytes of one value of the passages column: index, big-endian, then the key.
/// With the index in front, sorted values are in order of index, and passages of
/// equal place and text share one value.
const PASSAGE_BYTES: usize = 4 + 32;

/// The value of the passages column for a passage.
pub fn passage_value(index: u32, key: &PassageKey) -> [u8; PASSAGE_BYTES] {
    let mut value = [0; PASSAGE_BYTES];
    value[..4].copy_from_slice(&index.to_be_bytes());
    value[4..].copy_from_slice(&key.0);
    value
}

/// Every passage of the alive documents of a segment: document, index, key; by
/// document and index.
pub fn passages(segment: &SegmentReader) -> Result<Vec<(DocId, u32, PassageKey)>> {
    let Some(column) = segment
        .fast_fields()
        .bytes(column::PASSAGES)
        .map_err(IndexError::tantivy("read the passages"))?
    else {
        return Ok(Vec::new());
    };
    let mut values = Vec::with_capacity(column.num_terms());
    let mut stream = column
        .dictionary()
        .stream()
        .map_err(IndexError::tantivy("read the passages"))?;
    while stream.advance() {
        let damaged = || IndexError::Damaged {
            path: segment.segment_id().uuid_string().into(),
            reason: format!("a passage has {} bytes", stream.key().len()),
        };
        let value: &[u8; PASSAGE_BYTES] = stream.key().try_into().map_err(|_| damaged())?;
        let (index, key) = value.split_at(4);
        let index = u32::from_be_bytes([index[0], index[1], index[2], index[3]]);
        let mut bytes = [0; 32];
        bytes.copy_from_slice(key);
        values.push((index, PassageKey(bytes)));
    }
    let mut rows = Vec::new();
    for doc in segment.doc_ids_alive() {
        let first = rows.len();
        let of_doc = column
            .term_ords(doc)
            .filter_map(|ord| values.get(ord as usize));
        rows.extend(of_doc.map(|&(index, key)| (doc, index, key)));
        rows[first..].sort_unstable_by_key(|&(_, index, _)| index);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn days_are_numbers_and_back() {
        let date = Date::new(2021, 3, 1).unwrap();
        assert_eq!(day_number(date), 20_210_301);
        assert_eq!(day_date(20_210_301), Some(date));
        assert_eq!(day_date(0), None);
        assert_eq!(day_date(20_211_301), None);
    }

    #[test]
    fn status_is_read_as_sources_write_it() {
        assert_eq!(Status::of(Some("现行有效")), Status::InForce);
        assert_eq!(Status::of(Some("已被修改")), Status::NotInForce);
        assert_eq!(Status::of(Some("已废止")), Status::NotInForce);
        assert_eq!(Status::of(Some("尚未生效")), Status::Unknown);
        assert_eq!(Status::of(None), Status::Unknown);
    }
}
