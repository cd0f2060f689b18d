//! Who is convicted of what and sentenced to what (主文), from the disposition.
//!
//! Dispositions are formulas: 被告人甲犯盗窃罪，判处有期徒刑一年，缓刑二年，并处罚金
//! 人民币二千元. An appeal or retrial names what it revokes (撤销…，即…) and what it
//! keeps (维持…) in the same words, so items that revoke are left out first; and an
//! earlier sentence that is combined with the new one (与前罪…并罚，决定执行…) only
//! counts through the combined term.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::money::Money;
use super::plain::Plain;
use super::sentence::{Sentence, SentenceKind};

static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[。；;：:\n])\s*(?<item>(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})、)")
});

/// 犯 and what may follow it as a charge. 犯罪 and 侵犯 are parts of charges; that a
/// charge ends at this 罪 is seen from what follows.
static CHARGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"犯(?<charge>(?:侵犯|[^，,。；;：:犯\n]){1,24}?(?:犯罪(?:侵犯|[^，,。；;：:犯\n]){0,16}?)*?罪)(?<next>[，,。；;、：:\n]|判|免|单处|处|被|$)",
    )
});

/// A second charge in a list: 犯盗窃罪、诈骗罪.
static NEXT_CHARGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[、和](?<charge>[^，,。；;：:、\n]{1,20}罪)(?:[，,。；;、：:\n]|判|免|单处|处|$)")
});

/// Words before a defendant's name.
static SUBJECT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:被告人|被告单位|上诉人|被告|罪犯)"));

/// Opens an earlier sentence that is combined with this one.
static EARLIER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:与|连同|同|和)(?:其)?(?:前|原|已|另|[^，,。；;]{0,40}(?:判决|判处|所判))|总和刑期|合并前罪|数罪并罚|实行并罚|撤销",
    )
});

/// Opens the combined sentence.
static COMBINED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:决定|合并|总共|共计|并罚|应)(?:合并)?(?:执行|判处)"));

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// What a judgment decides on one defendant (被告人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defendant {
    /// As the disposition writes it, without what it has in brackets.
    pub name: String,
    /// Whether the text hides the name (李某, 张X, 王＊＊).
    pub hidden: bool,
    /// Each charge with its own sentence, in the order of the text.
    pub convictions: Vec<Conviction>,
    /// What is to be executed: the combined sentence where there is one.
    pub total: Sentence,
    /// Bytes of the disposition from the first to the last thing said about it.
    pub byte_range: Range<usize>,
}

/// One charge (罪名) of which a defendant is convicted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conviction {
    /// As written, with 罪: 贩卖毒品罪.
    pub charge: String,
    /// What is imposed for it alone.
    pub sentence: Sentence,
    /// Bytes of the disposition that say so.
    pub byte_range: Range<usize>,
}

/// The defendants in the order of the disposition, each once.
pub(super) fn defendants(disposition: &str) -> Vec<Defendant> {
    let plain = Plain::of(disposition);
    let mut reader = Reader {
        plain: &plain,
        found: Vec::new(),
        current: Vec::new(),
    };
    for item in items(&plain.text) {
        reader.item(item);
    }
    reader.found.into_iter().map(Draft::finish).collect()
}

/// The numbered items, or the whole text; what an item revokes is left out.
fn items(text: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = ITEM
        .captures_iter(text)
        .filter_map(|found| Some(found.name("item")?.start()))
        .collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| start + revoked(&text[start..end])..end)
        .collect()
}

/// Bytes at the beginning of an item that name what is revoked. 撤销…，即… recites
/// the revoked sentence, sometimes over several clauses, so all of it goes.
fn revoked(item: &str) -> usize {
    let body = item.find('、').map_or(0, |at| at + '、'.len_utf8());
    let body = if item[..body].chars().count() <= 4 {
        body
    } else {
        0
    };
    if !item[body..].starts_with("撤销") {
        return 0;
    }
    if item.contains("，即") || item.contains("即：") || item.contains("；即") {
        return item.len();
    }
    item.find(['；', ';', '。'])
        .map_or(item.len(), |at| at + '；'.len_utf8())
        .min(item.len())
}

/// A defendant while the text is read.
struct Draft {
    name: String,
    convictions: Vec<Conviction>,
    combined: Option<Sentence>,
    byte_range: Range<usize>,
}

impl Draft {
    fn finish(self) -> Defendant {
        let total = total(&self.convictions, self.combined);
        Defendant {
            hidden: is_hidden(&self.name),
            name: self.name,
            convictions: self.convictions,
            total,
            byte_range: self.byte_range,
        }
    }
}

/// The combined sentence; what it leaves open (a fine, a probation) comes from the
/// sentences it combines. Without one, the longest term and the sum of the fines.
fn total(convictions: &[Conviction], combined: Option<Sentence>) -> Sentence {
    let each = || convictions.iter().map(|conviction| &conviction.sentence);
    let fines = each()
        .filter_map(|sentence| sentence.fine)
        .reduce(Money::saturating_add);
    let longest = each()
        .filter(|sentence| sentence.kind.is_some())
        .max_by_key(|sentence| (sentence.kind, sentence.term));
    let mut total = combined.or_else(|| longest.cloned()).unwrap_or_default();
    if let Some(longest) = longest {
        if total.kind.is_none() {
            (total.kind, total.term) = (longest.kind, longest.term);
        }
        total.probation = total.probation.or(longest.probation);
    }
    if !total.fine_is_combined {
        total.fine = fines;
    }
    if total.kind.is_none() && total.fine.is_some() {
        total.kind = Some(SentenceKind::FineOnly);
    }
    total
}

/// Whether a name is one that the publisher has hidden.
fn is_hidden(name: &str) -> bool {
    name.chars()
        .any(|c| matches!(c, '某' | '×' | 'x' | 'X' | '＊' | '*' | '□' | 'Ｘ'))
}

struct Reader<'p> {
    plain: &'p Plain,
    found: Vec<Draft>,
    /// Places in `found` of whom the text speaks.
    current: Vec<usize>,
}

/// A charge in an item: where its clause, its 犯 and its last character stand.
struct Mention {
    /// Names in the clause before 犯; empty when the clause has none.
    names: Vec<String>,
    start: usize,
    charge_end: usize,
    charges: Vec<String>,
}

impl Reader<'_> {
    fn item(&mut self, item: Range<usize>) {
        let mentions = self.mentions(item.clone());
        for (place, mention) in mentions.iter().enumerate() {
            let end = mentions.get(place + 1).map_or(item.end, |next| next.start);
            self.take(mention, end);
        }
    }

    fn mentions(&self, item: Range<usize>) -> Vec<Mention> {
        let text = &self.plain.text;
        let mut mentions = Vec::new();
        let mut at = item.start;
        while let Some(found) = CHARGE.captures(&text[at..item.end]) {
            let (Some(whole), Some(charge)) = (found.get(0), found.name("charge")) else {
                break;
            };
            let start = at + whole.start();
            let charge_end = at + charge.end();
            if let Some(mention) = mention(text, item.start, start, charge_end, item.end) {
                at = mention.charge_end;
                mentions.push(mention);
            } else {
                at = charge_end;
            }
        }
        mentions
    }

    fn take(&mut self, mention: &Mention, end: usize) {
        let text = &self.plain.text[mention.charge_end..end];
        let combined_at = COMBINED.find_iter(text).last();
        let earlier_at = EARLIER.find(text).map(|found| found.start());
        let own_end = [earlier_at, combined_at.map(|found| found.start())]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(text.len());
        let own = Sentence::read(&text[..own_end]);
        let joint = mention.charges.len() > 1;
        let combined = match combined_at {
            Some(found) => Some(Sentence::read_combined(&text[found.end()..])),
            None if joint => Some(Sentence::read_combined(&text[..own_end])),
            None => None,
        };
        let byte_range = self.plain.source_range(mention.start..end);
        self.speak_of(&mention.names, &byte_range);
        for &place in &self.current {
            let draft = &mut self.found[place];
            draft.byte_range.start = draft.byte_range.start.min(byte_range.start);
            draft.byte_range.end = draft.byte_range.end.max(byte_range.end);
            for charge in &mention.charges {
                draft.convictions.push(Conviction {
                    charge: charge.clone(),
                    // Of 犯盗窃罪、诈骗罪，判处… the sentence is that of both together.
                    sentence: if joint {
                        Sentence::default()
                    } else {
                        own.clone()
                    },
                    byte_range: byte_range.clone(),
                });
            }
            if let Some(combined) = combined.clone().filter(|sentence| !sentence.is_empty()) {
                draft.combined = Some(combined);
            }
        }
    }

    /// Makes `names` those whom the text speaks of; without names it goes on with
    /// the same ones.
    fn speak_of(&mut self, names: &[String], byte_range: &Range<usize>) {
        if names.is_empty() && !self.current.is_empty() {
            return;
        }
        let nameless = [String::new()];
        let names = if names.is_empty() { &nameless } else { names };
        self.current = names
            .iter()
            .map(|name| {
                let known = self.found.iter().position(|draft| draft.name == *name);
                known.unwrap_or_else(|| {
                    self.found.push(Draft {
                        name: name.clone(),
                        convictions: Vec::new(),
                        combined: None,
                        byte_range: byte_range.clone(),
                    });
                    self.found.len() - 1
                })
            })
            .collect();
    }
}

/// The mention whose 犯 stands at `verb`; `None` where the clause tells of an earlier
/// judgment.
fn mention(text: &str, from: usize, verb: usize, charge_end: usize, to: usize) -> Option<Mention> {
    let clause_start = text[from..verb]
        .rfind(['，', ',', '。', '；', ';', '：', ':', '\n'])
        .map_or(from, |at| {
            from + at + text[from + at..].chars().next().map_or(1, char::len_utf8)
        });
    let clause = &text[clause_start..verb];
    let told_of_before = ["与", "连同", "同", "和", "将", "合并", "并与", "撤销"]
        .iter()
        .any(|word| clause.starts_with(word))
        || clause.contains("前罪")
        || (clause.contains("判决") && !clause.contains("维持"));
    if told_of_before {
        return None;
    }
    let subject = SUBJECT.find_iter(clause).collect::<Vec<_>>();
    let names = match subject.first() {
        Some(first) => names(&clause[first.end()..]),
        None => bare_name(clause),
    };
    let start = subject
        .first()
        .map_or(verb, |first| clause_start + first.start());
    let mut charges = vec![text[verb + '犯'.len_utf8()..charge_end].to_owned()];
    let mut end = charge_end;
    while let Some(charge) = NEXT_CHARGE
        .captures(&text[end..to])
        .and_then(|found| found.name("charge"))
    {
        charges.push(charge.as_str().trim_start_matches('犯').to_owned());
        end += charge.end();
    }
    Some(Mention {
        names,
        start,
        charge_end: end,
        charges,
    })
}

/// 甲、被告人乙 as two names.
fn names(text: &str) -> Vec<String> {
    let text = SUBJECT.replace_all(text, "、");
    text.split(['、', '和', '及'])
        .map(|name| name.trim_end_matches(['均', '共', '同']).trim())
        .filter(|name| !name.is_empty() && name.chars().count() <= 30)
        .map(str::to_owned)
        .collect()
}

/// A name without 被告人 before it, when the clause is nothing else.
fn bare_name(clause: &str) -> Vec<String> {
    let name = clause.rsplit('、').next().unwrap_or(clause);
    let plausible = (2..=4).contains(&name.chars().count()) && !name.contains(['又', '还', '再']);
    if plausible {
        vec![name.to_owned()]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
#[path = "disposition_tests.rs"]
mod tests;
