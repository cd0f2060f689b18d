//! What the name of a file promises.

/// The name of a file; only its suffix counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileName<'n> {
    name: &'n str,
}

/// How a file is opened, by its suffix; what it is, its content decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suffix {
    /// Texts and documents that are read as a whole.
    Document,
    /// Records, one a line.
    JsonLines,
    /// One object, or records, one a line.
    Json,
    /// A table.
    Csv,
    /// An archive.
    Zip,
    /// SQLite.
    Database,
}

/// Suffixes of files that are looked into. Of the last group none is read, but each
/// gets advice; web sites name HTML .doc as well.
const SUFFIXES: &[(&str, Suffix)] = &[
    ("md", Suffix::Document),
    ("markdown", Suffix::Document),
    ("txt", Suffix::Document),
    ("html", Suffix::Document),
    ("htm", Suffix::Document),
    ("xhtml", Suffix::Document),
    ("shtml", Suffix::Document),
    ("docx", Suffix::Document),
    ("pdf", Suffix::Document),
    ("jsonl", Suffix::JsonLines),
    ("ndjson", Suffix::JsonLines),
    ("json", Suffix::Json),
    ("csv", Suffix::Csv),
    ("zip", Suffix::Zip),
    ("db", Suffix::Database),
    ("sqlite", Suffix::Database),
    ("sqlite3", Suffix::Database),
    ("doc", Suffix::Document),
    ("wps", Suffix::Document),
    ("rtf", Suffix::Document),
    ("ofd", Suffix::Document),
    ("mht", Suffix::Document),
    ("mhtml", Suffix::Document),
];

impl<'n> FileName<'n> {
    /// The name, with or without folders.
    pub fn of(name: &'n str) -> Self {
        Self { name }
    }

    fn suffix_text(self) -> String {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let suffix = name.rsplit_once('.').map_or("", |(_, suffix)| suffix);
        suffix.to_ascii_lowercase()
    }

    /// How the file is opened, `None` where nothing is known to do with it.
    pub fn suffix(self) -> Option<Suffix> {
        let suffix = self.suffix_text();
        SUFFIXES
            .iter()
            .find(|(known, _)| *known == suffix)
            .map(|(_, opened)| *opened)
    }

    /// Whether it is that of a web page.
    pub fn is_html(self) -> bool {
        matches!(
            self.suffix_text().as_str(),
            "html" | "htm" | "xhtml" | "shtml"
        )
    }

    /// The container format that the name promises; a plain text under such a name
    /// is a failed download.
    pub fn promises(self) -> Option<&'static str> {
        match self.suffix_text().as_str() {
            "pdf" => Some("PDF"),
            "docx" => Some("DOCX"),
            "zip" => Some("ZIP"),
            "ofd" => Some("OFD"),
            _ => None,
        }
    }
}
