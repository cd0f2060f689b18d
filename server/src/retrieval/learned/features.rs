//! What is known of an article for a question, as numbers: the features that learned
//! ranking weighs and an answer can explain.
//!
//! Every feature is a fact of the library and the question; none comes from a label.

use leian_corpus::DocumentKind;
use serde::Serialize;

/// A feature of an article for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(usize)]
pub enum Feature {
    /// BM25 as a share of the best.
    WordsShare,
    /// Place by words, from 1; [`NOT_FOUND`] when not in the list.
    WordsPlace,
    /// BM25 itself.
    WordsScore,
    /// How far the cosine lies below the best.
    MeaningGap,
    /// Place by cosine among the candidates, from 1.
    MeaningPlace,
    /// Cosine, in standard deviations of the candidates above their mean.
    Meaning,
    /// As `MeaningGap`, by the query vector tuned for statutes.
    TunedGap,
    /// As `MeaningPlace`, tuned.
    TunedPlace,
    /// As `Meaning`, tuned.
    Tuned,
    /// Cases that cite its law, ln(1 + n).
    LawByCases,
    /// Entries of other statutes that cite its law, ln(1 + n).
    LawByStatutes,
    /// Cases that cite it, ln(1 + n).
    ArticleByCases,
    /// Entries of other statutes that cite it, ln(1 + n).
    ArticleByStatutes,
    /// Rank of its kind, 0 for the constitution; see [`kind_rank`].
    Kind,
    /// Words of the article, ln(1 + n).
    Length,
    /// How many of the first [`NEIGHBOURHOOD`] by words are of its law.
    LawAmongWords,
    /// The same by cosine.
    LawAmongMeaning,
    /// The same by tuned cosine.
    LawAmongTuned,
    /// Similar cases that cite it, nearer ones more.
    CitedBySimilar,
    /// Similar cases that cite its law, nearer ones more.
    LawCitedBySimilar,
    /// Share of its law's title that the question has, by pairs of characters.
    Title,
    /// Characters of the question, ln(1 + n).
    QuestionLength,
    /// Best tuned cosine among its neighbours in the law, as `Tuned`.
    Neighbours,
    /// Best cosine of all candidates.
    BestMeaning,
    /// Best BM25 of all candidates, divided by the characters of the question.
    BestWords,
    /// How much the candidates that stand first cite it, nearer ones more.
    CitedByNear,
    /// How much it cites the candidates that stand first, nearer ones more.
    CitesNear,
}

/// Number of features.
pub const FEATURES: usize = Feature::ALL.len();

/// The place of what is not in a list.
pub const NOT_FOUND: f32 = 1_000.0;

/// So many of the first of a list are counted by law.
pub const NEIGHBOURHOOD: usize = 50;

impl Feature {
    /// All, in the order of a row.
    pub const ALL: [Self; 27] = [
        Self::WordsShare,
        Self::WordsPlace,
        Self::WordsScore,
        Self::MeaningGap,
        Self::MeaningPlace,
        Self::Meaning,
        Self::TunedGap,
        Self::TunedPlace,
        Self::Tuned,
        Self::LawByCases,
        Self::LawByStatutes,
        Self::ArticleByCases,
        Self::ArticleByStatutes,
        Self::Kind,
        Self::Length,
        Self::LawAmongWords,
        Self::LawAmongMeaning,
        Self::LawAmongTuned,
        Self::CitedBySimilar,
        Self::LawCitedBySimilar,
        Self::Title,
        Self::QuestionLength,
        Self::Neighbours,
        Self::BestMeaning,
        Self::BestWords,
        Self::CitedByNear,
        Self::CitesNear,
    ];

    /// Stable name, used in the file of weights.
    pub fn code(self) -> &'static str {
        match self {
            Self::WordsShare => "words_share",
            Self::WordsPlace => "words_place",
            Self::WordsScore => "words_score",
            Self::MeaningGap => "meaning_gap",
            Self::MeaningPlace => "meaning_place",
            Self::Meaning => "meaning",
            Self::TunedGap => "tuned_gap",
            Self::TunedPlace => "tuned_place",
            Self::Tuned => "tuned",
            Self::LawByCases => "law_by_cases",
            Self::LawByStatutes => "law_by_statutes",
            Self::ArticleByCases => "article_by_cases",
            Self::ArticleByStatutes => "article_by_statutes",
            Self::Kind => "kind",
            Self::Length => "length",
            Self::LawAmongWords => "law_among_words",
            Self::LawAmongMeaning => "law_among_meaning",
            Self::LawAmongTuned => "law_among_tuned",
            Self::CitedBySimilar => "cited_by_similar",
            Self::LawCitedBySimilar => "law_cited_by_similar",
            Self::Title => "title",
            Self::QuestionLength => "question_length",
            Self::Neighbours => "neighbours",
            Self::BestMeaning => "best_meaning",
            Self::BestWords => "best_words",
            Self::CitedByNear => "cited_by_near",
            Self::CitesNear => "cites_near",
        }
    }

    /// What an answer tells the reader that it belongs to.
    pub fn ground(self) -> RankGround {
        match self {
            Self::WordsShare | Self::WordsPlace | Self::WordsScore | Self::BestWords => {
                RankGround::Words
            }
            Self::MeaningGap | Self::MeaningPlace | Self::Meaning | Self::BestMeaning => {
                RankGround::Meaning
            }
            Self::TunedGap | Self::TunedPlace | Self::Tuned | Self::Neighbours => {
                RankGround::TunedMeaning
            }
            Self::LawByCases
            | Self::LawByStatutes
            | Self::ArticleByCases
            | Self::ArticleByStatutes
            | Self::CitedByNear
            | Self::CitesNear => RankGround::Cited,
            Self::CitedBySimilar | Self::LawCitedBySimilar => RankGround::SimilarCases,
            Self::LawAmongWords | Self::LawAmongMeaning | Self::LawAmongTuned | Self::Title => {
                RankGround::Law
            }
            Self::Kind | Self::Length | Self::QuestionLength => RankGround::Form,
        }
    }
}

/// Features that say one thing to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RankGround {
    /// Words in common.
    Words,
    /// Near in meaning.
    Meaning,
    /// Near in meaning, as questions and statutes go.
    TunedMeaning,
    /// How often cases and other statutes cite it or its law.
    Cited,
    /// Cases like the question cite it.
    SimilarCases,
    /// Its law as a whole fits the question.
    Law,
    /// Kind of law and length.
    Form,
}

impl RankGround {
    /// All, in the order of an explanation.
    pub const ALL: [Self; 7] = [
        Self::Words,
        Self::Meaning,
        Self::TunedMeaning,
        Self::Law,
        Self::SimilarCases,
        Self::Cited,
        Self::Form,
    ];

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Words => "字词相合",
            Self::Meaning => "意思相近",
            Self::TunedMeaning => "问题与法条的对应",
            Self::Cited => "被引用的多少",
            Self::SimilarCases => "相似案例引用",
            Self::Law => "所属法律相合",
            Self::Form => "法律位阶与条文长短",
        }
    }
}

/// Kinds of law in the order of their rank; the constitution 0, local rules and other
/// texts last.
pub fn kind_rank(kind: DocumentKind) -> f32 {
    match kind {
        DocumentKind::Constitution => 0.0,
        DocumentKind::Law => 1.0,
        DocumentKind::JudicialInterpretation => 2.0,
        DocumentKind::AdministrativeRegulation | DocumentKind::SupervisionRegulation => 3.0,
        DocumentKind::DepartmentalRule => 4.0,
        _ => 5.0,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn features_stand_at_their_place_and_have_names_of_their_own() {
        for (place, feature) in Feature::ALL.into_iter().enumerate() {
            assert_eq!(feature as usize, place, "{feature:?}");
        }
        let codes: HashSet<_> = Feature::ALL.iter().map(|feature| feature.code()).collect();
        assert_eq!(codes.len(), FEATURES);
    }
}
