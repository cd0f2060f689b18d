//! End-to-end tests: the built program as a process, the API of a running server,
//! pages in a real browser. One module a behaviour.

#![allow(clippy::unwrap_used)]

mod api;
mod applicable;
mod bad_input;
mod casework;
mod citations;
mod cited_by;
mod cli;
mod conditions;
mod coverage;
mod crash;
mod formats;
mod import;
mod learned;
mod pages;
mod similar;
mod timeline;
mod understanding;
