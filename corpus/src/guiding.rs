//! Batches (批次) of guiding cases: which numbers were published together, and when.
//!
//! Texts of the Supreme People's Procuratorate name neither batch nor day; both are facts of
//! the notices that published them (关于印发最高人民检察院第N批指导性案例的通知) and stand in
//! `data/guiding_batches.tsv`. What the table lacks is unknown, and nothing is computed from its
//! neighbours.

use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Date, DocumentKind, Metadata};
use crate::numerals;

/// One batch of one issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Whose cases: of the procuratorate or of the court.
    pub kind: DocumentKind,
    /// 17 of 第十七批.
    pub number: u32,
    /// Numbers of its cases.
    pub cases: RangeInclusive<u32>,
    /// Day of publication.
    pub date: Date,
    /// What the day is.
    pub basis: Basis,
}

/// What the day of a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// 通知: of the notice.
    Notice,
    /// 公布: on which it was made public.
    MadePublic,
    /// 发布: as the texts state.
    Stated,
}

impl Basis {
    fn from_label(label: &str) -> Option<Self> {
        match label {
            "通知" => Some(Self::Notice),
            "公布" => Some(Self::MadePublic),
            "发布" => Some(Self::Stated),
            _ => None,
        }
    }
}

impl Batch {
    /// 第十七批指导性案例
    pub fn name(&self) -> String {
        let number = numerals::to_chinese(u64::from(self.number));
        format!("第{number}批指导性案例")
    }

    /// The canonical numbers of its cases: 检例第64号, 检例第65号, 检例第66号.
    pub fn case_numbers(&self) -> impl Iterator<Item = String> {
        let kind = self.kind;
        self.cases
            .clone()
            .filter_map(move |number| canonical(kind, number))
    }
}

/// A batch that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchMention {
    /// Its place in the text, the issuer's name included.
    pub byte_range: Range<usize>,
    /// 17 of 第十七批.
    pub number: u32,
    /// Whose, where the text says it.
    pub kind: Option<DocumentKind>,
    /// The batches it may be, the procuratorate's first; none when the table lacks it.
    pub batches: Vec<&'static Batch>,
}

static BATCHES: LazyLock<Vec<Batch>> = LazyLock::new(|| {
    include_str!("../data/guiding_batches.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| row(line).unwrap_or_else(|| panic!("guiding_batches.tsv: {line}")))
        .collect()
});

fn row(line: &str) -> Option<Batch> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [issuer, number, first, last, date, basis] = columns.as_slice() else {
        return None;
    };
    Some(Batch {
        kind: match *issuer {
            "spp" => DocumentKind::SppGuidingCase,
            "spc" => DocumentKind::SpcGuidingCase,
            _ => return None,
        },
        number: number.parse().ok()?,
        cases: first.parse().ok()?..=last.parse().ok()?,
        date: date.parse().ok()?,
        basis: Basis::from_label(basis)?,
    })
}

/// 最高检第十七批指导性案例, 第17批指导案例. Other batches (第一批典型案例, 名录（第一批）) are none.
static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?P<spp>最高人民检察院|最高检察院|最高检|高检院)|(?P<spc>最高人民法院|最高法院|最高法))?",
        r"(?:关于)?(?:印发|发布|公布)?(?:的)?(?:最高人民检察院|最高人民法院)?",
        r"第\s*(?P<number>[一二三四五六七八九十百〇零两\d０-９]{1,5})\s*批\s*(?:检察)?指导性?案例",
    ))
    .expect("the pattern is a constant")
});

/// All batches, the procuratorate's first, each issuer's in their order.
pub fn all() -> &'static [Batch] {
    &BATCHES
}

/// The batch in which this number of this kind was published.
pub fn batch_of(kind: DocumentKind, number: u32) -> Option<&'static Batch> {
    BATCHES
        .iter()
        .find(|batch| batch.kind == kind && batch.cases.contains(&number))
}

/// The batch of this issuer with this number.
pub fn batch(kind: DocumentKind, number: u32) -> Option<&'static Batch> {
    BATCHES
        .iter()
        .find(|batch| batch.kind == kind && batch.number == number)
}

/// The numbers of the cases of a batch.
pub fn numbers_of_batch(kind: DocumentKind, number: u32) -> Option<RangeInclusive<u32>> {
    batch(kind, number).map(|batch| batch.cases.clone())
}

/// The batches that a text names, in its order.
pub fn mentions(text: &str) -> Vec<BatchMention> {
    MENTION
        .captures_iter(text)
        .filter_map(|found| {
            let number = numerals::parse(&found["number"])?.try_into().ok()?;
            let said_before = |court: &str| found.name(court).is_some();
            let inside = &found[0];
            let kind = if said_before("spp") || inside.contains("最高人民检察院") {
                Some(DocumentKind::SppGuidingCase)
            } else if said_before("spc") || inside.contains("最高人民法院") {
                Some(DocumentKind::SpcGuidingCase)
            } else {
                None
            };
            let fits = |batch: &&Batch| {
                batch.number == number && kind.is_none_or(|kind| kind == batch.kind)
            };
            Some(BatchMention {
                byte_range: found.get(0)?.range(),
                number,
                kind,
                batches: BATCHES.iter().filter(fits).collect(),
            })
        })
        .collect()
}

/// Gives a guiding case the batch and the day of publication that its text does not state.
pub(crate) fn complete(kind: DocumentKind, number: u32, metadata: &mut Metadata) {
    let Some(batch) = batch_of(kind, number) else {
        return;
    };
    metadata.batch.get_or_insert_with(|| batch.name());
    metadata.date = metadata.date.or(Some(batch.date));
}

/// The canonical number of a guiding case.
fn canonical(kind: DocumentKind, number: u32) -> Option<String> {
    match kind {
        DocumentKind::SppGuidingCase => Some(format!("检例第{number}号")),
        DocumentKind::SpcGuidingCase => Some(format!("指导案例{number}号")),
        _ => None,
    }
}

#[cfg(test)]
#[path = "guiding_tests.rs"]
mod tests;
