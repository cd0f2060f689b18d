//! The status (时效) of a text of a law on a day.

/// Whether a text applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LawStatus {
    /// 尚未生效
    NotYetInForce,
    /// 现行有效
    InForce,
    /// 已修改: a later text or act took its place, wholly or in part.
    Amended,
    /// 已废止
    Repealed,
}

impl LawStatus {
    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotYetInForce => "not_yet_in_force",
            Self::InForce => "in_force",
            Self::Amended => "amended",
            Self::Repealed => "repealed",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotYetInForce => "尚未生效",
            Self::InForce => "现行有效",
            Self::Amended => "已修改",
            Self::Repealed => "已废止",
        }
    }
}
