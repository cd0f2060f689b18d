//! The law that a typed name means, and which of its texts: 刑法, 刑八, 民法典侵权责任编,
//! 1979年刑法.

use leian_corpus::citation::{CitationMention, Days, TextMeant, extract_with, text_meant};
use leian_corpus::clock::today;
use leian_corpus::timeline::repealed::{self, RepealedLaw};
use leian_corpus::{ArticleNumber, Date, LawKey, law_names};
use leian_indexer::Snapshot;

use super::error::Result;
use super::timeline::{ArticleOnDay, WordingStatus, article_on_day};

/// The law that a name means, if the library holds it: by its title, by an abbreviation,
/// else as a text would cite it.
///
/// # Errors
/// The index's own.
pub fn law_named(snapshot: &Snapshot, name: &str) -> Result<Option<LawKey>> {
    let known = [LawKey::of(name)]
        .into_iter()
        .chain(law_names::resolve(name))
        .find(|key| !snapshot.by_law(key).is_empty());
    if known.is_some() {
        return Ok(known);
    }
    let cited = cited_as(snapshot, name, ArticleNumber::new(1))?;
    Ok(cited.and_then(|mention| mention.law))
}

/// An article of the law as a text would cite it by that name, where the library holds it
/// and all of the name is understood.
fn cited_as(
    snapshot: &Snapshot,
    name: &str,
    number: ArticleNumber,
) -> Result<Option<CitationMention>> {
    let name = name.trim();
    let before = "依照";
    let marked = format!("《{}》", name.trim_matches(['《', '》']));
    for written in [marked.as_str(), name] {
        let text = format!("{before}{written}{}", number.chinese());
        let mentions = extract_with(&text, snapshot.titles()?).into_iter();
        let held = |one: &CitationMention| {
            let law = one.law.as_ref();
            law.is_some_and(|key| !snapshot.by_law(key).is_empty())
        };
        let mut cited = mentions.filter(|one| one.article == Some(number) && held(one));
        let whole =
            |one: &CitationMention| one.byte_range.start == before.len() || one.edition.is_some();
        if let Some(mention) = cited.next().filter(whole) {
            return Ok(Some(mention));
        }
    }
    Ok(None)
}

/// The law that a name means, if it is known to be repealed, held or not.
pub fn repealed_law(name: &str) -> Option<&'static RepealedLaw> {
    let named = law_names::resolve(name).into_iter();
    named
        .chain([LawKey::of(name)])
        .find_map(|key| repealed::of(&key))
}

/// Which text of a law its name means, where that says so: 刑法（1997年修订）, 旧刑法,
/// …（试行）.
///
/// # Errors
/// The index's own.
pub fn text_named(
    snapshot: &Snapshot,
    name: &str,
    number: ArticleNumber,
    day: Date,
) -> Result<TextMeant> {
    let Some(mention) = cited_as(snapshot, name, number)? else {
        return Ok(TextMeant::OfTheDay);
    };
    let law = match &mention.law {
        Some(key) => snapshot.known_law(key)?,
        None => None,
    };
    let days = Days {
        at: day,
        today: today(),
    };
    Ok(law.map_or(TextMeant::OfTheDay, |law| text_meant(&mention, &law, days)))
}

/// The day on which an article is read of the text that the name of a law means: the day
/// `asked` for, else today, where the name means no text of its own. A name that means
/// another text than that of the day asked for is told in words, for readers: neither may
/// stand for the other.
///
/// # Errors
/// The index's own.
pub fn day_named(
    snapshot: &Snapshot,
    law: &LawKey,
    name: &str,
    number: ArticleNumber,
    asked: Option<Date>,
) -> Result<std::result::Result<Date, String>> {
    let day = asked.unwrap_or_else(today);
    let meant = match text_named(snapshot, name, number, day)? {
        TextMeant::OfTheDay => return Ok(Ok(day)),
        TextMeant::NotHeld { note, .. } => return Ok(Err(note)),
        TextMeant::Of { day, .. } => day,
    };
    let Some(asked) = asked.filter(|asked| *asked != meant) else {
        return Ok(Ok(meant));
    };
    let text = |day: Date| -> Result<Option<String>> {
        let found = article_on_day(snapshot, law, number, day)?;
        let in_force = |found: &ArticleOnDay| found.wording.status == WordingStatus::InForce;
        Ok(found.filter(in_force).and_then(|found| found.wording.text))
    };
    let same =
        text(asked)?.is_some_and(|text_asked| text(meant).ok().flatten() == Some(text_asked));
    Ok(match same {
        true => Ok(asked),
        false => Err(format!(
            "“{name}”指 {meant} 适用的文本，与所要的日期 {asked} 不符；请去掉名称里的版本，或者不写日期"
        )),
    })
}

/// What to say of a law that the library does not hold, with the titles that come
/// closest.
///
/// # Errors
/// The index's own.
pub fn not_held(snapshot: &Snapshot, name: &str) -> Result<String> {
    let similar = snapshot.similar_titles(name)?;
    let similar: Vec<String> = similar.iter().map(|title| format!("《{title}》")).collect();
    Ok(match similar.is_empty() {
        true => String::new(),
        false => format!("名称相近的有{}", similar.join("、")),
    })
}
