//! An article on two days, that of the conduct and that of the judgment (从旧兼从轻): both
//! wordings with the penalties they threaten, which is lighter, or which wording is
//! missing. The rule is 刑法第十二条; what "lighter" means, `leian_corpus::penalty` says.
//!
//! Not decided here: whether the conduct fits the article, and under which of its ranges
//! it falls.

use leian_corpus::normalize::same_words;
use leian_corpus::penalty::{Lighter, PenaltyRange, lighter, ranges};
use leian_corpus::{ArticleNumber, Date, LawKey};
use leian_indexer::Snapshot;

use super::error::Result;
use super::timeline::{ArticleOnDay, DayWording, WordingStatus, article_on_day};

/// An article on two days.
#[derive(Clone, Debug)]
pub struct TwoDays {
    /// Official title of the law.
    pub law: String,
    /// Its key.
    pub key: LawKey,
    /// The number asked for.
    pub number: ArticleNumber,
    /// On the day of the conduct.
    pub conduct: Side,
    /// On the day of the judgment.
    pub judgment: Side,
    /// Which wording is lighter.
    pub lighter: Lighter,
}

/// One of the two days.
#[derive(Clone, Debug)]
pub struct Side {
    /// The day.
    pub day: Date,
    /// The article that has the number today, as it was on that day.
    pub wording: DayWording,
    /// The penalties that its wording threatens.
    pub ranges: Vec<PenaltyRange>,
}

/// Sets the wordings of two days beside each other; `None` when the library does not hold
/// the law. `conduct` is not after `judgment`.
///
/// # Errors
/// The index's own.
pub fn two_days(
    snapshot: &Snapshot,
    key: &LawKey,
    number: ArticleNumber,
    conduct: Date,
    judgment: Date,
) -> Result<Option<TwoDays>> {
    let (Some(then), Some(now)) = (
        article_on_day(snapshot, key, number, conduct)?,
        article_on_day(snapshot, key, number, judgment)?,
    ) else {
        return Ok(None);
    };
    let law = then.law.clone();
    let (conduct, judgment) = (Side::of(then), Side::of(now));
    let lighter = match (&conduct.wording.text, &judgment.wording.text) {
        (Some(earlier), Some(later)) if same_words(earlier, later) => Lighter::Same,
        (Some(_), Some(_)) => lighter(&conduct.ranges, &judgment.ranges),
        _ => Lighter::Unknown,
    };
    Ok(Some(TwoDays {
        law,
        key: key.clone(),
        number,
        conduct,
        judgment,
        lighter,
    }))
}

impl Side {
    fn of(found: ArticleOnDay) -> Self {
        let wording = found.todays.unwrap_or(found.wording);
        Self {
            day: found.day,
            ranges: wording.text.as_deref().map(ranges).unwrap_or_default(),
            wording,
        }
    }
}

impl Side {
    /// What the article was on the day, for readers: never more than the library knows.
    pub fn label(&self) -> String {
        self.wording.label()
    }
}

impl TwoDays {
    /// Whether both days have the same words.
    pub fn same_text(&self) -> bool {
        match (&self.conduct.wording.text, &self.judgment.wording.text) {
            (Some(earlier), Some(later)) => same_words(earlier, later),
            _ => false,
        }
    }

    /// What follows, for readers, in Chinese: never more than the two texts tell.
    pub fn in_words(&self) -> String {
        use WordingStatus::{BeforeLaw, Deleted, InForce, NotYet};
        match (self.conduct.wording.status, self.judgment.wording.status) {
            (InForce, InForce) => match self.judgment.wording.known_to {
                Some(known_to) => format!(
                    "{}（本库的法律截至 {known_to}，裁判时的条文此后有无修改须另行核对）",
                    self.of_both()
                ),
                None => self.of_both().to_owned(),
            },
            (NotYet, _) => "行为时尚无本条。行为时的法律不认为是犯罪的，适用行为时的法律；\
                            行为当时是否触犯其他条款，须另行核对"
                .to_owned(),
            (InForce, Deleted) => "裁判时本条已删去，有无接替它的条款须另行核对".to_owned(),
            (BeforeLaw, _) => "行为时本法尚未施行，当时的法律须另行核对".to_owned(),
            (InForce, _) => missing("裁判时", &self.judgment),
            _ => missing("行为时", &self.conduct),
        }
    }

    fn of_both(&self) -> &'static str {
        match self.lighter {
            Lighter::Same if self.same_text() => "两日的条文相同",
            Lighter::Same => {
                "两日的主刑幅度相同，适用行为时的条文；附加刑和构成要件的差别请对照条文"
            }
            Lighter::Earlier => "行为时的法定刑较轻，适用行为时的条文",
            Lighter::Later => "裁判时的法定刑较轻，适用裁判时的条文",
            Lighter::Depends => {
                "各档法定刑的变化不一致，或者两日分档不同：须先确定行为落在哪一档，再比较该档的最高刑和最低刑"
            }
            Lighter::Unknown => "从条文中没有读出可以比较的主刑幅度，无法判断哪个较轻",
        }
    }
}

fn missing(day: &str, side: &Side) -> String {
    format!(
        "{day}（{}）的条文本库给不出（{}），无法判断哪个较轻",
        side.day,
        side.wording.status.label()
    )
}

/// Where the rule of the comparison is laid down.
pub const RULE: &str =
    "刑法第十二条；法释〔1997〕12号第一条、第二条（先比法定最高刑，相同的再比法定最低刑）";
