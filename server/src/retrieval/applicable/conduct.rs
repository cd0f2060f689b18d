//! The day of the conduct (行为时), and what an article was on it.

use std::sync::Arc;

use leian_corpus::conduct::days_of_conduct;
use leian_corpus::timeline::Wording;
use leian_corpus::{ArticleNumber, Date, citation::KnownLaw};

use super::Facts;
use crate::retrieval::timeline::{ActRef, today};

/// What to say where the wording of the day of the conduct is not known.
pub const TEXT_NOT_KNOWN: &str = "本库没有行为时的刑法文本：以下依后来的条文提出，行为时是否有这一罪名、\
                                  如何规定，不能确定，请查当时的法律";

/// The day of the conduct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConductDay {
    /// The day; of several the last.
    pub day: Date,
    /// Whether it was read from the facts.
    pub read: bool,
    /// Whether the texts held reach back to that day for every article proposed; where
    /// they do not, the proposals rest on later texts.
    pub text_known: bool,
}

/// The law on the day of the conduct.
pub(super) struct LawThen {
    law: Option<Arc<KnownLaw>>,
    /// The day, where one is known; and whether the texts held reach back to it.
    pub conduct: Option<ConductDay>,
}

impl LawThen {
    pub fn new(law: Option<Arc<KnownLaw>>, facts: &Facts) -> Self {
        Self {
            law,
            conduct: conduct_day(facts),
        }
    }

    /// The act that made an article after the day of the conduct. Before the first text
    /// held the first later one may say that it was not there even then; else whether it
    /// was there is not known, which is kept.
    pub fn not_yet(&mut self, number: ArticleNumber) -> Option<ActRef> {
        let timeline = &self.law.as_ref()?.timeline;
        let conduct = self.conduct.as_mut()?;
        let on = |day: Date| timeline.wording(number, day, today());
        let is_before = |wording: &Wording<'_>| {
            matches!(
                wording,
                Wording::BeforeRecord(_) | Wording::BeforeLaw(_) | Wording::EarlierLaw { .. }
            )
        };
        let wording = on(conduct.day);
        let before = is_before(&wording);
        let later = timeline.acts().map(|act| act.effective);
        let mut later = later.filter(|&later| later > conduct.day).map(on);
        let told = match before {
            true => later.find(|wording| !is_before(wording)),
            false => Some(wording),
        };
        match told {
            Some(Wording::NotYet(act)) => Some(ActRef::from(act)),
            _ => {
                conduct.text_known &= !before;
                None
            }
        }
    }
}

/// The day of the conduct: as it is told, else the last that the facts write.
fn conduct_day(facts: &Facts) -> Option<ConductDay> {
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
