//! Citations: mentions of articles, of laws and of cases in a text, and what they come
//! to by what a library knows.
//!
//! Reading order: [`extract()`] (mentions with their places), [`resolve()`] (mention → [`Resolution`]), then what they
//! are made of. Asking a library is not done here.

mod extract;
mod mention;
mod quoted_titles;
mod reading;
mod unread;

mod division;
mod division_tokens;
mod members;
mod numbered;
mod other_lands;
mod reason;
mod resolve;
mod shared_names;
mod text_meant;
mod verdict;

mod align;
mod compare;
mod words;

mod bare_names;
mod boundary;
mod candidates;
mod clause_of_time;
mod edition;
mod marked_names;
mod name_words;
mod names;
mod nested;
mod titles;

mod gaps;
mod issuers;
mod lost_numbers;
mod quotations;
mod quote;
mod quoted;

mod case_number;
mod guiding;
mod numbers;
mod parts;
mod pieces;
mod relative;
mod short_forms;
mod stand_in;
mod tokens;

pub use candidates::MOST_CANDIDATES;
pub use compare::{Change, Comparison, compare};
pub use extract::{CitationMention, extract, extract_with};
pub use members::{Members, grouped, worst};
pub use mention::{DivisionStep, Doubt};
pub use quotations::{are_listed, quote_of_case, quoted_of_earlier, resolve_in};
pub use reason::Reason;
pub use resolve::{Days, part_of, resolve};
pub use text_meant::{TextMeant, text_meant};
pub use titles::Titles;
pub use verdict::{ChangedBy, Existing, QuoteVerdict, Reference, Repeal, Resolution, Verdict};

pub use crate::timeline::{KnownLaw, repealed};

/// A text in which most kinds of citations stand.
const OF_EACH_KIND: &str = "根据2015年修正的《甲法》（以下简称甲法）第一条之一第二款第（三）项、\
    乙法解释第二条规定：“甲乙丙丁戊，己庚辛壬癸”，法释〔2000〕1号及其实施条例第三章，\
    附件一第二条，检例第1号，(2000)甲刑终1号。";

/// Makes the patterns and tables that citations are read with, which are made once in a
/// process: a thread beside other work spares the first text the wait for them.
pub fn prepare() {
    // Whatever a mention comes to, its law and the words around it were looked at.
    let mentions = extract_with(OF_EACH_KIND, &Titles::default());
    for mention in &mentions {
        quote::candidates(OF_EACH_KIND, &mention.byte_range, 0);
    }
    std::hint::black_box((crate::law_names::all(), crate::short_names::unique().len()));
}

#[cfg(test)]
mod forms_sweep_tests;
#[cfg(test)]
mod forms_tests;
#[cfg(test)]
mod own_titles_tests;
#[cfg(test)]
mod quotations_sweep_tests;
#[cfg(test)]
mod quotations_tests;
#[cfg(test)]
mod windows_tests;
