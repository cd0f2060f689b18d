//! leian corpus
