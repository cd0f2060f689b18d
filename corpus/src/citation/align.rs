//! Two runs of words set against each other: all of one in some piece of the other, or
//! as much of it as agrees from its beginning.

use std::ops::Range;

/// Most cells of a table; longer texts are not aligned.
const MAX_CELLS: usize = 16_000_000;

/// Words that are in one alone cost this each.
const OTHER: i32 = 16;

/// Words left out of a quotation cost this once, and one more each: a whole sentence may
/// be missing.
const LEAVING_OUT: i32 = 28;

/// What a word is worth that agrees, where an alignment may end anywhere.
const AGREES: i32 = 12;

/// A run of an alignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    /// So many words agree.
    Same(usize),
    /// Words of the first text stand against words of the second; one may be empty.
    Other(Range<usize>, Range<usize>),
}

/// Words of one text against words of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alignment {
    /// The words of the first.
    pub first: Range<usize>,
    /// The words of the second.
    pub second: Range<usize>,
    /// In order.
    pub runs: Vec<Run>,
}

impl Alignment {
    /// How many words agree.
    pub fn same(&self) -> usize {
        let same = self.runs.iter().map(|run| match run {
            Run::Same(count) => *count,
            Run::Other(..) => 0,
        });
        same.sum()
    }

    /// Most words in a row that agree.
    pub fn longest(&self) -> usize {
        let same = self.runs.iter().filter_map(|run| match run {
            Run::Same(count) => Some(*count),
            Run::Other(..) => None,
        });
        same.max().unwrap_or(0)
    }

    /// The runs that do not agree.
    pub fn others(&self) -> impl Iterator<Item = (&Range<usize>, &Range<usize>)> {
        self.runs.iter().filter_map(|run| match run {
            Run::Same(_) => None,
            Run::Other(first, second) => Some((first, second)),
        })
    }
}

/// All of `first` against the piece of `second` that it is nearest to. `None` when they
/// are too long.
pub(super) fn whole(first: &[char], second: &[char]) -> Option<Alignment> {
    if first == second && !first.is_empty() {
        return Some(Alignment {
            first: 0..first.len(),
            second: 0..second.len(),
            runs: vec![Run::Same(first.len())],
        });
    }
    let table = Table::fill(first, second, 0, usize::MAX)?;
    let row = first.len();
    // The last of equals: what stands nearest to its end.
    let column = (0..=second.len()).max_by_key(|&column| table.score(row, column))?;
    Some(table.back(row, column))
}

/// As much of `first` as agrees with a piece of `second`, from one of its first words
/// (at most `late` words in).
pub(super) fn beginning(first: &[char], second: &[char], late: usize) -> Option<Alignment> {
    let table = Table::fill(first, second, AGREES, late)?;
    let (row, column) = table.best;
    let found = table.back(row, column);
    // What begins with other words began later.
    matches!(found.runs.first(), Some(Run::Same(_))).then_some(found)
}

/// How a cell was reached.
const STOP: u8 = 0;
const BOTH: u8 = 1;
const FIRST_ALONE: u8 = 2;
const SECOND_ALONE: u8 = 3;
/// Set where a run of words of the second text alone goes on.
const GOES_ON: u8 = 4;

struct Table<'a> {
    first: &'a [char],
    second: &'a [char],
    columns: usize,
    steps: Vec<u8>,
    last_row: Vec<i32>,
    best: (usize, usize),
    best_score: i32,
}

impl<'a> Table<'a> {
    /// `agrees` is what a word that agrees is worth; rows after `late` cannot begin anew.
    fn fill(first: &'a [char], second: &'a [char], agrees: i32, late: usize) -> Option<Self> {
        let columns = second.len() + 1;
        let cells = (first.len() + 1).checked_mul(columns)?;
        if cells > MAX_CELLS {
            return None;
        }
        let mut table = Self {
            first,
            second,
            columns,
            steps: vec![STOP; cells],
            last_row: vec![0; columns],
            best: (0, 0),
            best_score: 0,
        };
        let anew = agrees > 0;
        for row in 1..=first.len() {
            let begins = anew && row <= late;
            table.row(row, agrees, begins, anew);
        }
        Some(table)
    }

    fn row(&mut self, row: usize, agrees: i32, begins: bool, local: bool) {
        let far = i32::MIN / 2;
        let mut above_left = self.last_row[0];
        let start = match begins {
            true => 0,
            false => above_left.saturating_sub(OTHER).max(far),
        };
        self.last_row[0] = start;
        self.steps[row * self.columns] = if begins { STOP } else { FIRST_ALONE };
        let mut gap = far;
        for column in 1..self.columns {
            let same = self.first[row - 1] == self.second[column - 1];
            let both = above_left + if same { agrees } else { -OTHER };
            above_left = self.last_row[column];
            let first_alone = above_left - OTHER;
            let opened = self.last_row[column - 1] - LEAVING_OUT;
            let goes_on = gap > opened;
            gap = opened.max(gap - 1);
            let (mut score, mut step) = (both, BOTH);
            if first_alone > score {
                (score, step) = (first_alone, FIRST_ALONE);
            }
            if gap > score {
                (score, step) = (gap, SECOND_ALONE);
            }
            if begins && score <= 0 {
                (score, step) = (0, STOP);
            }
            self.last_row[column] = score;
            let mark = if goes_on { GOES_ON } else { 0 };
            self.steps[row * self.columns + column] = step | mark;
            if local && score > self.best_score {
                self.best_score = score;
                self.best = (row, column);
            }
        }
    }

    fn score(&self, row: usize, column: usize) -> i32 {
        match (row, column) == self.best {
            true if self.best_score > 0 => self.best_score,
            _ => self.last_row[column],
        }
    }

    fn back(&self, mut row: usize, mut column: usize) -> Alignment {
        let end = (row, column);
        let mut steps = Vec::new();
        let mut in_gap = false;
        while row > 0 {
            let cell = self.steps[row * self.columns + column];
            match if in_gap { SECOND_ALONE } else { cell & 3 } {
                STOP => break,
                BOTH => {
                    steps.push(BOTH);
                    (row, column) = (row - 1, column - 1);
                }
                FIRST_ALONE => {
                    steps.push(FIRST_ALONE);
                    row -= 1;
                }
                _ => {
                    in_gap = cell & GOES_ON != 0;
                    steps.push(SECOND_ALONE);
                    column -= 1;
                }
            }
        }
        let runs = self.runs((row, column), steps.iter().rev());
        Alignment {
            first: row..end.0,
            second: column..end.1,
            runs,
        }
    }

    fn runs<'s>(&self, start: (usize, usize), steps: impl Iterator<Item = &'s u8>) -> Vec<Run> {
        let (mut row, mut column) = start;
        let mut runs: Vec<Run> = Vec::new();
        for &step in steps {
            let from = (row, column);
            row += usize::from(step != SECOND_ALONE);
            column += usize::from(step != FIRST_ALONE);
            let same = step == BOTH && self.first[from.0] == self.second[from.1];
            match (runs.last_mut(), same) {
                (Some(Run::Same(count)), true) => *count += 1,
                (Some(Run::Other(first, second)), false) => {
                    (first.end, second.end) = (row, column);
                }
                (_, true) => runs.push(Run::Same(1)),
                (_, false) => runs.push(Run::Other(from.0..row, from.1..column)),
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn all_of_the_first_stands_against_a_piece_of_the_second() {
        let found = whole(&chars("乙丙戊己"), &chars("甲乙丙丁己庚")).unwrap_or_else(none);
        assert_eq!((found.first, found.second), (0..4, 1..5));
        let expected = [Run::Same(2), Run::Other(2..3, 3..4), Run::Same(1)];
        assert_eq!(found.runs, expected);
    }

    #[test]
    fn words_left_out_are_one_run() {
        let found =
            whole(&chars("甲乙丙癸子丑"), &chars("甲乙丙丁戊己庚辛壬癸子丑")).unwrap_or_else(none);
        let expected = [Run::Same(3), Run::Other(3..3, 3..9), Run::Same(3)];
        assert_eq!(found.runs, expected);
    }

    #[test]
    fn what_agrees_from_the_beginning_ends_where_other_words_go_on() {
        let first = chars("子甲乙丙丁丑寅卯辰");
        let found = beginning(&first, &chars("癸甲乙丙丁戊己"), 3).unwrap_or_else(none);
        assert_eq!((found.first.clone(), found.second.clone()), (1..5, 1..5));
        assert_eq!((found.same(), found.longest()), (4, 4));
        assert_eq!(found.others().count(), 0);
        assert_eq!(beginning(&first, &chars("丑寅卯"), 3), None);
    }

    fn none() -> Alignment {
        Alignment {
            first: 0..0,
            second: 0..0,
            runs: Vec::new(),
        }
    }
}
