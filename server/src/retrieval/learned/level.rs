//! How sure a hit is, in words: levels over likelihoods.

/// How likely a hit answers the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Below one in twenty.
    Weak,
    /// One in twenty or more.
    Possible,
    /// One in five or more.
    Likely,
    /// As likely as not, or more.
    VeryLikely,
}

impl Level {
    /// The level of a likelihood.
    pub fn of(likelihood: f64) -> Self {
        match likelihood {
            p if p >= 0.5 => Self::VeryLikely,
            p if p >= 0.2 => Self::Likely,
            p if p >= 0.05 => Self::Possible,
            _ => Self::Weak,
        }
    }

    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::VeryLikely => "very_likely",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Weak => "相关性弱",
            Self::Possible => "供参考",
            Self::Likely => "可能相关",
            Self::VeryLikely => "很可能相关",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_rise_with_the_likelihood() {
        let levels = [0.0, 0.049, 0.05, 0.2, 0.49, 0.5, 1.0].map(Level::of);
        assert!(levels.is_sorted());
        assert_eq!(levels[0], Level::Weak);
        assert_eq!(levels[6], Level::VeryLikely);
        assert_eq!(Level::of(f64::NAN), Level::Weak);
    }
}
