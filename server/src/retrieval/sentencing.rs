//! What judgments of the library impose for a charge: a distribution, not a rule. Small
//! libraries hold few judgments, and no one chose them to be typical.

use leian_corpus::judgment::{self, SentenceKind};
use leian_corpus::{DocumentKind, Facet};
use leian_indexer::{Filter, Snapshot};

use super::error::Result;

/// Judgments that are read at most, by id.
pub const MAX_READ: usize = 1_000;

/// Upper ends of the classes of imprisonment, in months, each included; the last class
/// has none.
const CLASSES: [(u32, &str); 7] = [
    (6, "六个月以下"),
    (12, "一年以下"),
    (36, "三年以下"),
    (60, "五年以下"),
    (84, "七年以下"),
    (120, "十年以下"),
    (u32::MAX, "十年以上"),
];

/// Sentences of one charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentencing {
    /// Judgments of the charge in the library.
    pub judgments: usize,
    /// Those that were read.
    pub read: usize,
    /// Convictions of the charge with a sentence of their own.
    pub convictions: usize,
    /// Those of them with probation.
    pub probation: usize,
    /// Classes from the lightest, with their convictions.
    pub classes: Vec<(&'static str, usize)>,
    /// The middle term of imprisonment, in months, where there are any.
    pub median_months: Option<u32>,
    /// The middle term of detention (拘役), in months, where there are any.
    pub median_detention_months: Option<u32>,
}

/// Counts the sentences for a charge by its official name.
///
/// # Errors
/// When the index cannot be read.
pub fn sentencing(snapshot: &Snapshot, charge: &str) -> Result<Sentencing> {
    let filter = Filter {
        kinds: vec![DocumentKind::Judgment],
        known: vec![(Facet::Charge, vec![charge.to_owned()])],
        ..Filter::default()
    };
    let set = snapshot.filter_only(&filter, true)?;
    let mut counted = Counted::default();
    let mut read = 0;
    for entry in set.iter().take(MAX_READ) {
        let entry = snapshot.entry(entry)?;
        read += 1;
        for defendant in judgment::read(&entry.sections).defendants {
            let own = defendant
                .convictions
                .iter()
                .filter(|one| same(&one.charge, charge));
            for conviction in own {
                // What is executed may join an earlier sentence or one for other charges; only
                // what is imposed for the charge alone counts.
                counted.add(&conviction.sentence);
            }
        }
    }
    Ok(counted.into_sentencing(set.len(), read))
}

fn same(written: &str, official: &str) -> bool {
    written == official
        || leian_corpus::charges::meant_by(written).is_some_and(|charge| charge.name == official)
}

#[derive(Default)]
struct Counted {
    lightest: [usize; 4],
    terms: Vec<u32>,
    detention: Vec<u32>,
    heaviest: usize,
    probation: usize,
    convictions: usize,
}

impl Counted {
    fn add(&mut self, sentence: &judgment::Sentence) {
        let Some(kind) = sentence.kind else {
            return;
        };
        let months = sentence.term.map(|term| term.months);
        match kind {
            SentenceKind::Exempted => self.lightest[0] += 1,
            SentenceKind::FineOnly => self.lightest[1] += 1,
            SentenceKind::Control => self.lightest[2] += 1,
            SentenceKind::Detention => {
                self.lightest[3] += 1;
                self.detention.extend(months);
            }
            SentenceKind::Imprisonment => match months {
                Some(months) => self.terms.push(months),
                None => return,
            },
            SentenceKind::LifeImprisonment
            | SentenceKind::DeathWithReprieve
            | SentenceKind::Death => self.heaviest += 1,
        }
        self.convictions += 1;
        self.probation += usize::from(sentence.probation.is_some());
    }

    fn into_sentencing(mut self, judgments: usize, read: usize) -> Sentencing {
        let labels = ["免予刑事处罚", "单处罚金", "管制", "拘役"];
        let mut classes: Vec<(&'static str, usize)> =
            labels.into_iter().zip(self.lightest).collect();
        let mut above = 0;
        for (most, label) in CLASSES {
            let within = |months: &&u32| **months > above && **months <= most;
            classes.push((label, self.terms.iter().filter(within).count()));
            above = most;
        }
        classes.push(("无期徒刑、死刑", self.heaviest));
        Sentencing {
            judgments,
            read,
            convictions: self.convictions,
            probation: self.probation,
            median_months: median(&mut self.terms),
            median_detention_months: median(&mut self.detention),
            classes,
        }
    }
}

fn median(terms: &mut [u32]) -> Option<u32> {
    terms.sort_unstable();
    terms.get(terms.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use leian_corpus::judgment::{Sentence, Term};

    #[test]
    #[allow(clippy::field_reassign_with_default)] // A field of it is private.
    fn terms_fall_into_their_classes() {
        let mut counted = Counted::default();
        for months in [6, 7, 36, 37, 180] {
            let mut sentence = Sentence::default();
            sentence.kind = Some(SentenceKind::Imprisonment);
            sentence.term = Some(Term::of_months(months));
            counted.add(&sentence);
        }
        for months in [1, 2, 4] {
            let mut sentence = Sentence::default();
            sentence.kind = Some(SentenceKind::Detention);
            sentence.term = Some(Term::of_months(months));
            counted.add(&sentence);
        }
        counted.add(&Sentence::default());
        let found = counted.into_sentencing(9, 5);
        assert_eq!((found.convictions, found.median_months), (8, Some(36)));
        assert_eq!(found.median_detention_months, Some(2));
        let of = |label: &str| {
            found
                .classes
                .iter()
                .find(|(name, _)| *name == label)
                .map(|c| c.1)
        };
        assert_eq!(of("六个月以下"), Some(1));
        assert_eq!(of("一年以下"), Some(1));
        assert_eq!(of("三年以下"), Some(1));
        assert_eq!(of("五年以下"), Some(1));
        assert_eq!(of("十年以上"), Some(1));
        assert_eq!(found.classes.iter().map(|class| class.1).sum::<usize>(), 8);
    }
}
