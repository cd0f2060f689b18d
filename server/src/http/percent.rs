//! Percent-encoding of query strings, both ways, and strict: bytes that are no
//! UTF-8 are refused instead of being replaced, so that a GBK-encoded query is
//! an error and not a search for question marks.

/// `text` as one component of a path or query.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// `name=value&…` of the pairs.
pub fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// A name whose value, or which itself, is not UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    /// The name, as far as it can be read.
    pub name: String,
}

/// The pairs of a query string or of an urlencoded body, in their order.
///
/// # Errors
/// `NotUtf8` naming the pair.
pub fn pairs(text: &[u8]) -> Result<Vec<(String, String)>, NotUtf8> {
    let mut pairs = Vec::new();
    for pair in text
        .split(|&byte| byte == b'&')
        .filter(|pair| !pair.is_empty())
    {
        let middle = pair.iter().position(|&byte| byte == b'=');
        let (name, value) = match middle {
            Some(middle) => (&pair[..middle], &pair[middle + 1..]),
            None => (pair, &pair[pair.len()..]),
        };
        let name = decode(name).map_err(|bytes| NotUtf8 {
            name: String::from_utf8_lossy(&bytes).into_owned(),
        })?;
        match decode(value) {
            Ok(value) => pairs.push((name, value)),
            Err(_) => return Err(NotUtf8 { name }),
        }
    }
    Ok(pairs)
}

/// One component of a path, decoded; `None` when it is no UTF-8.
pub fn decoded(component: &str) -> Option<String> {
    decode(component.replace('+', "%2B").as_bytes()).ok()
}

/// Decodes `+` and `%XX`; a `%` without two hex digits stands for itself, as in
/// the URL standard.
fn decode(text: &[u8]) -> Result<String, Vec<u8>> {
    let hex = |byte: Option<&u8>| char::from(*byte?).to_digit(16).map(|digit| digit as u8);
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        at += 1;
        match (byte, hex(text.get(at)), hex(text.get(at + 1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                at += 2;
            }
            (b'+', ..) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(pairs(text.as_bytes()).unwrap(), expected, "{text}");
    }

    #[test]
    fn pairs_are_read_as_browsers_write_them() {
        check("", &[]);
        check("q=%E5%88%91%E6%B3%95+264", &[("q", "刑法 264")]);
        check(
            "q=刑法&kind=law&kind=constitution",
            &[("q", "刑法"), ("kind", "law"), ("kind", "constitution")],
        );
        check("&q=1=2&&flag&=x", &[("q", "1=2"), ("flag", ""), ("", "x")]);
        check("q=100%&r=%zz%4", &[("q", "100%"), ("r", "%zz%4")]);
    }

    #[test]
    fn gbk_is_refused_by_name() {
        let error = pairs(b"mode=hybrid&q=%D0%CC%B7%A8").unwrap_err();
        assert_eq!(error.name, "q");
        assert!(pairs(b"%D0=1").is_err());
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_read_back(name in ".{1,8}", value in any::<String>()) {
            let text = query([(name.as_str(), value.as_str())]);
            prop_assert!(text.is_ascii());
            prop_assert_eq!(pairs(text.as_bytes()).unwrap(), [(name, value)]);
        }
    }
}
