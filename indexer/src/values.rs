//! A column with any number of values an entry, held in memory, and counts over it.

use std::collections::HashMap;

use tantivy::{DocId, SegmentReader};

use crate::columns::for_each_term;
use crate::error::{IndexError, Result};
use crate::matches::{DocBits, MatchSet};

/// The values of every document of a segment: places among the sorted values of the
/// segment, one document after the other. Four bytes a document and a value.
#[derive(Debug, Default)]
pub struct ValueColumn {
    /// Where the values of each document begin in `ords`, and the end of the last.
    starts: Vec<u32>,
    ords: Vec<u32>,
    /// All values, sorted, one after the other.
    names: String,
    /// Where each value begins in `names`, and the end of the last.
    name_starts: Vec<u32>,
}

impl ValueColumn {
    /// Reads the column `name` of a segment; without values where there is none.
    pub fn read(segment: &SegmentReader, name: &str) -> Result<Self> {
        let mut column = Self {
            starts: vec![0],
            name_starts: vec![0],
            ..Self::default()
        };
        let stored = segment
            .fast_fields()
            .str(name)
            .map_err(IndexError::tantivy("read the columns"))?;
        let Some(stored) = stored else {
            return Ok(column);
        };
        column.starts.reserve(segment.max_doc() as usize);
        for doc in 0..segment.max_doc() {
            let ords = stored.ords().values_for_doc(doc);
            column.ords.extend(ords.map(|ord| ord as u32));
            column.starts.push(column.ords.len() as u32);
        }
        for_each_term(Some(&stored), |term| {
            column.names.push_str(term);
            column.name_starts.push(column.names.len() as u32);
        })?;
        Ok(column)
    }

    /// The values of a document as places among the values of the segment.
    pub fn of(&self, doc: DocId) -> &[u32] {
        let doc = doc as usize;
        match (self.starts.get(doc), self.starts.get(doc + 1)) {
            (Some(&start), Some(&end)) => &self.ords[start as usize..end as usize],
            _ => &[],
        }
    }

    /// The value at a place.
    pub fn name(&self, ord: u32) -> &str {
        let ord = ord as usize;
        match (self.name_starts.get(ord), self.name_starts.get(ord + 1)) {
            (Some(&start), Some(&end)) => &self.names[start as usize..end as usize],
            _ => "",
        }
    }

    /// Number of different values.
    pub fn names(&self) -> usize {
        self.name_starts.len().saturating_sub(1)
    }

    /// The values of a document.
    pub fn names_of(&self, doc: DocId) -> impl Iterator<Item = &str> {
        self.of(doc).iter().map(|&ord| self.name(ord))
    }

    /// How often each value occurs in `docs`; values that do not are left out.
    fn counts(&self, docs: &DocBits) -> Vec<(u32, usize)> {
        let mut counts = vec![0u32; self.names()];
        for doc in docs.iter() {
            for &ord in self.of(doc) {
                counts[ord as usize] += 1;
            }
        }
        let counted = (0u32..).zip(counts).filter(|&(_, count)| count > 0);
        counted.map(|(ord, count)| (ord, count as usize)).collect()
    }
}

/// Over all of `matches`, how many entries have each value of a column that `wanted`
/// takes, in no order.
pub fn counts<'a>(
    matches: &'a MatchSet,
    column: impl Fn(u32) -> &'a ValueColumn,
    wanted: impl Fn(&str) -> bool,
) -> Vec<(&'a str, usize)> {
    let mut filled = Vec::new();
    for (segment, docs) in matches.segments.iter().enumerate() {
        if docs.is_empty() {
            continue;
        }
        let column = column(segment as u32);
        let mut named = Vec::new();
        for (ord, count) in column.counts(docs) {
            let name = column.name(ord);
            if wanted(name) {
                named.push((name, count));
            }
        }
        filled.push(named);
    }
    // Mostly one segment has nearly all entries, and then nothing has to be put together.
    if filled.len() < 2 {
        return filled.pop().unwrap_or_default();
    }
    let mut sums: HashMap<&str, usize> = HashMap::new();
    for (name, count) in filled.into_iter().flatten() {
        *sums.entry(name).or_default() += count;
    }
    sums.into_iter().collect()
}
