//! Articles in time: how one read on a day, and what happened to it. The rules are
//! those of `leian_corpus::timeline`; here the library is asked for texts and acts.

use leian_corpus::citation::Verdict;
pub use leian_corpus::clock::today;
use leian_corpus::normalize::half_width;
use leian_corpus::timeline::{
    Act, ActKind, ArticleEvent, Basis, DiffRun, EventKind, KnownLaw, TextRepeal, VersionPeriod,
    Wording, diff,
};
use leian_corpus::{ArticleNumber, Date, DocumentId, LawKey};
use leian_indexer::Snapshot;

use super::error::Result;

/// An article on a day.
#[derive(Clone, Debug)]
pub struct ArticleOnDay {
    /// Official title of the law.
    pub law: String,
    /// Its key.
    pub key: LawKey,
    /// The number asked for.
    pub number: ArticleNumber,
    /// The day asked for.
    pub day: Date,
    /// The article that had this number on that day.
    pub wording: DayWording,
    /// The article that has this number today, as it was on that day, when that is
    /// another one: numbers move when a law is made anew.
    pub todays: Option<DayWording>,
}

/// What is known of an article on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayWording {
    /// What it was.
    pub status: WordingStatus,
    /// The newest day of any law in the library, where the day asked for lies behind it:
    /// then what is in force is so as far as the library knows.
    pub known_to: Option<Date>,
    /// What ended the text by that day.
    pub repeal: Option<TextRepeal>,
    /// The law of the same name that was in force before, where one is named.
    pub earlier: Option<&'static str>,
    /// Its number on that day, where it was there.
    pub number: Option<ArticleNumber>,
    /// Its text, where known.
    pub text: Option<String>,
    /// Why the text is known.
    pub basis: Option<Basis>,
    /// The act that gave it this wording, where known.
    pub since: Option<ActRef>,
    /// The act that changed it next, where known.
    pub until: Option<ActRef>,
    /// Of an article without a text for that day: the act that says why.
    pub act: Option<ActRef>,
    /// Whether `act` is known to have changed this article.
    pub certain: bool,
}

/// What an article was on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordingStatus {
    /// In force, with a text that is known.
    InForce,
    /// 行为时文本未收录
    TextUnavailable,
    /// 已删去
    Deleted,
    /// 尚未增设
    NotYet,
    /// 已废止; its last text is given.
    Repealed,
    /// 施行日期不明: the text had been made, and no source says from when it applies.
    CommencementUnknown,
    /// 法律尚未施行
    BeforeLaw,
    /// No text is held from so early, and whether there was a law of the name is not known.
    BeforeRecord,
    /// 没有这一条
    NoSuchArticle,
}

impl WordingStatus {
    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::TextUnavailable => "text_unavailable",
            Self::Deleted => "deleted_article",
            Self::NotYet => "not_yet_inserted",
            Self::Repealed => "repealed",
            Self::CommencementUnknown => "commencement_unknown",
            Self::BeforeLaw => "before_law",
            Self::BeforeRecord => "before_record",
            Self::NoSuchArticle => "no_such_article",
        }
    }

    /// The verdict on a citation of that day that comes closest.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::InForce => Verdict::InForce,
            Self::Repealed => Verdict::Repealed,
            Self::TextUnavailable | Self::CommencementUnknown | Self::BeforeRecord => {
                Verdict::OutOfCoverage
            }
            Self::Deleted => Verdict::DeletedArticle,
            Self::NotYet | Self::BeforeLaw | Self::NoSuchArticle => Verdict::NoSuchArticle,
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::InForce => "当日有效",
            Self::TextUnavailable => "当日文本未收录",
            Self::Deleted => "当日已删去",
            Self::NotYet => "当日尚未增设",
            Self::Repealed => "当日已废止",
            Self::CommencementUnknown => "施行日期不明",
            Self::BeforeLaw => "当日法律尚未施行",
            Self::BeforeRecord => "该日文本未收录",
            Self::NoSuchArticle => "没有这一条",
        }
    }
}

/// An act, for readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActRef {
    /// Its title.
    pub title: String,
    /// What it was.
    pub kind: ActKind,
    /// The day on which it was made.
    pub passed: Option<Date>,
    /// From when it applies.
    pub effective: Date,
    /// Whether a source says so, or it is the day on which it was made.
    pub effective_known: bool,
    /// The document that holds it, where the library has it.
    pub document: Option<DocumentId>,
}

impl From<&Act> for ActRef {
    fn from(act: &Act) -> Self {
        Self {
            title: act.title.clone(),
            kind: act.kind,
            passed: act.passed,
            effective: act.effective,
            effective_known: act.effective_known,
            document: act.document.clone(),
        }
    }
}

/// How an article read on a day; `None` when the library does not hold the law.
///
/// # Errors
/// The index's own.
pub fn article_on_day(
    snapshot: &Snapshot,
    key: &LawKey,
    number: ArticleNumber,
    day: Date,
) -> Result<Option<ArticleOnDay>> {
    let today = snapshot.today();
    let Some(law) = snapshot.known_law(key)? else {
        return Ok(None);
    };
    let told = |wording| DayWording::from(wording).on(day, number, &law, snapshot);
    let wording = told(law.timeline.wording(number, day, today));
    let todays = told(law.timeline.wording_of_todays(number, day, today));
    Ok(Some(ArticleOnDay {
        key: key.clone(),
        number,
        day,
        todays: (todays != wording).then_some(todays),
        wording,
        law: law.title.clone(),
    }))
}

/// What happened to an article.
#[derive(Clone, Debug)]
pub struct ArticleHistory {
    /// Official title of the law.
    pub law: String,
    /// Its key.
    pub key: LawKey,
    /// The number that it has today.
    pub number: ArticleNumber,
    /// What it is today.
    pub now: DayWording,
    /// Latest first.
    pub events: Vec<HistoryEvent>,
    /// All acts that made or changed the law, latest first.
    pub acts: Vec<ActRef>,
    /// The texts of the law that are held, latest first.
    pub versions: Vec<VersionPeriod>,
}

/// A moment in the history of an article.
#[derive(Clone, Debug)]
pub struct HistoryEvent {
    /// The act.
    pub act: ActRef,
    /// What it did.
    pub kind: EventKind,
    /// The article's number from then on.
    pub number: Option<ArticleNumber>,
    /// Its text from then on, where known.
    pub text: Option<String>,
    /// Why that is known.
    pub basis: Option<Basis>,
    /// The difference from the text before, where both are known and differ.
    pub changes: Vec<DiffRun>,
}

/// The history of the article that has the number today; `None` when the library does
/// not hold the law.
///
/// # Errors
/// The index's own.
pub fn article_history(
    snapshot: &Snapshot,
    key: &LawKey,
    number: ArticleNumber,
) -> Result<Option<ArticleHistory>> {
    let today = snapshot.today();
    let Some(law) = snapshot.known_law(key)? else {
        return Ok(None);
    };
    let timeline = &law.timeline;
    let mut events: Vec<HistoryEvent> = timeline
        .history(number, today)
        .into_iter()
        .map(HistoryEvent::from)
        .collect();
    events.reverse();
    let mut acts: Vec<ActRef> = timeline.acts().map(ActRef::from).collect();
    acts.reverse();
    Ok(Some(ArticleHistory {
        key: key.clone(),
        number,
        now: DayWording::from(timeline.wording(number, today, today))
            .on(today, number, &law, snapshot),
        events,
        acts,
        versions: timeline.versions(today),
        law: law.title.clone(),
    }))
}

/// A time in which an article had a number; both days are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberPeriod {
    /// The number.
    pub number: ArticleNumber,
    /// First day; `None` for as long as is known.
    pub from: Option<Date>,
    /// Last day; `None` for the number that it has today.
    pub to: Option<Date>,
}

/// The numbers that the article had which has `number` today, earliest first; empty
/// when it never had another, as far as the texts held tell.
///
/// # Errors
/// The index's own.
pub fn number_periods(
    snapshot: &Snapshot,
    key: &LawKey,
    number: ArticleNumber,
) -> Result<Vec<NumberPeriod>> {
    let Some(law) = snapshot.known_law(key)? else {
        return Ok(Vec::new());
    };
    let times = law.timeline.numbers_in_time(number, snapshot.today());
    if times.len() < 2 {
        return Ok(Vec::new());
    }
    let ends = times.iter().skip(1).map(|(next, _)| next.yesterday().ok());
    let ends = ends.chain([None]);
    let periods = times.iter().zip(ends).enumerate();
    Ok(periods
        .filter_map(|(place, (&(from, number), to))| {
            Some(NumberPeriod {
                number: number?,
                from: (place > 0).then_some(from),
                to,
            })
        })
        .collect())
}

/// A whole day as people write it: 2020-05-01, 2020.5.1, 2020年5月1日, in half or
/// full width.
pub fn typed_day(text: &str) -> Option<Date> {
    let plain: String = text.trim().chars().map(half_width).collect();
    let plain = plain.strip_suffix('日').unwrap_or(&plain);
    let mut parts = plain.split(['-', '.', '/', '年', '月']).map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

impl NumberPeriod {
    /// Whether an entry of that day is from this time; one without a day counts for the
    /// number of today.
    pub fn holds(&self, day: Option<Date>) -> bool {
        match day {
            Some(day) => {
                self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
            }
            None => self.to.is_none(),
        }
    }
}

impl From<ArticleEvent<'_>> for HistoryEvent {
    fn from(event: ArticleEvent<'_>) -> Self {
        let (text, basis) = event.text.unzip();
        let changes = match (&event.before, &text) {
            (Some(before), Some(after)) if before != after => diff(before, after),
            _ => Vec::new(),
        };
        Self {
            act: event.act.into(),
            kind: event.kind,
            number: event.number,
            text,
            basis,
            changes,
        }
    }
}

impl DayWording {
    /// What it was, for readers: with the day up to which the library knows.
    pub fn label(&self) -> String {
        match (self.status, self.known_to) {
            (WordingStatus::InForce, Some(known_to)) => format!("据本库（截至 {known_to}）有效"),
            _ => self.status.label().to_owned(),
        }
    }

    /// With what the library knows of the day beside the acts: the end of the text, and
    /// how far it knows.
    fn on(mut self, day: Date, number: ArticleNumber, law: &KnownLaw, snapshot: &Snapshot) -> Self {
        self.known_to = snapshot.laws_known_to().filter(|&known_to| known_to < day);
        let article = self.number.or(Some(number));
        let end = law.repeal(article, day).filter(|end| end.date <= day);
        let unknown = [WordingStatus::InForce, WordingStatus::TextUnavailable];
        if let Some(end) = end.filter(|_| unknown.contains(&self.status)) {
            self.status = WordingStatus::Repealed;
            self.repeal = Some(end.clone());
        }
        self
    }

    fn of(status: WordingStatus, act: Option<&Act>, certain: bool) -> Self {
        Self {
            status,
            known_to: None,
            repeal: None,
            earlier: None,
            number: None,
            text: None,
            basis: None,
            since: None,
            until: None,
            act: act.map(ActRef::from),
            certain,
        }
    }
}

impl From<Wording<'_>> for DayWording {
    fn from(wording: Wording<'_>) -> Self {
        match wording {
            Wording::InForce {
                number,
                text,
                basis,
                since,
                until,
            } => Self {
                number: Some(number),
                text: Some(text),
                basis: Some(basis),
                since: since.map(ActRef::from),
                until: until.map(ActRef::from),
                ..Self::of(WordingStatus::InForce, None, true)
            },
            Wording::Deleted(act) => Self::of(WordingStatus::Deleted, act, act.is_some()),
            Wording::NotYet(act) => Self::of(WordingStatus::NotYet, Some(act), true),
            Wording::BeforeLaw(act) => Self::of(WordingStatus::BeforeLaw, Some(act), true),
            Wording::BeforeRecord(act) => Self::of(WordingStatus::BeforeRecord, Some(act), false),
            Wording::EarlierLaw { act, title } => Self {
                earlier: Some(title.unwrap_or_default()),
                ..Self::of(WordingStatus::TextUnavailable, Some(act), false)
            },
            Wording::CommencementUnknown(act) => {
                Self::of(WordingStatus::CommencementUnknown, Some(act), false)
            }
            Wording::NoSuchArticle => Self::of(WordingStatus::NoSuchArticle, None, true),
            Wording::TextUnavailable { act, certain } => {
                Self::of(WordingStatus::TextUnavailable, act, certain)
            }
        }
    }
}

/// A sentence for readers on why an article has no text on a day; `None` when it has.
pub fn explanation(wording: &DayWording, day: Date) -> Option<String> {
    let act = wording.act.as_ref();
    let named = act.map(|act| {
        let day = match act.effective_known {
            true => format!("自{}起施行", act.effective),
            false => format!("{}通过", act.effective),
        };
        // A law that was made anew is its own act.
        match act.kind {
            ActKind::Amended => format!("《{}》（{day}）", act.title),
            _ => format!("{day}的新文本"),
        }
    });
    let named = named.as_deref().unwrap_or("不明的修改");
    let later = act.is_none_or(|act| act.effective > day);
    Some(match wording.status {
        WordingStatus::InForce => return beyond(wording.known_to),
        WordingStatus::Repealed => {
            let end = wording.repeal.as_ref()?;
            format!("自 {} 起废止，依据：{}", end.date, end.source)
        }
        WordingStatus::CommencementUnknown => {
            let made = act.map(|act| act.passed.unwrap_or(act.effective));
            let made = made.map_or_else(String::new, |made| format!("{made} 通过的"));
            format!("{made}文本自何日起施行，来源没有写明，不能确定这一天适用哪个文本")
        }
        WordingStatus::TextUnavailable if wording.earlier.is_some() => before(wording, act),
        WordingStatus::BeforeRecord => match act {
            Some(act) => format!(
                "本库所收最早文本{}，此前是否有同名法律本库没有记载",
                begun(act)
            ),
            None => "此前是否有同名法律本库没有记载".to_owned(),
        },
        WordingStatus::TextUnavailable => match (act.is_some(), wording.certain, later) {
            (false, ..) => "来源没有写明所收文本的日期，不能确定这一天的条文".to_owned(),
            (_, true, true) => format!("本条此后经{named}修改，修改前的条文本库没有收录"),
            (_, true, false) => format!("本条经{named}修改，修改后的条文本库没有收录"),
            (_, false, true) => {
                format!("该法此后经{named}修改，本条是否改动，本库不能确定，所以不给出条文")
            }
            (_, false, false) => {
                format!("该法经{named}修改，本库没有收录修改后的文本，所以不给出条文")
            }
        },
        WordingStatus::Deleted if act.is_none() => "来源注明本条已删去".to_owned(),
        WordingStatus::Deleted => format!("本条已由{named}删去"),
        WordingStatus::NotYet => format!("本条由{named}增设，这一天还没有"),
        WordingStatus::BeforeLaw => match act {
            Some(act) => format!("该法{}，这一天还没有", begun(act)),
            None => "该法当时尚未施行".to_owned(),
        },
        WordingStatus::NoSuchArticle => "该法没有这一条".to_owned(),
    })
}

/// From when a text applies, or that it was made on a day where that is all that is known.
fn begun(act: &ActRef) -> String {
    match act.effective_known {
        true => format!("自 {} 起施行", act.effective),
        false => format!("于 {} 通过", act.passed.unwrap_or(act.effective)),
    }
}

/// On a day behind the newest one that the library knows of.
fn beyond(known_to: Option<Date>) -> Option<String> {
    let known_to = known_to?;
    Some(format!(
        "本库法律类文本最新的一日为 {known_to}，此后有无修改、废止，本库不能确定"
    ))
}

/// On a day before the first act of a law whose name an earlier law bore.
fn before(wording: &DayWording, act: Option<&ActRef>) -> String {
    let earlier = wording.earlier.filter(|title| !title.is_empty());
    let earlier = earlier.map_or_else(
        || "此前的同名文本".to_owned(),
        |title| format!("《{title}》"),
    );
    let from = act.map_or_else(String::new, |act| {
        format!("现行法的最早文本{}，", begun(act))
    });
    format!("{from}这一天适用的是{earlier}，本库没有收录")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let expected = Date::new(2019, 5, 1).ok();
        for text in [
            "2019-05-01",
            " 2019.5.1 ",
            "2019年5月1日",
            "２０１９-０５-０１",
            "2019/5/1",
        ] {
            assert_eq!(typed_day(text), expected, "{text}");
        }
        for bad in [
            "",
            "2019",
            "2019-05",
            "2019-13-01",
            "19-5-1",
            "2019-5-1-2",
            "昨天",
            "-2019-5-1",
        ] {
            assert_eq!(typed_day(bad), None, "{bad}");
        }
    }
}
