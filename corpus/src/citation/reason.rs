//! Why a verdict is what it is, where the verdict alone does not say.

/// What else is to be said of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The number cannot be read.
    Unreadable,
    /// 第十五至十二条
    Falls,
    /// 第3号指导性案例: whose case it is, is not said; the cases that it can be.
    WhoseCase(Vec<String>),
    /// The law has no such 编, 章 or 节.
    NoDivision,
    /// It has more than one: 刑法第五章.
    SeveralDivisions,
    /// The library holds no headings of the law.
    DivisionNotChecked,
    /// The article stands in another part of the law than the one named.
    ElsewhereInLaw,
    /// 目 are not told apart in the texts held.
    PointNotChecked,
}

impl Reason {
    /// As programs read it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Falls => "falling_range",
            Self::WhoseCase(_) => "whose_case",
            Self::NoDivision => "no_such_division",
            Self::SeveralDivisions => "several_divisions",
            Self::DivisionNotChecked => "division_not_checked",
            Self::ElsewhereInLaw => "elsewhere_in_law",
            Self::PointNotChecked => "point_not_checked",
        }
    }

    /// As people read it.
    pub fn in_words(&self) -> String {
        match self {
            Self::Unreadable => "此处的编号无法识别，请对照原件".to_owned(),
            Self::Falls => "起止序号颠倒，文中所写有误".to_owned(),
            Self::WhoseCase(cases) => {
                format!("没有写明是哪一机关的案例，可能是{}", cases.join("或者"))
            }
            Self::NoDivision => "该法没有这一编、章、节".to_owned(),
            Self::SeveralDivisions => "该法不止一处有这一编、章、节，没有写明是哪一处".to_owned(),
            Self::DivisionNotChecked => "本库没有该法的编章目录，编、章、节未核验".to_owned(),
            Self::ElsewhereInLaw => "该条不在所写的编、章、节".to_owned(),
            Self::PointNotChecked => "目未核验".to_owned(),
        }
    }
}
