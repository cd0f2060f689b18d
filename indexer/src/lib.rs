//! leian indexer
