//! The pages, as a reader meets them: a real server, a real browser, keys and
//! clicks. Where there is no Chromium these tests say so and pass.

mod access;
mod accessible;
mod applicable;
mod casework;
mod citations;
mod days;
mod previews;
mod reading;
mod refusals;
mod searching;
mod similar;
mod teaching;
mod understanding;

use std::collections::BTreeSet;

use leian_tests::{Browser, Server, TestLibrary, keys};
use serde_json::json;

/// A browser before a served library. The library goes last, as the others use it.
struct Visit {
    browser: Browser,
    server: Server,
    library: TestLibrary,
}

impl Visit {
    /// A visit to what `make` makes; `None` where there is no browser.
    fn to(make: impl FnOnce() -> TestLibrary) -> Option<Self> {
        Some(Self::with(Browser::start()?, make()))
    }

    fn with(browser: Browser, library: TestLibrary) -> Self {
        Self {
            browser,
            server: library.serve(),
            library,
        }
    }

    /// A visit to all invented texts and what they cite.
    fn to_cited() -> Option<Self> {
        Self::to(TestLibrary::with_cited)
    }

    #[track_caller]
    fn open(&self, path: &str) {
        self.browser.go(&self.server.url(path));
    }

    /// Chooses the mode and searches from the start page, by typing.
    #[track_caller]
    fn search(&self, mode: &str, query_text: &str) {
        self.open("/");
        self.browser
            .click(&format!("label.mode:has([value={mode}])"));
        self.browser.type_into("#q", query_text);
        self.browser
            .moves(|| self.browser.type_into("#q", keys::ENTER));
    }

    /// The number of entries that the page says it found.
    #[track_caller]
    fn total(&self) -> usize {
        number(&self.browser.text(".totals strong"))
    }

    /// Titles of the hits on the page.
    #[track_caller]
    fn titles(&self) -> Vec<String> {
        self.browser.texts(".hit h2")
    }

    /// The texts inside every element of `css`, each with the places of the
    /// characters that are marked as matching.
    #[track_caller]
    fn marked(&self, css: &str) -> Vec<(String, BTreeSet<usize>)> {
        let script = format!(
            "return Array.from(document.querySelectorAll({}), (root) => [root.textContent,
               Array.from(root.querySelectorAll('mark'), (mark) => {{
                 const before = document.createRange();
                 before.setStart(root, 0);
                 before.setEndBefore(mark);
                 const start = Array.from(before.toString()).length;
                 return [start, start + Array.from(mark.textContent).length];
               }})]);",
            json!(css)
        );
        let found = self.browser.look(&script);
        let at = |value: &serde_json::Value| value.as_u64().unwrap() as usize;
        let places = |ranges: &serde_json::Value| {
            let ranges = ranges.as_array().unwrap().iter();
            ranges
                .flat_map(|range| at(&range[0])..at(&range[1]))
                .collect()
        };
        let roots = found.as_array().unwrap().iter();
        roots
            .map(|root| (root[0].as_str().unwrap().to_owned(), places(&root[1])))
            .collect()
    }

    /// Distance of the first element's top from the window's, in pixels.
    #[track_caller]
    fn top_of(&self, css: &str) -> f64 {
        let script = format!(
            "return document.querySelector({}).getBoundingClientRect().top",
            json!(css)
        );
        self.browser.look(&script).as_f64().unwrap()
    }

    /// Whether the first element begins inside the window, below the bar with the
    /// search box. What a link leads to stands at its upper end, unless the page
    /// is too short to be scrolled that far.
    #[track_caller]
    fn is_in_view(&self, css: &str) -> bool {
        (60.0..800.0).contains(&self.top_of(css))
    }
}

/// The places of the characters of each of `words` in `text`.
fn places(text: &str, words: &[&str]) -> BTreeSet<usize> {
    words
        .iter()
        .flat_map(|word| {
            text.match_indices(word).flat_map(|(byte, word)| {
                let start = text[..byte].chars().count();
                start..start + word.chars().count()
            })
        })
        .collect()
}

/// A number that may be grouped: 1,234.
#[track_caller]
fn number(text: &str) -> usize {
    text.replace(',', "").parse().unwrap()
}
