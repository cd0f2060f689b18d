//! Text → terms: width and case, article numbers, jieba with legal terms, and
//! character bigrams for exact phrases.
