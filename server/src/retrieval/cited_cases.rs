//! Guiding cases that a text cites by number: each of a range is looked up, and a number
//! whose issuer the text does not say is left open, with the cases that it can be.

use leian_corpus::citation::{CitationMention, Doubt, Reason, Resolution, Verdict, grouped, worst};
use leian_corpus::guiding::{self, Batch};

use super::citations::Looked;
use super::error::Result;

/// What the cases of a mention came to; `case` looks one number up.
pub(super) fn check(
    mention: &CitationMention,
    case: &mut dyn FnMut(&str) -> Result<Looked>,
) -> Result<Looked> {
    if mention.doubt == Some(Doubt::Unreadable) {
        return Ok(open(Reason::Unreadable));
    }
    if mention.falls() {
        return Ok(open(Reason::Falls));
    }
    let candidates = mention.case_candidates();
    if !candidates.is_empty() {
        return whose(&candidates, case);
    }
    all_of(&mention.case_numbers(), case)
}

/// Cases, or those of the batches among the numbers.
fn all_of(numbers: &[String], case: &mut dyn FnMut(&str) -> Result<Looked>) -> Result<Looked> {
    if let [number] = numbers {
        let batch = of_batch(number);
        return match (batch.first(), batch.last()) {
            (Some(first), Some(last)) => {
                let note = format!("这一批为{first}至{last}，共 {} 件", batch.len());
                let (resolution, grounds) = range(&batch, case)?;
                let note = Some(note);
                Ok((Resolution { note, ..resolution }, grounds))
            }
            _ => case(number),
        };
    }
    let cases = numbers.iter().flat_map(|number| match of_batch(number) {
        batch if batch.is_empty() => vec![number.clone()],
        batch => batch,
    });
    range(&cases.collect::<Vec<String>>(), case)
}

/// The numbers of the cases of a batch; none where the number is not that of a batch that
/// the table knows.
fn of_batch(number: &str) -> Vec<String> {
    let mentions = guiding::mentions(number).into_iter();
    let batches = mentions.flat_map(|mention| mention.batches);
    batches.flat_map(Batch::case_numbers).collect()
}

fn open(reason: Reason) -> Looked {
    let resolution = Resolution {
        reason: Some(reason),
        ..Resolution::bare(Verdict::Ambiguous)
    };
    (resolution, Vec::new())
}

fn whose(candidates: &[String], case: &mut dyn FnMut(&str) -> Result<Looked>) -> Result<Looked> {
    let mut named = Vec::new();
    for number in candidates {
        let (resolution, _) = all_of(std::slice::from_ref(number), case)?;
        named.push(match resolution.title {
            Some(title) => format!("{number}（{title}）"),
            None => format!("{number}（本库未收录）"),
        });
    }
    Ok(open(Reason::WhoseCase(named)))
}

/// A range has the title of its first case, and the verdict of the worst.
fn range(numbers: &[String], case: &mut dyn FnMut(&str) -> Result<Looked>) -> Result<Looked> {
    let mut first: Option<Resolution> = None;
    let mut grounds = Vec::new();
    let mut members = Vec::new();
    for number in numbers {
        let (resolution, of_case) = case(number)?;
        members.push((number.as_str(), resolution.verdict));
        grounds.extend(of_case);
        first.get_or_insert(resolution);
    }
    let verdict = worst(members.iter().map(|(_, verdict)| *verdict));
    let first = first.unwrap_or_else(|| Resolution::bare(verdict));
    let members = grouped(&members, |first, last| match last {
        Some(last) => format!("{first}至{last}"),
        None => first.to_owned(),
    });
    let resolution = Resolution {
        verdict,
        members,
        ..first
    };
    Ok((resolution, grounds))
}
