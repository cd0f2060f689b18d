//! What a citation came to.

use std::fmt;

use super::compare::Change;
use super::members::Members;
use super::reason::Reason;
use crate::document::{Date, DocumentId, DocumentKind};
use crate::guiding_force::WithoutForce;
use crate::statute::ArticleNumber;
use crate::timeline::repealed::RepealedLaw;

/// How the status of a text begins whose law is known to have been made anew since.
pub(in crate::citation) const NEWER: &str = "已有新文本";

/// The verdict (核验结论) on a citation. Its code is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// 现行有效
    InForce,
    /// 已收录: the library has the case; how it binds stands beside.
    Held,
    /// 已修改: the words cited, or those of the day asked for, are not today's.
    Amended,
    /// 已废止
    Repealed,
    /// 不再参照: of a guiding case.
    NoLongerReferred,
    /// 该条已删去
    DeletedArticle,
    /// 没有这一条、款、项: the library has the law, and not that place in it.
    NoSuchArticle,
    /// 未收录: unknown to this library, which does not mean that it does not exist.
    OutOfCoverage,
    /// 指向不明: the text leaves open which law is meant.
    Ambiguous,
}

impl Verdict {
    /// All, in the order of summaries.
    pub const ALL: &'static [Self] = &[
        Self::InForce,
        Self::Held,
        Self::Amended,
        Self::Repealed,
        Self::NoLongerReferred,
        Self::DeletedArticle,
        Self::NoSuchArticle,
        Self::OutOfCoverage,
        Self::Ambiguous,
    ];

    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Held => "held",
            Self::Amended => "amended",
            Self::Repealed => "repealed",
            Self::NoLongerReferred => "no_longer_referred",
            Self::DeletedArticle => "deleted_article",
            Self::NoSuchArticle => "no_such_article",
            Self::OutOfCoverage => "out_of_coverage",
            Self::Ambiguous => "ambiguous",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::InForce => "现行有效",
            Self::Held => "已收录",
            Self::Amended => "已修改",
            Self::Repealed => "已废止",
            Self::NoLongerReferred => "不再参照",
            Self::DeletedArticle => "该条已删去",
            Self::NoSuchArticle => "没有这一条款",
            Self::OutOfCoverage => "本库未收录",
            Self::Ambiguous => "指向不明",
        }
    }
}

/// What became of the words quoted with a citation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum QuoteVerdict {
    /// Nothing is quoted, or the library has nothing to compare it with.
    #[default]
    None,
    /// They stand in the provision.
    Equal,
    /// They do not; this is where.
    Differs(Vec<Change>),
}

impl QuoteVerdict {
    /// As programs read it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Equal => "equal",
            Self::Differs(_) => "differs",
        }
    }
}

/// The repeal of a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeal {
    /// First day on which it does not apply, where known.
    pub date: Option<Date>,
    /// The law that took its place, where known.
    pub successor: Option<String>,
    /// Where that is laid down, or how the source calls the law.
    pub source: String,
}

impl Repeal {
    /// As the table of repealed laws has it.
    pub(super) fn of_table(law: &RepealedLaw) -> Self {
        Self {
            date: Some(law.date),
            successor: Some(law.successor.to_owned()),
            source: law.source.to_owned(),
        }
    }

    /// Whether it applies on a day.
    pub fn applies_on(&self, day: Date) -> bool {
        self.date.is_none_or(|date| day >= date)
    }

    /// For readers, in Chinese: 自 2021-01-01 起废止，由《…》取代，依据：….
    pub fn in_words(&self) -> String {
        let date = self.date.map(|date| format!("自 {date} 起废止"));
        let successor = self.successor.as_ref();
        let successor = successor.map(|law| format!("由《{law}》取代"));
        let source = format!("依据：{}", self.source);
        let parts = [date, successor, Some(source)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("，")
    }
}

/// The act that made the wording cited another one: it changed, inserted or deleted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedBy {
    /// Title of the act.
    pub title: String,
    /// From when it applies; the day on which it was made where no source says.
    pub date: Date,
    /// The document that holds the act, where the library has it.
    pub document: Option<DocumentId>,
    /// Whether the act is known to have touched the article cited; if not, it changed
    /// the law, and may have left that article alone.
    pub certain: bool,
}

/// How a case that is held binds (效力).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// 应当参照: guiding cases of the two supreme organs.
    Must,
    /// 可以参考: other decided cases.
    May,
}

impl Reference {
    /// Of a case by its kind; `None` for what nobody refers to, as an invented case.
    pub fn of(kind: DocumentKind) -> Option<Self> {
        match kind {
            DocumentKind::SppGuidingCase | DocumentKind::SpcGuidingCase => Some(Self::Must),
            DocumentKind::SupervisionGuidingCase
            | DocumentKind::GazetteCase
            | DocumentKind::TypicalCase
            | DocumentKind::Judgment => Some(Self::May),
            _ => None,
        }
    }

    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::May => "may",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Must => "应当参照",
            Self::May => "可以参考",
        }
    }
}

/// What there is in place of what was cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Articles from the first to the last.
    Articles(ArticleNumber, ArticleNumber),
    /// Articles with the number cited, up to the last 之N; one when none was inserted.
    Inserted(ArticleNumber, ArticleNumber),
    /// So many paragraphs.
    Paragraphs(u32),
    /// Items up to this number; 0 when the paragraph has none.
    Items(u32),
}

impl Existing {
    /// What there is near an article that is not there: of 第三百八十八条之二 what bears the
    /// number 388, else the first to the last.
    pub fn near(
        numbers: impl Iterator<Item = ArticleNumber> + Clone,
        cited: Option<ArticleNumber>,
    ) -> Option<Self> {
        let inserted = cited.filter(|number| number.inserted > 0);
        let is_beside =
            |number: &ArticleNumber| inserted.is_some_and(|inserted| inserted.base == number.base);
        let beside = numbers.clone().filter(is_beside);
        if let (Some(first), Some(last)) = (beside.clone().min(), beside.max()) {
            return Some(Self::Inserted(first, last));
        }
        Some(Self::Articles(numbers.clone().min()?, numbers.max()?))
    }
}

impl fmt::Display for Existing {
    /// For readers, in Chinese.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Articles(first, last) => {
                write!(f, "{}至{}", first.chinese(), last.chinese())
            }
            Self::Inserted(first, last) => inserted(f, *first, *last),
            Self::Paragraphs(count) => write!(f, "该条共{count}款"),
            Self::Items(0) => f.write_str("该款没有项"),
            Self::Items(count) => write!(f, "该款共{count}项"),
        }
    }
}

/// 第三百八十八条、第三百八十八条之一 of what bears one number.
fn inserted(f: &mut fmt::Formatter<'_>, first: ArticleNumber, last: ArticleNumber) -> fmt::Result {
    let count = last.inserted;
    match (first == last, count) {
        (true, 0) => write!(f, "{}，没有“之一”", first.chinese()),
        (true, _) => f.write_str(&first.chinese()),
        (false, 1) => write!(f, "{}、{}", first.chinese(), last.chinese()),
        _ => {
            let next = ArticleNumber::inserted(first.base, 1).chinese();
            write!(f, "{}、{next}至{}", first.chinese(), last.chinese())
        }
    }
}

/// The answer to one citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The verdict.
    pub verdict: Verdict,
    /// Official title of the law or title of the case, where known.
    pub title: Option<String>,
    /// The document in which it was found.
    pub document: Option<DocumentId>,
    /// The day that names the version found.
    pub version: Option<Date>,
    /// What the source says of that version, when it says that it was amended and the
    /// library has no newer one: whether this very place changed is then not known.
    pub source_status: Option<String>,
    /// Text of the article, paragraph or item found.
    pub text: Option<String>,
    /// The repeal of the law, if it is repealed.
    pub repeal: Option<Repeal>,
    /// The act between the wording cited, or that of the day asked for, and today's.
    pub changed_by: Option<ChangedBy>,
    /// What there is instead, when the place does not exist.
    pub existing: Option<Existing>,
    /// Of a range: the members that are not simply in force, which the verdict is that of
    /// the worst of.
    pub members: Vec<Members>,
    /// What else is to be said.
    pub reason: Option<Reason>,
    /// The text held has no such place, and was amended since: its date, where known.
    pub not_in_version: Option<Option<Date>>,
    /// How a case that is held binds.
    pub reference: Option<Reference>,
    /// Why a guiding case is no longer to be referred to.
    pub without_force: Option<&'static WithoutForce>,
    /// What became of the words quoted.
    pub quote: QuoteVerdict,
    /// Why the text meant is not held, for readers, in Chinese.
    pub note: Option<String>,
    /// Of a name that is not held: titles of the library that may be meant. They are
    /// offered, and none is taken.
    pub candidates: Vec<String>,
}

impl Resolution {
    /// A verdict about which nothing else is known.
    pub fn bare(verdict: Verdict) -> Self {
        Self {
            verdict,
            title: None,
            document: None,
            version: None,
            source_status: None,
            text: None,
            repeal: None,
            changed_by: None,
            existing: None,
            members: Vec::new(),
            reason: None,
            not_in_version: None,
            reference: None,
            without_force: None,
            quote: QuoteVerdict::None,
            note: None,
            candidates: Vec::new(),
        }
    }

    /// The members of a range that are not simply in force, for readers: 其中：第一百九十九条
    /// 该条已删去.
    pub fn members_in_words(&self) -> Option<String> {
        let members = self.members.iter();
        let members = members.map(|of| format!("{} {}", of.label, of.verdict.label()));
        let words: Vec<String> = members.collect();
        (!words.is_empty()).then(|| format!("其中：{}", words.join("；")))
    }

    /// The titles that may be meant, for readers, in Chinese.
    pub fn candidates_in_words(&self) -> Option<String> {
        let titles = self.candidates.iter();
        let titles: Vec<String> = titles.map(|title| format!("《{title}》")).collect();
        (!titles.is_empty()).then(|| {
            format!(
                "本库有名称相近的{}，所引是否其一，请核对",
                titles.join("、")
            )
        })
    }

    /// That the text held is older than the law, and has no such place, for readers, in
    /// Chinese.
    pub fn not_in_version_in_words(&self) -> Option<String> {
        let date = self.not_in_version?;
        let date = date.map(|date| format!("（{date}）")).unwrap_or_default();
        Some(format!(
            "本库所收文本{date}没有这一条款，该法此后又经修改，不能确定有没有"
        ))
    }

    /// Whether what is told to be in force stands in a text that a newer one took the place
    /// of, which the library does not hold.
    pub fn is_of_older_text(&self) -> bool {
        let status = self.source_status.as_deref();
        self.verdict == Verdict::InForce && status.is_some_and(|status| status.contains(NEWER))
    }

    /// The verdict in words, with how far it reaches: nothing that a library says of a law
    /// is known beyond `known_until`, the newest day of its laws.
    pub fn label(&self, at: Date, known_until: Option<Date>) -> String {
        let label = self.verdict.label();
        if let Some(reference) = self.reference.filter(|_| self.verdict == Verdict::Held) {
            return format!("{label}，{}", reference.label());
        }
        if self.is_of_older_text() {
            return format!("{NEWER}，以下为此前文本的条文");
        }
        match known_until.filter(|until| self.verdict == Verdict::InForce && *until < at) {
            Some(until) => format!("{label}（据本库，截至 {until}）"),
            None => label.to_owned(),
        }
    }

    /// The same in few words, for a place without room.
    pub fn short_label(&self, at: Date, known_until: Option<Date>) -> &'static str {
        if self.is_of_older_text() {
            return NEWER;
        }
        match known_until.is_some_and(|until| until < at) && self.verdict == Verdict::InForce {
            true => "据本库有效",
            false => self.verdict.label(),
        }
    }

    /// What the act in [`changed_by`](Self::changed_by) has to do with the verdict, for
    /// readers, in Chinese.
    pub fn change_in_words(&self) -> Option<String> {
        let ChangedBy {
            title,
            date,
            certain,
            ..
        } = self.changed_by.as_ref()?;
        // A law that was made anew is its own act.
        let act = match self.title.as_ref() == Some(title) {
            true => format!("{date} 的新文本"),
            false => format!("《{title}》（{date}）"),
        };
        Some(match (self.verdict, certain) {
            (Verdict::DeletedArticle, _) => format!("由{act}删去"),
            (Verdict::NoSuchArticle, _) => format!("由{act}增设，在此之前没有"),
            (Verdict::OutOfCoverage, true) => format!("该日的文本本库没有；见{act}"),
            (Verdict::OutOfCoverage, false) => {
                format!("该日的文本本库没有：该法经{act}修改，此条是否改动不能确定")
            }
            _ => format!("经{act}修改"),
        })
    }
}
