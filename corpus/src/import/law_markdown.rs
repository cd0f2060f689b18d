//! Statutes in Markdown.
