//! What the end-to-end tests stand on: a library in a temporary folder, the real
//! program `leian` as a process, a running server, a tiny model with seeded
//! weights, a headless browser, the OpenAPI document as a judge of answers, and
//! invented texts.
//!
//! Nothing here needs the network, a GPU or large weights. Start with
//! [`TestLibrary`].

pub mod documents;
pub mod texts;

mod browser;
mod description;
mod library;
mod program;
mod server;
mod tiny_model;

pub use browser::{Browser, keys};
pub use description::Description;
pub use library::TestLibrary;
pub use program::{Run, leian_binary};
pub use server::{Answer, Server};
pub use tiny_model::{TINY_DIM, write_tiny_model, write_tiny_model_without};
