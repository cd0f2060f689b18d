//! Two wordings of an article side by side, character by character.

use similar::{ChangeTag, TextDiff};

/// Longest wording that is compared by characters; longer ones by lines.
const MAX_CHARS: usize = 20_000;

/// Equal runs between two changes that are shorter than this are read as changed too:
/// single characters that stayed by chance only tear a change into pieces.
const SHORTEST_EQUAL: usize = 2;

/// A run of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffRun {
    /// In both.
    Same(String),
    /// In the earlier wording alone.
    Removed(String),
    /// In the later wording alone.
    Added(String),
}

/// The difference between two wordings. The runs that are not [`DiffRun::Added`] make
/// up the earlier one, those that are not [`DiffRun::Removed`] the later one.
pub fn diff(earlier: &str, later: &str) -> Vec<DiffRun> {
    let by_lines = earlier.chars().count().max(later.chars().count()) > MAX_CHARS;
    let difference = match by_lines {
        true => TextDiff::from_lines(earlier, later),
        false => TextDiff::from_chars(earlier, later),
    };
    let mut runs = Runs::default();
    for change in difference.iter_all_changes() {
        runs.push(change.tag(), change.value());
    }
    runs.finish()
}

/// Runs in the making: a change gathers what was removed and what was added.
#[derive(Default)]
struct Runs {
    done: Vec<DiffRun>,
    removed: String,
    added: String,
    /// Equal characters behind an open change.
    equal: String,
}

impl Runs {
    fn push(&mut self, tag: ChangeTag, text: &str) {
        if tag == ChangeTag::Equal {
            self.equal.push_str(text);
            return;
        }
        if self.is_open() && self.equal.chars().count() < SHORTEST_EQUAL {
            let equal = std::mem::take(&mut self.equal);
            self.removed.push_str(&equal);
            self.added.push_str(&equal);
        } else {
            self.close();
        }
        match tag {
            ChangeTag::Delete => self.removed.push_str(text),
            ChangeTag::Insert | ChangeTag::Equal => self.added.push_str(text),
        }
    }

    fn is_open(&self) -> bool {
        !self.removed.is_empty() || !self.added.is_empty()
    }

    fn close(&mut self) {
        for (run, text) in [
            (DiffRun::Removed as fn(String) -> DiffRun, &mut self.removed),
            (DiffRun::Added, &mut self.added),
            (DiffRun::Same, &mut self.equal),
        ] {
            if !text.is_empty() {
                self.done.push(run(std::mem::take(text)));
            }
        }
    }

    fn finish(mut self) -> Vec<DiffRun> {
        self.close();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn changed_words_stand_beside_one_another() {
        let runs = diff("应当在十日内作出决定。", "应当在五日内书面作出决定。");
        assert_eq!(
            runs,
            [
                DiffRun::Same("应当在".into()),
                DiffRun::Removed("十".into()),
                DiffRun::Added("五".into()),
                DiffRun::Same("日内".into()),
                DiffRun::Added("书面".into()),
                DiffRun::Same("作出决定。".into()),
            ]
        );
        assert_eq!(diff("甲", "甲"), [DiffRun::Same("甲".into())]);
    }

    proptest! {
        #[test]
        fn both_wordings_can_be_put_together_again(
            earlier in "[甲乙丙丁，。\n]{0,40}",
            later in "[甲乙丙丁，。\n]{0,40}",
        ) {
            let (mut one, mut other) = (String::new(), String::new());
            for run in diff(&earlier, &later) {
                match run {
                    DiffRun::Same(text) => { one.push_str(&text); other.push_str(&text); }
                    DiffRun::Removed(text) => one.push_str(&text),
                    DiffRun::Added(text) => other.push_str(&text),
                }
            }
            prop_assert_eq!((one, other), (earlier, later));
        }
    }
}
