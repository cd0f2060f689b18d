//! Tokens → what is searched: a tree of words and phrases for the list by words,
//! the running text for the list by meaning, and the conditions that hold for
//! both lists.
//!
//! The grammar, small on purpose:
//!
//! ```text
//! any   := all  (OR  all)*        OR,  或 between spaces
//! all   := run  (AND run)*        AND, 且 between spaces
//! run   := unit+                  neighbours; free words of one run are one text
//! unit  := NOT unit | "phrase" | ( any ) | words          NOT, 非 between spaces, -词
//! ```
//!
//! Neighbours bind closest: `盗窃 数额 OR 抢劫` is (盗窃 数额) OR 抢劫. `NOT` takes
//! one unit, of words only up to the next space. Whatever is wrong with a text,
//! it is searched as well as possible and a note says what was ignored.

use std::ops::Range;

use leian_indexer::{QueryNode, Synonym};

use super::lexer::{self, Irregular, Token, is_searchable};
use crate::retrieval::understood::{Note, NoteKind, Part, PartKind};

/// More pieces than this are no typed query but a pasted text; it is searched as
/// plain words.
const MAX_TOKENS: usize = 128;

/// Longer texts get no note about quotation marks in their sentences: they were
/// pasted, and nobody meant the marks as syntax.
const NOTE_PLAIN_QUOTES_CHARS: usize = 200;

/// A query text as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What the list by words searches and highlights; `None` when there is
    /// nothing to find.
    pub node: Option<QueryNode>,
    /// What an entry found by meaning must also match: phrases, and all that an
    /// explicit operator binds. Free words are no condition.
    pub required: Option<QueryNode>,
    /// What an entry found by meaning must not match.
    pub excluded: Vec<QueryNode>,
    /// The text whose meaning is searched: everything but operators and what is
    /// excluded.
    pub semantic_text: String,
    /// The pieces, for readers.
    pub parts: Vec<Part>,
    /// What was ignored or read in an unexpected way.
    pub notes: Vec<Note>,
    /// A phrase touches other text (“三无产品”能退吗): perhaps the marks were meant
    /// as in a sentence, so when nothing is found, [`parse_as_sentence`] is tried.
    pub attached_phrase: bool,
}

impl Parsed {
    /// Lets `synonyms` stand for pieces of the free words. What operators bind and phrases
    /// stay exact.
    pub fn expand(&mut self, synonyms: impl Iterator<Item = Synonym>) {
        let synonyms: Vec<Synonym> = synonyms.collect();
        let has_free_words = self.parts.iter().any(|part| part.kind == PartKind::Words);
        if synonyms.is_empty() || !has_free_words {
            return;
        }
        let words = match &mut self.node {
            Some(QueryNode::All(parts)) => parts.first_mut(),
            node => node.as_mut(),
        };
        if let Some(words) = words
            && let QueryNode::Words(text) = words
        {
            *words = QueryNode::Expanded {
                text: std::mem::take(text),
                synonyms,
            };
        }
    }
}

/// Reads `text`. Never fails: what is no syntax is words. In a question that ends with
/// its mark, quotation marks that touch other words are those of the sentence.
pub fn parse(text: &str) -> Parsed {
    read(text, !text.trim_end().ends_with(['？', '?']))
}

/// Reads `text` with quotation marks that touch other text as plain text.
pub fn parse_as_sentence(text: &str) -> Parsed {
    read(text, false)
}

fn read(text: &str, attached: bool) -> Parsed {
    let (mut tokens, irregular) = lexer::lex(text, attached);
    let mut notes = irregular_notes(text, irregular);
    if tokens.len() > MAX_TOKENS {
        tokens = plain(text);
        notes = vec![Note::new(
            NoteKind::Syntax,
            "检索式过于复杂，已整体按普通词语检索",
        )];
    }
    let mut parser = Parser {
        text,
        tokens: &tokens,
        at: 0,
        dangling: false,
    };
    let tree = parser.any();
    if parser.dangling {
        notes.push(Note::new(
            NoteKind::Syntax,
            "运算符 AND / OR / NOT 缺少检索内容，已忽略",
        ));
    }
    match tree {
        Some(tree) => Parsed {
            attached_phrase: irregular.attached_phrase,
            ..understand(text, &tokens, tree, notes)
        },
        None => Parsed {
            notes,
            ..Parsed::default()
        },
    }
}

fn plain(text: &str) -> Vec<Token> {
    let words = is_searchable(text).then_some(Token::Words(0..text.len()));
    words.into_iter().collect()
}

fn irregular_notes(text: &str, irregular: Irregular) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut note = |text: &str| notes.push(Note::new(NoteKind::Syntax, text));
    if irregular.quote {
        note("引号不成对，未配对的引号已忽略");
    }
    if irregular.parenthesis {
        note("括号不成对，已按可能的分组检索");
    }
    if irregular.plain_quotes && text.chars().count() <= NOTE_PLAIN_QUOTES_CHARS {
        note("行文中的引号未作短语处理；要精确查找，请让引号内的文字前后留空格");
    }
    notes
}

/// The tree as written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tree {
    Words(Range<usize>),
    Phrase(Range<usize>),
    Not(Box<Tree>),
    /// Neighbours without an operator.
    Run(Vec<Tree>),
    All(Vec<Tree>),
    Any(Vec<Tree>),
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    /// An operator without one of its sides was met.
    dangling: bool,
}

impl Parser<'_> {
    fn any(&mut self) -> Option<Tree> {
        self.joined(&Token::Or, Self::all)
            .map(|sides| join(sides, Tree::Any))
    }

    fn all(&mut self) -> Option<Tree> {
        self.joined(&Token::And, Self::run)
            .map(|sides| join(sides, Tree::All))
    }

    fn run(&mut self) -> Option<Tree> {
        let mut units = Vec::new();
        while let Some(unit) = self.unit() {
            units.push(unit);
        }
        (!units.is_empty()).then(|| join(units, Tree::Run))
    }

    /// Sides separated by `operator`; missing sides are left out and remembered.
    fn joined(
        &mut self,
        operator: &Token,
        side: fn(&mut Self) -> Option<Tree>,
    ) -> Option<Vec<Tree>> {
        let mut sides = Vec::new();
        loop {
            let found = side(self);
            let more = self.tokens.get(self.at) == Some(operator);
            if found.is_none() && (more || !sides.is_empty()) {
                self.dangling = true;
            }
            sides.extend(found);
            if !more {
                return (!sides.is_empty()).then_some(sides);
            }
            self.at += 1;
        }
    }

    fn unit(&mut self) -> Option<Tree> {
        loop {
            let token = self.tokens.get(self.at)?;
            match token {
                Token::Words(range) => {
                    self.at += 1;
                    return Some(Tree::Words(range.clone()));
                }
                Token::Phrase(range) => {
                    self.at += 1;
                    return Some(Tree::Phrase(range.clone()));
                }
                Token::Not => {
                    self.at += 1;
                    match self.unit() {
                        Some(unit) => return Some(Tree::Not(Box::new(unit))),
                        None => self.dangling = true,
                    }
                }
                Token::Open => {
                    self.at += 1;
                    let inner = self.any();
                    // The lexer made sure that every Open has its Close.
                    debug_assert_eq!(
                        self.tokens.get(self.at),
                        Some(&Token::Close),
                        "{}",
                        self.text
                    );
                    self.at += 1;
                    if inner.is_some() {
                        return inner;
                    }
                }
                Token::And | Token::Or | Token::Close => return None,
            }
        }
    }
}

fn join(mut sides: Vec<Tree>, make: fn(Vec<Tree>) -> Tree) -> Tree {
    if sides.len() == 1 {
        sides.remove(0)
    } else {
        make(sides)
    }
}

fn understand(text: &str, tokens: &[Token], tree: Tree, mut notes: Vec<Note>) -> Parsed {
    let mut reading = Reading {
        text,
        parts: Vec::new(),
        required: Vec::new(),
        excluded: Vec::new(),
    };
    reading.conditions(&tree);
    reading.parts.sort_by_key(|part| part.byte_range.start);
    if !has_positive(&tree) {
        notes.push(Note::new(
            NoteKind::NothingToSearch,
            "检索式只有排除条件，请至少给出一个要查找的词",
        ));
        return Parsed {
            parts: reading.parts,
            notes,
            ..Parsed::default()
        };
    }
    Parsed {
        node: Some(node(text, &tree)),
        required: all_of(reading.required),
        excluded: reading.excluded,
        semantic_text: semantic_text(text, tokens, &tree),
        parts: reading.parts,
        notes,
        attached_phrase: false,
    }
}

/// Words and phrases that are not under a `NOT`, in their order. A text without
/// any syntax is taken as it stands, punctuation included, because that is what
/// the model knows how to read.
fn semantic_text(text: &str, tokens: &[Token], tree: &Tree) -> String {
    if let [Token::Words(range)] = tokens {
        return text[range.clone()].to_owned();
    }
    let mut pieces = Vec::new();
    positive(tree, &mut |range| pieces.push(&text[range.clone()]));
    pieces.join(" ")
}

fn positive(tree: &Tree, sink: &mut dyn FnMut(&Range<usize>)) {
    match tree {
        Tree::Words(range) | Tree::Phrase(range) => sink(range),
        Tree::Not(_) => {}
        Tree::Run(sides) | Tree::All(sides) | Tree::Any(sides) => {
            for side in sides {
                positive(side, sink);
            }
        }
    }
}

fn has_positive(tree: &Tree) -> bool {
    let mut found = false;
    positive(tree, &mut |_| found = true);
    found
}

/// Free words of a run become one text, so that the minimum share of matching
/// words is counted over all of them.
fn node(text: &str, tree: &Tree) -> QueryNode {
    let nodes = |sides: &[Tree]| sides.iter().map(|side| node(text, side)).collect();
    match tree {
        Tree::Words(range) => QueryNode::Words(text[range.clone()].to_owned()),
        Tree::Phrase(range) => QueryNode::Phrase(text[range.clone()].to_owned()),
        Tree::Not(inner) => QueryNode::Not(Box::new(node(text, inner))),
        Tree::All(sides) => QueryNode::All(nodes(sides)),
        Tree::Any(sides) => QueryNode::Any(nodes(sides)),
        Tree::Run(units) => {
            let mut words: Vec<&str> = Vec::new();
            let mut others = Vec::new();
            for unit in units {
                match unit {
                    Tree::Words(range) => words.push(&text[range.clone()]),
                    other => others.push(node(text, other)),
                }
            }
            if !words.is_empty() {
                others.insert(0, QueryNode::Words(words.join(" ")));
            }
            all_of(others).unwrap_or(QueryNode::All(Vec::new()))
        }
    }
}

fn all_of(mut nodes: Vec<QueryNode>) -> Option<QueryNode> {
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(QueryNode::All(nodes)),
    }
}

/// Collects the conditions of the outermost run, and the parts for readers.
struct Reading<'a> {
    text: &'a str,
    parts: Vec<Part>,
    required: Vec<QueryNode>,
    excluded: Vec<QueryNode>,
}

impl Reading<'_> {
    fn conditions(&mut self, tree: &Tree) {
        match tree {
            Tree::Words(range) => self.part(PartKind::Words, range),
            Tree::Phrase(range) => {
                self.part(PartKind::Phrase, range);
                self.required.push(node(self.text, tree));
            }
            Tree::Not(inner) => {
                self.parts_of(inner, true);
                self.excluded.push(node(self.text, inner));
            }
            Tree::Run(units) => units.iter().for_each(|unit| self.conditions(unit)),
            Tree::All(sides) => {
                for side in sides {
                    match side {
                        Tree::Not(inner) => {
                            self.parts_of(inner, true);
                            self.excluded.push(node(self.text, inner));
                        }
                        _ => {
                            self.parts_of(side, false);
                            self.required.push(node(self.text, side));
                        }
                    }
                }
            }
            Tree::Any(_) => {
                self.parts_of(tree, false);
                self.required.push(node(self.text, tree));
            }
        }
    }

    fn parts_of(&mut self, tree: &Tree, excluded: bool) {
        match tree {
            Tree::Words(range) if excluded => self.part(PartKind::Excluded, range),
            Tree::Words(range) => self.part(PartKind::RequiredWords, range),
            Tree::Phrase(range) if excluded => self.part(PartKind::Excluded, range),
            Tree::Phrase(range) => self.part(PartKind::Phrase, range),
            Tree::Not(inner) => self.parts_of(inner, !excluded),
            Tree::Run(sides) | Tree::All(sides) | Tree::Any(sides) => {
                sides.iter().for_each(|side| self.parts_of(side, excluded));
            }
        }
    }

    fn part(&mut self, kind: PartKind, range: &Range<usize>) {
        self.parts.push(Part {
            kind,
            text: self.text[range.clone()].to_owned(),
            byte_range: range.clone(),
        });
    }
}

#[cfg(test)]
#[path = "syntax_tests.rs"]
mod tests;
