//! What people make of what they find: case files (案件夹) with their searches,
//! readings, collected hits and notes; reports and statements made from them; teaching
//! packs; and the papers all of these are exported as.
//!
//! Reading order: [`store`] (one SQLite file in the library's folder), [`folder`],
//! [`trail`] (what was searched, listed and read), [`collection`], [`notes`],
//! [`report`], [`pack`], [`paper`] (what is printed, in four formats), [`bundle`]
//! (everything of a user, out and away). Calls retrieval; never knows HTTP or the
//! command line.

pub mod error;
pub mod store;

pub mod folder;
pub mod trail;

pub mod collection;
pub mod notes;

pub mod pack;
pub mod report;

pub mod paper;

pub mod bundle;

pub use error::{CaseworkError, Result};
pub use folder::{Folder, FolderId};
pub use store::Store;
