//! The day of the conduct (行为时), and what an article was on it.

use leian_corpus::conduct::days_of_conduct;
use leian_corpus::timeline::Wording;
use leian_corpus::{ArticleNumber, Date, citation::KnownLaw};

use super::Facts;
use crate::retrieval::timeline::{ActRef, today};

/// What to say where the wording of the day of the conduct is not known.
pub const TEXT_NOT_KNOWN: &str = "本库没有行为时的全部条文：以下依后来的条文提出，行为时是否有这一罪名、\
                                  如何规定，不能确定，请查当时的法律";

/// The day of the conduct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConductDay {
    /// The day; of several the last.
    pub day: Date,
    /// Whether it was read from the facts.
    pub read: bool,
    /// Whether the wording of that day is known of every article proposed; where it is
    /// not, the proposals rest on later texts.
    pub text_known: bool,
}

/// What an article was on the day of the conduct.
pub(super) enum Then {
    There,
    /// An act made it later.
    NotYet(ActRef),
    /// No text of that day is held.
    Unknown,
}

impl Then {
    /// Where the text of the day is not held, the first later one that is may say that the
    /// article was not there even then.
    pub fn of(law: &KnownLaw, number: ArticleNumber, day: Date) -> Self {
        let timeline = &law.timeline;
        let later = timeline.acts().map(|act| act.effective);
        let mut days = std::iter::once(day).chain(later.filter(|later| *later > day));
        days.find_map(|at| match timeline.wording(number, at, today()) {
            Wording::NotYet(act) => Some(Self::NotYet(ActRef::from(act))),
            Wording::InForce { .. } if at == day => Some(Self::There),
            Wording::InForce { .. } | Wording::Deleted(_) => Some(Self::Unknown),
            _ => None,
        })
        .unwrap_or(Self::Unknown)
    }
}

/// The day of the conduct: as it is told, else the last that the facts write.
pub(super) fn conduct_day(facts: &Facts) -> Option<ConductDay> {
    let of = |day: Date, read: bool| ConductDay {
        day,
        read,
        text_known: true,
    };
    let told = facts.conduct.map(|day| of(day, false));
    told.or_else(|| {
        let (_, day) = days_of_conduct(&facts.text)?;
        (day <= today()).then(|| of(day, true))
    })
}
