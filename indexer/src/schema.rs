//! The fields of the full-text index, built in one function.
