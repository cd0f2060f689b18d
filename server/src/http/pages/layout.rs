//! What every page has: title, style, the search box.

use super::casework::desk;
use crate::http::static_files;
use crate::library::{Library, ModelState};
use crate::retrieval::Mode;

/// Frame of a page.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Title of the page, for the browser's tab.
    pub title: String,
    /// The search box.
    pub search: SearchBox,
    /// Addresses of the style sheets.
    pub styles: [String; 3],
    /// Addresses of the scripts.
    pub scripts: [String; 5],
    /// Address of the icon.
    pub icon: String,
}

/// The case on the desk, named on every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskItem {
    /// Where it is.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Entries collected in it.
    pub collected: usize,
}

impl Layout {
    /// The frame of a page with this title; an empty one for the program's name.
    pub fn new(title: &str, search: SearchBox) -> Self {
        let name = "类案 leian";
        Self {
            title: if title.is_empty() {
                format!("{name} · 法律与案例检索")
            } else {
                format!("{title} · {name}")
            },
            search,
            styles: ["leian.css", "tools.css", "casework.css"].map(static_files::address),
            scripts: [
                "leian.js",
                "tools.js",
                "previews.js",
                "suggest.js",
                "casework.js",
            ]
            .map(static_files::address),
            icon: static_files::address("leian.svg"),
        }
    }

    /// The case on the desk of who asked for the page.
    pub fn desk(&self) -> Option<DeskItem> {
        desk::shown()
    }
}

/// The search box.
#[derive(Clone, Debug, Default)]
pub struct SearchBox {
    /// The text in it.
    pub text: String,
    /// The chosen mode.
    pub mode: Mode,
    /// Filters that stay when the text is changed: names and values.
    pub kept: Vec<(&'static str, String)>,
    /// Why there is no search by meaning.
    pub model_absent: Option<String>,
    /// Whether it has the focus when the page opens.
    pub focused: bool,
}

/// A mode to choose.
#[derive(Clone, Debug)]
pub struct ModeChoice {
    /// Value of the parameter.
    pub code: &'static str,
    /// Name.
    pub label: &'static str,
    /// What it does, in a few words, or why it cannot be chosen.
    pub hint: String,
    /// Whether it is the chosen one.
    pub checked: bool,
    /// Whether it cannot be chosen.
    pub disabled: bool,
}

impl SearchBox {
    /// An empty box over `library`.
    pub fn of(library: &Library) -> Self {
        Self {
            model_absent: match library.model_state() {
                ModelState::Ready => None,
                ModelState::Absent { why } => Some(why.clone()),
            },
            ..Self::default()
        }
    }

    /// The box with this text in it.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        text.clone_into(&mut self.text);
        self
    }

    /// The modes, the default first.
    pub fn modes(&self) -> Vec<ModeChoice> {
        Mode::ALL
            .into_iter()
            .map(|mode| {
                let absent = self.model_absent.clone();
                let absent = absent.filter(|_| mode == Mode::Semantic);
                ModeChoice {
                    code: mode.code(),
                    label: mode.label(),
                    checked: mode == self.mode,
                    disabled: absent.is_some(),
                    hint: absent.unwrap_or_else(|| hint(mode).to_owned()),
                }
            })
            .collect()
    }
}

fn hint(mode: Mode) -> &'static str {
    match mode {
        Mode::Hybrid => "字词和意思一起查，结果合并排序",
        Mode::Lexical => "文中写有所输字词",
        Mode::Semantic => "说法不同、意思相近的也能找到",
    }
}
