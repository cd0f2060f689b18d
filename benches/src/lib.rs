//! Measuring retrieval: topics and labels in, runs and scores out.
//!
//! The rule that shapes this crate is that ranking never sees labels: a set's
//! queries are ranked into a [`run::Run`] first, and scoring is a separate step
//! on that run. The protocols of the five sets live in [`sets`], one file each;
//! what they share is below them.
//!
//! Reading order: [`run`], [`qrels`], [`metrics`], [`bootstrap`], [`sets`],
//! [`own_library`], [`own_judgments`], [`expectation`].

pub mod bootstrap;
pub mod collection;
pub mod expectation;
pub mod metrics;
pub mod own_judgments;
pub mod own_library;
pub mod qrels;
pub mod report;
pub mod run;
pub mod sample;
pub mod sets;
pub mod topics;
