//! How a query was read, so that a reader can see it and correct it.

use std::ops::Range;

use leian_corpus::{DocumentId, EntryId};

use super::understanding::{Addition, Recognised};

/// How the typed text was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// The parts of the text in their order, as read.
    pub parts: Vec<Part>,
    /// What is looked for beside what was typed; each can be taken away.
    pub additions: Vec<Addition>,
    /// What the text names that can be chosen as a filter.
    pub recognised: Vec<Recognised>,
    /// Targets named by number or name, found or not.
    pub jumps: Vec<Jump>,
    /// What the reader should know, in Chinese.
    pub notes: Vec<Note>,
}

/// A piece of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its text, without operator and quotation marks.
    pub text: String,
    /// Where it stands in the text as typed.
    pub byte_range: Range<usize>,
}

/// What a piece of a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// Running words (词语).
    Words,
    /// Words that an explicit operator requires (必含词).
    RequiredWords,
    /// An exact phrase (短语).
    Phrase,
    /// Words or a phrase that must not occur (排除).
    Excluded,
}

impl PartKind {
    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::RequiredWords => "required_words",
            Self::Phrase => "phrase",
            Self::Excluded => "excluded",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Words => "词语",
            Self::RequiredWords => "限定词",
            Self::Phrase => "短语",
            Self::Excluded => "排除",
        }
    }
}

/// A target that the query names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// Readable name: 检例第79号, 刑法 第二百六十四条, 刑法.
    pub name: String,
    /// The entry to read: none for the name of a law alone, or when it is not in
    /// the library.
    pub entry: Option<EntryId>,
    /// The documents: of a law its parts, newest version each; of a case the case;
    /// none when it is not in the library.
    pub documents: Vec<DocumentId>,
}

/// Something a reader should know about the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about, for programs.
    pub kind: NoteKind,
    /// A Chinese sentence for readers.
    pub text: String,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// The text holds nothing that can be searched; nothing was searched.
    NothingToSearch,
    /// A number or law that the library does not hold.
    NotInLibrary,
    /// A named target that the filters exclude.
    OutsideFilter,
    /// A number that several texts have.
    SeveralTexts,
    /// Quotes or parentheses without a partner, operators without a side.
    Syntax,
    /// No model, so words alone were searched.
    NoModel,
    /// Vectors are missing for part of the library.
    PartialVectors,
    /// Only the beginning of a long text was used for meaning.
    LongText,
    /// The list is the nearest entries, not a complete set.
    SemanticTotal,
    /// The page is past the end.
    PastTheEnd,
    /// Nothing that was found is likely to answer the query.
    NothingFits,
    /// How far the list is in the order asked for.
    Sorted,
}

impl NoteKind {
    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::NothingToSearch => "nothing_to_search",
            Self::NotInLibrary => "not_in_library",
            Self::OutsideFilter => "outside_filter",
            Self::SeveralTexts => "several_texts",
            Self::Syntax => "syntax",
            Self::NoModel => "no_model",
            Self::PartialVectors => "partial_vectors",
            Self::LongText => "long_text",
            Self::SemanticTotal => "semantic_total",
            Self::PastTheEnd => "past_the_end",
            Self::NothingFits => "nothing_fits",
            Self::Sorted => "sorted",
        }
    }
}

impl Note {
    pub(super) fn new(kind: NoteKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
        }
    }
}
