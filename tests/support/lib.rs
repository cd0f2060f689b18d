//! What the end-to-end tests stand on: a library in a temporary folder, the real
//! program `leian` as a process, a running server, a tiny model with seeded
//! weights, and invented texts.
//!
//! Nothing here needs the network, a GPU or large weights. Start with
//! [`TestLibrary`].

pub mod texts;

mod library;
mod program;
mod server;
mod tiny_model;

pub use library::TestLibrary;
pub use program::{Run, leian_binary};
pub use server::{Answer, Server};
pub use tiny_model::{TINY_DIM, write_tiny_model, write_tiny_model_without};
