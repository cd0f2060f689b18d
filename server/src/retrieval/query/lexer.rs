//! Typed text → tokens: quoted phrases, operators, parentheses, and the words
//! between them.
//!
//! People paste running text with quotation marks, hyphens and parentheses in
//! it, and none of these is then meant as syntax. So the longer the text, the
//! clearer a sign must be before it counts.

use std::ops::Range;

use leian_corpus::normalize::half_width;

/// Up to this many characters, a quoted piece is a phrase even where it touches
/// other text (盗窃"数额较大"); in longer text only where it stands free. The
/// length at which what people type turns from search words into sentences.
pub(super) const ATTACHED_QUOTES_CHARS: usize = 40;

/// Text longer than this is running text: hyphens and parentheses are plain, and
/// operators count only between spaces.
pub(super) const RUNNING_TEXT_CHARS: usize = 100;

/// Longest title in 《》 and longest quoted phrase that are looked for, in
/// characters. They bound the work on a text full of opening marks.
const MAX_TITLE_CHARS: usize = 200;
const MAX_PHRASE_CHARS: usize = 1_000;

/// Deepest nesting of parentheses that counts; deeper ones are read as spaces.
const MAX_DEPTH: usize = 16;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Running words: bytes of the typed text.
    Words(Range<usize>),
    /// A quoted phrase: bytes between the quotation marks.
    Phrase(Range<usize>),
    And,
    Or,
    Not,
    Open,
    Close,
}

impl Token {
    fn is_operator(&self) -> bool {
        matches!(self, Self::And | Self::Or | Self::Not)
    }
}

/// What the lexer could not take as it was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Irregular {
    /// A quotation mark without a partner.
    pub quote: bool,
    /// A parenthesis without a partner.
    pub parenthesis: bool,
    /// Quotation marks inside a sentence, read as plain text.
    pub plain_quotes: bool,
    /// A phrase that touches other text: perhaps no phrase was meant.
    pub attached_phrase: bool,
}

/// Reads `text`. Parentheses group only where there is an operator to group for;
/// quoted pieces that touch other text are phrases only if `attached` says so.
pub(super) fn lex(text: &str, attached: bool) -> (Vec<Token>, Irregular) {
    let (tokens, irregular) = Lexer::new(text, attached, false).run();
    if !tokens.iter().any(Token::is_operator) {
        return (tokens, irregular);
    }
    Lexer::new(text, attached, true).run()
}

/// True when `text` has a letter, digit or Chinese character: something to find.
pub(super) fn is_searchable(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Whether a Latin word stands free in `text` that is no operator: then `or` may be a word
/// of its sentence.
fn has_latin_words(text: &str) -> bool {
    let is_latin = |word: &&str| word.chars().all(|c| c.is_ascii_alphabetic());
    let operators = ["and", "or", "not"];
    let mut words = text.split_whitespace().filter(is_latin);
    words.any(|word| !operators.iter().any(|one| word.eq_ignore_ascii_case(one)))
}

struct Lexer<'a> {
    text: &'a str,
    /// Half-width characters with their byte offsets in `text`.
    chars: Vec<(usize, char)>,
    running: bool,
    /// Whether a Latin word stands in the text that is no operator.
    has_latin_words: bool,
    attached: bool,
    grouping: bool,
    tokens: Vec<Token>,
    irregular: Irregular,
    /// First character of the words being read.
    words_from: Option<usize>,
    /// Words end at the next space, because a `Not` stands before them.
    cut_at_space: bool,
    depth: usize,
    ignored_depth: usize,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str, attached: bool, grouping: bool) -> Self {
        let chars: Vec<_> = text
            .char_indices()
            .map(|(at, c)| (at, half_width(c)))
            .collect();
        Self {
            text,
            running: chars.len() > RUNNING_TEXT_CHARS,
            has_latin_words: has_latin_words(text),
            attached: attached && chars.len() <= ATTACHED_QUOTES_CHARS,
            chars,
            grouping,
            tokens: Vec::new(),
            irregular: Irregular::default(),
            words_from: None,
            cut_at_space: false,
            depth: 0,
            ignored_depth: 0,
        }
    }

    fn run(mut self) -> (Vec<Token>, Irregular) {
        let mut i = 0;
        while i < self.chars.len() {
            i = self.step(i);
        }
        self.end_words(self.chars.len());
        if self.depth > 0 || self.ignored_depth > 0 {
            self.irregular.parenthesis = true;
            self.tokens
                .extend(std::iter::repeat_n(Token::Close, self.depth));
        }
        (self.tokens, self.irregular)
    }

    /// Reads at character `i`; returns where to go on.
    fn step(&mut self, i: usize) -> usize {
        let c = self.chars[i].1;
        if c == '《'
            && let Some(end) = self.title_end(i)
        {
            self.begin_words(i);
            return end + 1;
        }
        if matches!(c, '"' | '“' | '”' | '「' | '」' | '『' | '』') {
            return self.quote(i);
        }
        if let Some((token, len)) = self.operator(i) {
            self.end_words(i);
            self.cut_at_space = token == Token::Not;
            self.tokens.push(token);
            return i + len;
        }
        if self.grouping && matches!(c, '(' | ')') && !self.is_plain_parenthesis(i) {
            self.end_words(i);
            self.parenthesis(c);
            return i + 1;
        }
        if c.is_whitespace() {
            if self.cut_at_space && self.words_from.is_some() {
                self.end_words(i);
            }
        } else {
            self.begin_words(i);
        }
        i + 1
    }

    fn begin_words(&mut self, i: usize) {
        self.words_from.get_or_insert(i);
    }

    fn end_words(&mut self, end: usize) {
        if let Some(start) = self.words_from.take() {
            let range = trim(self.text, self.byte(start)..self.byte(end));
            if is_searchable(&self.text[range.clone()]) {
                self.tokens.push(Token::Words(range));
                self.cut_at_space = false;
            }
        }
    }

    fn byte(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.text.len(), |&(at, _)| at)
    }

    fn char(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|&(_, c)| c)
    }

    fn before(&self, i: usize) -> Option<char> {
        i.checked_sub(1).and_then(|i| self.char(i))
    }

    /// The 》 that closes the 《 at `start`: titles are never cut by syntax.
    fn title_end(&self, start: usize) -> Option<usize> {
        let mut depth = 0usize;
        let window = self.chars.iter().enumerate().skip(start);
        for (i, &(_, c)) in window.take(MAX_TITLE_CHARS) {
            match c {
                '《' => depth += 1,
                '》' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(i);
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn quote(&mut self, start: usize) -> usize {
        let Some(end) = self.closing_quote(start) else {
            self.irregular.quote = true;
            self.end_words(start);
            return start + 1;
        };
        if !self.stands_free(start, end) {
            if !self.attached {
                self.irregular.plain_quotes = true;
                self.begin_words(start);
                return end + 1;
            }
            self.irregular.attached_phrase = true;
        }
        self.end_words(start);
        let inner = trim(self.text, self.byte(start + 1)..self.byte(end));
        if is_searchable(&self.text[inner.clone()]) {
            self.tokens.push(Token::Phrase(inner));
        }
        self.cut_at_space = false;
        end + 1
    }

    /// The mark that closes the one at `start`. Pairs of “ ” inside belong to the
    /// quoted text: a sentence that itself quotes can be quoted.
    fn closing_quote(&self, start: usize) -> Option<usize> {
        let (nested, closers): (Option<char>, &[char]) = match self.chars[start].1 {
            '"' => (Some('“'), &['"', '”']),
            '“' => (Some('“'), &['”', '"']),
            '”' => (None, &['”', '"']),
            '「' => (Some('「'), &['」']),
            '『' => (Some('『'), &['』']),
            _ => return None,
        };
        let mut depth = 0usize;
        let end = self.chars.len().min(start + 1 + MAX_PHRASE_CHARS);
        for i in start + 1..end {
            let c = self.chars[i].1;
            if Some(c) == nested {
                depth += 1;
            } else if closers.contains(&c) {
                // A nested “ pair ends with ”, never with the outer ASCII mark.
                if depth == 0 || c == '"' {
                    return Some(i);
                }
                depth -= 1;
            }
        }
        // ““碰瓷”: more opened than closed; take the first that closes at all.
        (depth > 0)
            .then(|| (start + 1..end).find(|&i| closers.contains(&self.chars[i].1)))
            .flatten()
    }

    /// True when nothing but space, syntax or the ends of the text touches the
    /// quoted piece.
    fn stands_free(&self, start: usize, end: usize) -> bool {
        let free = |c: Option<char>| {
            c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '-'))
        };
        let before = free(self.before(start)) || self.operator_ends_at(start);
        let after = free(self.char(end + 1)) || self.operator(end + 1).is_some();
        before && after
    }

    fn operator_ends_at(&self, end: usize) -> bool {
        [2, 3]
            .into_iter()
            .filter_map(|len| end.checked_sub(len).map(|start| (start, len)))
            .any(|(start, len)| self.operator(start).is_some_and(|(_, found)| found == len))
    }

    /// The operator at `i` and its length in characters.
    fn operator(&self, i: usize) -> Option<(Token, usize)> {
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let (before, next) = (self.before(i), self.char(i + 1));
        match self.char(i)? {
            '且' if before.is_some() && space(before) && space(next) => Some((Token::And, 1)),
            '或' if before.is_some() && space(before) && space(next) => Some((Token::Or, 1)),
            '非' if space(before) && next.is_some() && space(next) => Some((Token::Not, 1)),
            '-' if !self.running && self.excludes(before, next) => Some((Token::Not, 1)),
            'A' | 'O' | 'N' | 'a' | 'o' | 'n' => self.word_operator(i),
            _ => None,
        }
    }

    /// `-词` excludes; `帮信-掩隐`, `-5` and ` - ` do not.
    fn excludes(&self, before: Option<char>, next: Option<char>) -> bool {
        let begins = before.is_none_or(|c| c.is_whitespace() || c == '(');
        let follows = next.is_some_and(|c| {
            !c.is_ascii_digit()
                && (c.is_alphanumeric() || matches!(c, '"' | '“' | '「' | '『' | '(' | '《'))
        });
        begins && follows
    }

    fn word_operator(&self, i: usize) -> Option<(Token, usize)> {
        let (token, word) = match self.char(i)?.to_ascii_uppercase() {
            'A' => (Token::And, "AND"),
            'O' => (Token::Or, "OR"),
            _ => (Token::Not, "NOT"),
        };
        let len = word.len();
        let same = |fold: fn(char) -> char| {
            let mut letters = word.chars().enumerate();
            letters.all(|(k, c)| self.char(i + k).map(fold) == Some(c))
        };
        let (before, after) = (self.before(i), self.char(i + len));
        let stands = |c: Option<char>| {
            c.is_none_or(|c| c.is_whitespace() || !self.running && !c.is_ascii_alphanumeric())
        };
        let in_capitals = same(|c| c) && stands(before) && stands(after);
        // `or` between Chinese words means OR as well; among English words it is one.
        let free = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let opens = token == Token::Not && before.is_none();
        let in_small = !self.running
            && !self.has_latin_words
            && same(|c| c.to_ascii_uppercase())
            && (free(before) || opens)
            && free(after);
        (in_capitals || in_small).then_some((token, len))
    }

    /// （2020）in a case number and （试行）in a title group nothing.
    fn is_plain_parenthesis(&self, i: usize) -> bool {
        if self.running {
            return true;
        }
        let inner: String = match self.chars[i].1 {
            '(' => self.chars[i + 1..]
                .iter()
                .map(|&(_, c)| c)
                .take_while(|&c| c != ')')
                .take(8)
                .collect(),
            _ => {
                let mut back: Vec<char> = self.chars[..i]
                    .iter()
                    .rev()
                    .map(|&(_, c)| c)
                    .take_while(|&c| c != '(')
                    .take(8)
                    .collect();
                back.reverse();
                back.into_iter().collect()
            }
        };
        inner == "试行" || (inner.len() == 4 && inner.bytes().all(|b| b.is_ascii_digit()))
    }

    fn parenthesis(&mut self, c: char) {
        match c {
            '(' if self.depth == MAX_DEPTH => self.ignored_depth += 1,
            '(' => {
                self.depth += 1;
                self.tokens.push(Token::Open);
            }
            _ if self.ignored_depth > 0 => self.ignored_depth -= 1,
            _ if self.depth > 0 => {
                self.depth -= 1;
                self.tokens.push(Token::Close);
            }
            _ => self.irregular.parenthesis = true,
        }
        self.cut_at_space &= c == '(';
    }
}

/// `range` without white space at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}
