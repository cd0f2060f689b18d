//! The day of the conduct (行为时), and what an article was on it.

use std::sync::Arc;

use leian_corpus::conduct::{Told, times_of_conduct};
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
    /// The day; of several the last, of a month or a year its last.
    pub day: Date,
    /// The first day that is meant: before `day` where only a month or a year is told.
    pub from: Date,
    /// Whether it was read from the facts.
    pub read: bool,
    /// Whether the texts held reach back to that day for every article proposed; where
    /// they do not, the proposals rest on later texts.
    pub text_known: bool,
}

impl ConductDay {
    /// For readers; where only a month or a year is told, from when to when.
    pub fn written(&self) -> String {
        match self.from == self.day {
            true => self.day.to_string(),
            false => format!("{} 至 {}，按最后一天查对", self.from, self.day),
        }
    }
}

/// The law on the day of the conduct.
pub(super) struct LawThen {
    law: Option<Arc<KnownLaw>>,
    /// The day, where one is known; and whether the texts held reach back to it.
    pub conduct: Option<ConductDay>,
    /// What a reader has to know of how the day was found, in sentences without the mark
    /// at their end.
    pub remarks: Vec<String>,
}

impl LawThen {
    pub fn new(law: Option<Arc<KnownLaw>>, facts: &Facts) -> Self {
        let (conduct, mut remarks) = conduct_day(facts, today());
        if let (Some(conduct), Some(law)) = (&conduct, &law) {
            remarks.extend(changed_within(conduct, law));
        }
        Self {
            law,
            conduct,
            remarks,
        }
    }

    /// The act that made an article after the day of the conduct. Before the first text
    /// held, and where acts lie between that may have changed it, the first later one may say that it was not there even then; else whether it
    /// was there is not known, which is kept.
    pub fn not_yet(&mut self, number: ArticleNumber) -> Option<ActRef> {
        let timeline = &self.law.as_ref()?.timeline;
        let conduct = self.conduct.as_mut()?;
        let on = |day: Date| timeline.wording(number, day, today());
        let is_before = |wording: &Wording<'_>| {
            matches!(
                wording,
                Wording::BeforeRecord(_)
                    | Wording::BeforeLaw(_)
                    | Wording::EarlierLaw { .. }
                    | Wording::TextUnavailable { certain: false, .. }
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
        conduct.text_known &= !before;
        match told {
            Some(Wording::NotYet(act)) => Some(ActRef::from(act)),
            _ => None,
        }
    }
}

/// The day of the conduct, as it is told, else the last that the facts write; and what
/// to say of it.
fn conduct_day(facts: &Facts, today: Date) -> (Option<ConductDay>, Vec<String>) {
    if let Some(day) = facts.conduct {
        let told = ConductDay {
            day,
            from: day,
            read: false,
            text_known: true,
        };
        return (Some(told), Vec::new());
    }
    let Told { spans, impossible } = times_of_conduct(&facts.text);
    let mut remarks: Vec<String> = impossible
        .iter()
        .map(|written| format!("案情中的“{written}”历法上不存在，没有用作行为时"))
        .collect();
    let future = spans.iter().filter(|span| span.first > today);
    remarks.extend(future.map(|span| {
        let day = span.first;
        format!("案情中的 {day} 晚于今天（{today}），没有用作行为时")
    }));
    let past = spans.iter().filter(|span| span.first <= today);
    let latest = past.map(|span| (span.last.min(today), span.first)).max();
    let conduct = latest.map(|(day, from)| ConductDay {
        day,
        from,
        read: true,
        text_known: true,
    });
    if conduct.is_none() {
        remarks.push(format!(
            "没有从案情中读到行为时：以下依本库现行的刑法（今天 {today}）提出，行为时是否已有这些条文没有查对；\
             请写明或指定行为的日期"
        ));
    }
    (conduct, remarks)
}

/// That the law changed within the month or the year that is told.
fn changed_within(conduct: &ConductDay, law: &KnownLaw) -> Option<String> {
    let within = |day: Date| conduct.from < day && day <= conduct.day;
    let acts: Vec<String> = law
        .timeline
        .acts()
        .map(ActRef::from)
        .filter(|act| within(act.effective))
        .map(|act| format!("《{}》（{} 起施行）", act.title, act.effective))
        .collect();
    let ConductDay { from, day, .. } = conduct;
    (!acts.is_empty()).then(|| {
        format!(
            "行为时只知在 {from} 至 {day} 之间，其间刑法有修改：{}，行为在此之前的，\
             当时的条文可能不同",
            acts.join("、")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>, words: &[&str]) {
        let facts = Facts {
            text: text.to_owned(),
            exclude: Vec::new(),
            limit: 1,
            conduct: None,
        };
        let today = leian_corpus::Date::constant(2026, 11, 1);
        let (conduct, remarks) = conduct_day(&facts, today);
        let found = conduct.map(|conduct| (conduct.from.to_string(), conduct.day.to_string()));
        let expected = expected.map(|(from, day)| (from.to_owned(), day.to_owned()));
        assert_eq!(found, expected, "{text}");
        assert_eq!(remarks.len(), words.len(), "{text}: {remarks:?}");
        for (remark, word) in remarks.iter().zip(words) {
            assert!(remark.contains(word), "{text}: {remark}");
        }
    }

    #[test]
    fn what_the_facts_write_is_taken_or_a_reason_given() {
        let one = Some(("2009-03-05", "2009-03-05"));
        check("2009-03-05，张某卖卡。", one, &[]);
        check(
            "2009年，张某卖卡。",
            Some(("2009-01-01", "2009-12-31")),
            &[],
        );
        check(
            "2026年，张某卖卡。",
            Some(("2026-01-01", "2026-11-01")),
            &[],
        );
        check("张某卖卡。", None, &["没有从案情中读到行为时"]);
        check(
            "2035年3月1日，张某卖卡。",
            None,
            &["2035-03-01 晚于今天", "没有从案情中读到"],
        );
        check(
            "2015年2月30日，张某卖卡。",
            None,
            &["“2015年2月30日”历法上不存在", "没有从案情中读到"],
        );
        check("2009年3月5日卖卡，2035年3月1日又卖。", one, &["晚于今天"]);
    }
}
