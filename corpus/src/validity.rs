//! What a source says of the validity of a text, in whatever words: the one place that
//! reads them.

/// What the source says of the validity of a statute (效力).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Validity {
    /// 现行有效
    InForce,
    /// 已修改
    Amended,
    /// 已废止、失效
    Repealed,
    /// The source says nothing, or that the text does not apply yet.
    Unstated,
}

impl Validity {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 4] = [Self::InForce, Self::Amended, Self::Repealed, Self::Unstated];

    /// Reads what a source says.
    pub fn of_status(status: Option<&str>) -> Self {
        let status = status.unwrap_or_default();
        let has = |words: &[&str]| words.iter().any(|word| status.contains(word));
        if has(&["尚未", "未生效", "未施行"]) {
            Self::Unstated
        } else if has(&["废止", "失效", "无效"]) {
            Self::Repealed
        } else if has(&["修改", "修订", "修正"]) {
            Self::Amended
        } else if has(&["有效", "现行"]) {
            Self::InForce
        } else {
            Self::Unstated
        }
    }

    /// Stable code, used in JSON, filters and the index.
    pub fn code(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Amended => "amended",
            Self::Repealed => "repealed",
            Self::Unstated => "unstated",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::InForce => "现行有效",
            Self::Amended => "已修改",
            Self::Repealed => "已废止",
            Self::Unstated => "来源未标明",
        }
    }

    /// The one with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_sources_are_read() {
        for (status, expected) in [
            (Some("现行有效"), Validity::InForce),
            (Some("有效"), Validity::InForce),
            (Some("已被修改"), Validity::Amended),
            (Some("已修正"), Validity::Amended),
            (Some("已废止"), Validity::Repealed),
            (Some("失效"), Validity::Repealed),
            (Some("尚未生效"), Validity::Unstated),
            (None, Validity::Unstated),
        ] {
            assert_eq!(Validity::of_status(status), expected, "{status:?}");
        }
    }
}
