//! How long the fields are on average, and what BM25 makes of a length.

use tantivy::SegmentReader;
use tantivy::fieldnorm::FieldNormReader;

use super::settings::Bm25;
use crate::columns::Row;
use crate::error::{IndexError, Result};
use crate::filter::UnitKind;
use crate::schema::{Fields, TextField};

/// Units whose lengths are compared with one another: cases, and everything that
/// statutes are made of.
const CLASSES: usize = 2;

/// The class of an entry.
pub fn class(row: &Row) -> usize {
    usize::from(row.unit != UnitKind::Case)
}

/// Sums of lengths by field and class, over the entries that have the field.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lengths([[Sum; CLASSES]; TextField::ALL.len()]);

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    tokens: u64,
    entries: u64,
}

impl Lengths {
    /// Reads the lengths of a segment.
    pub fn read(reader: &SegmentReader, fields: &Fields, rows: &[Row]) -> Result<Self> {
        let mut lengths = Self::default();
        for field in TextField::ALL {
            let norms = reader
                .get_fieldnorms_reader(fields.text(field))
                .map_err(IndexError::tantivy("read the lengths"))?;
            for (doc, row) in rows.iter().enumerate() {
                let tokens = norms.fieldnorm(doc as u32);
                if tokens > 0 {
                    let sum = &mut lengths.0[field as usize][class(row)];
                    sum.tokens += u64::from(tokens);
                    sum.entries += 1;
                }
            }
        }
        Ok(lengths)
    }

    /// Adds those of another segment.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().flatten().zip(other.0.iter().flatten()) {
            mine.tokens += theirs.tokens;
            mine.entries += theirs.entries;
        }
    }

    /// `k1 · (1 − b + b · length / average)` for every length that tantivy can
    /// store, by class.
    pub fn norms(&self, field: TextField, bm25: &Bm25) -> Norms {
        Norms(std::array::from_fn(|class| {
            let Sum { tokens, entries } = self.0[field as usize][class];
            let average = if entries == 0 {
                1.0
            } else {
                tokens as f32 / entries as f32
            };
            std::array::from_fn(|id| {
                let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
                bm25.k1 * (1.0 - bm25.b + bm25.b * length / average)
            })
        }))
    }
}

/// The part of BM25 that depends on length, for one field.
pub struct Norms([[f32; 256]; CLASSES]);

impl Norms {
    /// The norm of an entry of `class` whose stored length is `id`.
    #[inline]
    pub fn of(&self, class: usize, id: u8) -> f32 {
        self.0[class][usize::from(id)]
    }
}
