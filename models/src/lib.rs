//! leian models
