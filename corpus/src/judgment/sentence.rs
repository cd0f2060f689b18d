//! A sentence (刑罚): its kind, term, fine, probation and what is confiscated.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::money::{Money, amount_at_start, amounts_in};
use super::term::{Term, term_at_start};

/// Names of the kinds as dispositions write them, common slips included.
static KIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"死刑(?<reprieve>[，,、]?缓期[二两2]年执?行?)?|无期徒刑|有期徒[刑型]|有期徙刑|拘役|管制|免[予于]?(?:刑事)?(?:处罚|刑罚)|免除(?:刑事)?(?:处罚|刑罚)",
    )
});

static FINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?<paid>缴纳?|交纳?|预缴|抵扣)?(?:的)?罚金(?:共计|合计|各|为|计)?(?:人民币)?[:：]?")
});

/// 并处人民币五千元罚金
static FINE_BEHIND: LazyLock<Regex> = LazyLock::new(|| pattern(r"元[整]?(?:的)?罚金"));

static PROBATION: LazyLock<Regex> = LazyLock::new(|| pattern("缓刑(?:考验期)?"));

static RIGHTS: LazyLock<Regex> = LazyLock::new(|| pattern("剥夺政治权利(?<life>终身)?"));

static PROPERTY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"没收(?:其)?(?<all>个人)?(?:部分)?财产(?:人民币)?"));

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// Kind of punishment (刑种), the lightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentenceKind {
    /// 免予刑事处罚
    Exempted,
    /// 单处罚金
    FineOnly,
    /// 管制
    Control,
    /// 拘役
    Detention,
    /// 有期徒刑
    Imprisonment,
    /// 无期徒刑
    LifeImprisonment,
    /// 死刑，缓期二年执行
    DeathWithReprieve,
    /// 死刑
    Death,
}

impl SentenceKind {
    /// All kinds, the lightest first.
    pub const ALL: &'static [Self] = &[
        Self::Exempted,
        Self::FineOnly,
        Self::Control,
        Self::Detention,
        Self::Imprisonment,
        Self::LifeImprisonment,
        Self::DeathWithReprieve,
        Self::Death,
    ];

    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exempted => "exempted",
            Self::FineOnly => "fine_only",
            Self::Control => "control",
            Self::Detention => "detention",
            Self::Imprisonment => "imprisonment",
            Self::LifeImprisonment => "life_imprisonment",
            Self::DeathWithReprieve => "death_with_reprieve",
            Self::Death => "death",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Exempted => "免予刑事处罚",
            Self::FineOnly => "单处罚金",
            Self::Control => "管制",
            Self::Detention => "拘役",
            Self::Imprisonment => "有期徒刑",
            Self::LifeImprisonment => "无期徒刑",
            Self::DeathWithReprieve => "死刑缓期二年执行",
            Self::Death => "死刑",
        }
    }

    /// The shortest and the longest term of this kind in months (刑法第三十八、四十二、四十五条);
    /// of several crimes together the longest is another (第六十九条). `None` for kinds without term.
    fn bounds(self, combined: bool) -> Option<(u32, u32)> {
        match (self, combined) {
            (Self::Control, false) => Some((3, 24)),
            (Self::Control, true) => Some((3, 36)),
            (Self::Detention, false) => Some((1, 6)),
            (Self::Detention, true) => Some((1, 12)),
            (Self::Imprisonment, false) => Some((6, 180)),
            (Self::Imprisonment, true) => Some((6, 300)),
            _ => None,
        }
    }

    /// Whether a term of this kind can be imposed. What cannot be is a slip of the text or of
    /// its reading, and no term at all.
    fn allows(self, term: Term, combined: bool) -> bool {
        self.bounds(combined).is_none_or(|(least, most)| {
            (least..=most).contains(&term.months) && (term.months < most || term.days == 0)
        })
    }

    /// Whether it has a term.
    fn is_timed(self) -> bool {
        matches!(self, Self::Control | Self::Detention | Self::Imprisonment)
    }
}

/// What is imposed; what the text does not say is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sentence {
    /// 刑种
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<SentenceKind>,
    /// 刑期
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// 罚金
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fine: Option<Money>,
    /// 缓刑考验期
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probation: Option<Term>,
    /// 剥夺政治权利
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprivation: Option<Deprivation>,
    /// 没收财产
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confiscation: Option<Confiscation>,
    /// Whether the fine stands in a combined sentence and is the whole of it.
    #[serde(skip)]
    pub(super) fine_is_combined: bool,
}

/// 剥夺政治权利: for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deprivation {
    /// For a term.
    Term(Term),
    /// 终身
    Life,
}

/// 没收财产: how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confiscation {
    /// An amount.
    Amount(Money),
    /// 没收个人全部财产, or a part without an amount
    Property,
}

impl Sentence {
    /// Reads the words behind a charge; `text` has no spaces and no brackets.
    pub(super) fn read(text: &str) -> Self {
        Self::read_as(text, false)
    }

    fn read_as(text: &str, combined: bool) -> Self {
        let (kind, term) = kind_and_term(text);
        let term = term.filter(|&term| kind.is_none_or(|kind| kind.allows(term, combined)));
        let fine = fine(text);
        let kind = kind.or_else(|| {
            fine.is_some_and(|_| text.contains("单处"))
                .then_some(SentenceKind::FineOnly)
        });
        Self {
            kind,
            term,
            fine,
            probation: PROBATION
                .find_iter(text)
                .filter_map(|found| term_at_start(&text[found.end()..]))
                .last(),
            deprivation: deprivation(text),
            confiscation: confiscation(text),
            fine_is_combined: false,
        }
    }

    /// Reads what follows 决定执行.
    pub(super) fn read_combined(text: &str) -> Self {
        let sentence = Self::read_as(text, true);
        Self {
            fine_is_combined: sentence.fine.is_some(),
            ..sentence
        }
    }

    /// Whether nothing is imposed.
    pub fn is_empty(&self) -> bool {
        self.kind.is_none() && self.fine.is_none() && self.probation.is_none()
    }
}

/// The first kind that has a term where it needs one: 判处拘役以下 is none.
fn kind_and_term(text: &str) -> (Option<SentenceKind>, Option<Term>) {
    for found in KIND.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let kind = match whole.as_str() {
            word if word.starts_with("死刑") => {
                if found.name("reprieve").is_some() {
                    SentenceKind::DeathWithReprieve
                } else {
                    SentenceKind::Death
                }
            }
            "无期徒刑" => SentenceKind::LifeImprisonment,
            "拘役" => SentenceKind::Detention,
            "管制" => SentenceKind::Control,
            word if word.starts_with('免') => SentenceKind::Exempted,
            _ => SentenceKind::Imprisonment,
        };
        let rest = text[whole.end()..].trim_start_matches(['：', ':', '为', '期']);
        let term = term_at_start(rest);
        if !kind.is_timed() {
            return (Some(kind), None);
        }
        if term.is_some() {
            return (Some(kind), term);
        }
    }
    (None, None)
}

/// The first fine that is imposed; one that is only said to be paid is none.
fn fine(text: &str) -> Option<Money> {
    let ahead = FINE.captures_iter(text).find_map(|found| {
        let whole = found.get(0)?;
        if found.name("paid").is_some() {
            return None;
        }
        amount_at_start(&text[whole.end()..])
    });
    ahead.or_else(|| {
        let behind = FINE_BEHIND.find(text)?;
        let amounts = amounts_in(text).into_iter();
        amounts
            .filter(|(range, _)| range.end == behind.start() + '元'.len_utf8())
            .map(|(_, money)| money)
            .next()
    })
}

fn deprivation(text: &str) -> Option<Deprivation> {
    let found = RIGHTS.captures(text)?;
    if found.name("life").is_some() {
        return Some(Deprivation::Life);
    }
    term_at_start(&text[found.get(0)?.end()..]).map(Deprivation::Term)
}

fn confiscation(text: &str) -> Option<Confiscation> {
    let found = PROPERTY.find(text)?;
    let amount = amount_at_start(&text[found.end()..]);
    Some(amount.map_or(Confiscation::Property, Confiscation::Amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, kind: SentenceKind, months: u32, fine: u64, probation: u32) {
        let sentence = Sentence::read(text);
        assert_eq!(sentence.kind, Some(kind), "{text}");
        assert_eq!(
            sentence.term.map_or(0, |term| term.months),
            months,
            "{text}"
        );
        assert_eq!(sentence.fine.map_or(0, Money::whole_yuan), fine, "{text}");
        assert_eq!(
            sentence.probation.map_or(0, |term| term.months),
            probation,
            "{text}"
        );
    }

    #[test]
    fn formulas_are_read() {
        use SentenceKind::*;
        check(
            "，判处有期徒刑三年，缓刑四年，并处罚金人民币二万元",
            Imprisonment,
            36,
            20_000,
            48,
        );
        check("，判处拘役六个月，宣告缓刑八个月。", Detention, 6, 0, 8);
        check(
            "，判处罚金有期徒刑十个月，并处罚金人民币五万元",
            Imprisonment,
            10,
            50_000,
            0,
        );
        check("，免予刑事处罚。", Exempted, 0, 0, 0);
        check("，单处罚金人民币3000元", FineOnly, 0, 3000, 0);
        check("，判处管制一年，并处人民币五千元罚金", Control, 12, 5000, 0);
        check(
            "，判处死刑，缓期二年执行，剥夺政治权利终身",
            DeathWithReprieve,
            0,
            0,
            0,
        );
        check(
            "，判处死刑，剥夺政治权利终身，并处没收个人全部财产",
            Death,
            0,
            0,
            0,
        );
    }

    #[test]
    fn fine_that_is_paid_is_not_counted() {
        let sentence = Sentence::read("，判处拘役一个月，已缴纳罚金1000元");
        assert_eq!(sentence.fine, None);
    }

    #[test]
    fn terms_that_no_court_can_impose_are_none() {
        let term = |text| Sentence::read(text).term.map(|term| term.months);
        let combined = |text| Sentence::read_combined(text).term.map(|term| term.months);
        assert_eq!(term("，判处拘役六个月"), Some(6));
        assert_eq!(term("，判处拘役二年"), None);
        assert_eq!(term("，判处拘役十个月"), None);
        assert_eq!(combined("拘役十个月"), Some(10));
        assert_eq!(combined("拘役十三个月"), None);
        assert_eq!(term("，判处有期徒刑二个月"), None);
        assert_eq!(term("，判处有期徒刑十五年"), Some(180));
        assert_eq!(term("，判处有期徒刑十八年"), None);
        assert_eq!(combined("有期徒刑二十年"), Some(240));
        assert_eq!(combined("有期徒刑二十六年"), None);
        assert_eq!(term("，判处管制二年"), Some(24));
        assert_eq!(term("，判处管制二年六个月"), None);
        let sentence = Sentence::read("，判处拘役二年，并处罚金一千元");
        assert_eq!(sentence.kind, Some(SentenceKind::Detention));
        assert_eq!(sentence.fine.map(Money::whole_yuan), Some(1000));
    }

    #[test]
    fn additional_punishments_are_read() {
        let sentence = Sentence::read("，判处无期徒刑，剥夺政治权利终身，并处没收财产人民币十万元");
        assert_eq!(sentence.deprivation, Some(Deprivation::Life));
        assert_eq!(
            sentence.confiscation,
            Money::from_yuan(100_000).map(Confiscation::Amount)
        );
        let sentence = Sentence::read("，判处有期徒刑十年，剥夺政治权利一年");
        assert_eq!(
            sentence.deprivation,
            Some(Deprivation::Term(Term::of_months(12)))
        );
    }

    #[test]
    fn codes_are_distinct() {
        let mut codes: Vec<_> = SentenceKind::ALL.iter().map(|kind| kind.code()).collect();
        codes.dedup();
        assert_eq!(codes.len(), SentenceKind::ALL.len());
    }
}
