//! A page as a tree of its blocks, in an arena: parents come before children.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use crate::error::{Bound, ImportProblem};

/// Deepest block; elements inside a line do not count.
const MAX_DEPTH: usize = 512;

/// Most blocks of a page.
const MAX_BLOCKS: usize = 1_000_000;

/// Elements inside a line: they leave no trace but their text.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rbc", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "bgsound", "br", "col", "embed", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track",
];

/// Elements whose text is none of the page's.
const DROPPED: &[&str] = &[
    "script", "style", "noscript", "iframe", "frame", "object", "applet", "select", "datalist",
    "button", "textarea", "template", "svg", "math", "canvas", "audio", "video", "map", "nav",
    "footer", "aside", "title", "rt", "rp", "rtc", "dialog", "menu",
];

/// Readings above the characters of a `<ruby>`; their end tags may be left out.
const READINGS: &[&str] = &["rt", "rp", "rtc"];

/// What a block may hold.
#[derive(Debug)]
pub(super) enum Child {
    /// Another block.
    Block(usize),
    /// A piece of a line, and whether it is (in) a link.
    Text(String, bool),
    /// `<br>`
    Break,
}

/// A block.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub name: String,
    /// Class and id, in lower case, separated by spaces.
    pub labels: String,
    pub children: Vec<Child>,
    pub parent: usize,
    /// Not a part of the text.
    pub dropped: bool,
    /// Kept from readers that read aloud: as a rule for the eye alone, but all of a page
    /// is, while a dialog stands over it.
    pub veiled: bool,
    /// Number of links in it and below.
    pub links: usize,
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree {
    /// The first is the page itself.
    pub blocks: Vec<Block>,
    /// Name and content of `<meta>`, names in lower case.
    pub meta: Vec<(String, String)>,
    /// Of `<title>`.
    pub title: String,
    /// Of `<link rel=canonical>`.
    pub canonical: Option<String>,
}

impl Tree {
    /// Reads a page.
    pub fn of(page: &str) -> Result<Self, ImportProblem> {
        let mut builder = Builder {
            tree: Self {
                blocks: vec![Block::default()],
                meta: Vec::new(),
                title: String::new(),
                canonical: None,
            },
            open: vec![0],
            in_link: false,
        };
        let mut emitter = DefaultEmitter::default();
        // <script>, <style> and <title> hold no elements.
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
            match token {
                Token::StartTag(tag) => builder.start(&tag)?,
                Token::EndTag(tag) => builder.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => builder.text(&String::from_utf8_lossy(&text)),
                _ => {}
            }
        }
        Ok(builder.tree)
    }
}

/// Whether a style shows nothing of an element.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.split(';').any(|rule| {
        let (name, value) = rule.split_once(':').unwrap_or_default();
        let value = value.trim_end_matches("!important");
        match name {
            "display" => value == "none",
            "visibility" => matches!(value, "hidden" | "collapse"),
            "font-size" | "opacity" => is_zero(value),
            _ => false,
        }
    })
}

/// 0, 0px, 0.0em
fn is_zero(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    !number.is_empty() && number.bytes().all(|b| matches!(b, b'0' | b'.'))
}

struct Builder {
    tree: Tree,
    /// Places of the blocks that have begun and not ended.
    open: Vec<usize>,
    in_link: bool,
}

impl Builder {
    fn start(&mut self, tag: &StartTag<()>) -> Result<(), ImportProblem> {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute = |wanted: &str| {
            let value = tag.attributes.get(wanted.as_bytes())?;
            Some(String::from_utf8_lossy(value).trim().to_owned())
        };
        match name.as_str() {
            "br" => {
                self.push(Child::Break);
                return Ok(());
            }
            "meta" => {
                let named = attribute("name").or_else(|| attribute("property"));
                if let (Some(name), Some(content)) = (named, attribute("content")) {
                    self.tree.meta.push((name.to_ascii_lowercase(), content));
                }
            }
            "link" if attribute("rel").as_deref() == Some("canonical") => {
                self.tree.canonical = attribute("href");
            }
            "rb" | "rbc" => self.close_readings(READINGS),
            "a" => {
                self.in_link = attribute("href").is_some();
                if self.in_link {
                    self.count_link();
                }
            }
            _ => {}
        }
        let hidden =
            attribute("hidden").is_some() || attribute("style").is_some_and(|style| hides(&style));
        let veiled = attribute("aria-hidden").is_some_and(|value| value != "false");
        let in_line = INLINE.contains(&name.as_str()) || name.contains(':');
        if (in_line && !hidden && !veiled) || VOID.contains(&name.as_str()) || tag.self_closing {
            return Ok(());
        }
        if !in_line {
            self.close_implied(&name);
        }
        let labels = [attribute("class"), attribute("id")];
        let labels: Vec<String> = labels.into_iter().flatten().collect();
        self.open_block(Block {
            dropped: hidden || DROPPED.contains(&name.as_str()),
            veiled,
            labels: labels.join(" ").to_ascii_lowercase(),
            name,
            ..Block::default()
        })
    }

    fn open_block(&mut self, mut block: Block) -> Result<(), ImportProblem> {
        let refuse = |bound, limit: usize| {
            Err(ImportProblem::Bound {
                bound,
                limit: limit as u64,
            })
        };
        if self.open.len() >= MAX_DEPTH {
            return refuse(Bound::Depth, MAX_DEPTH);
        }
        if self.tree.blocks.len() >= MAX_BLOCKS {
            return refuse(Bound::Elements, MAX_BLOCKS);
        }
        let place = self.tree.blocks.len();
        block.parent = self.current();
        self.push(Child::Block(place));
        self.tree.blocks.push(block);
        self.open.push(place);
        Ok(())
    }

    /// The page itself is never closed.
    fn current(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    fn push(&mut self, child: Child) {
        let current = self.current();
        self.tree.blocks[current].children.push(child);
    }

    fn count_link(&mut self) {
        let current = self.current();
        self.tree.blocks[current].links += 1;
    }

    fn text(&mut self, text: &str) {
        let current = self.current();
        if self.tree.blocks[current].name == "title" {
            self.tree.title.push_str(text);
        }
        self.push(Child::Text(text.to_owned(), self.in_link));
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" => self.in_link = false,
            // Browsers read </br> as <br>.
            "br" => self.push(Child::Break),
            "ruby" => self.close_readings(READINGS),
            // A stray </div> in a cell must not end the table around it.
            "table" | "body" | "html" => self.close(name, &[]),
            _ => self.close(name, &["table"]),
        }
    }

    /// Closes the nearest open block of this name, and all in it; blocks named in
    /// `until` are not left.
    fn close(&mut self, name: &str, until: &[&str]) {
        for depth in (1..self.open.len()).rev() {
            let open = self.tree.blocks[self.open[depth]].name.as_str();
            if open == name {
                return self.open.truncate(depth);
            }
            if until.contains(&open) {
                return;
            }
        }
    }

    /// Ends the readings in hand, which the next piece of their `<ruby>` ends, or its end.
    fn close_readings(&mut self, names: &[&str]) {
        while names.contains(&self.tree.blocks[self.current()].name.as_str()) {
            self.open.pop();
        }
    }

    /// A paragraph, an item, a cell or a row ends where the next one begins. Scripts,
    /// buttons and the like stand inside a paragraph.
    fn close_implied(&mut self, name: &str) {
        match name {
            "li" => self.close("li", &["ul", "ol", "table"]),
            "dt" | "dd" => {
                self.close("dt", &["dl", "table"]);
                self.close("dd", &["dl", "table"]);
            }
            "td" | "th" => {
                self.close("td", &["table", "tr"]);
                self.close("th", &["table", "tr"]);
            }
            "tr" => self.close("tr", &["table"]),
            "rt" | "rp" => self.close_readings(&["rt", "rp"]),
            "rtc" => self.close_readings(READINGS),
            _ => {}
        }
        let current = self.current();
        if self.tree.blocks[current].name == "p" && !DROPPED.contains(&name) {
            self.open.pop();
        }
    }
}
