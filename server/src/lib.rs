//! leian server
