//! Amounts of money (金额): 人民币2，000元, 3.5万元, 五十万元, 壹万元.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use crate::numerals;

/// Digits with thousands separated or not and a decimal part, then 万 or 亿, then what
/// is below it; or a Chinese numeral.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?<digits>[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+|[0-9０-９]+)(?:[.．](?<decimals>[0-9０-９]+))?(?<unit>千万|百万|[亿万千百])?(?:(?<below>[0-9０-９]+)(?<below_unit>[千百])?)?|(?<chinese>[零〇○一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬]+))[余多]?元",
    )
    .expect("the pattern is a constant")
});

/// An amount in Chinese currency, exact to the fen (分).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money {
    fen: u64,
}

impl Money {
    /// So many whole yuan; `None` above what fits.
    pub fn from_yuan(yuan: u64) -> Option<Self> {
        Some(Self {
            fen: yuan.checked_mul(100)?,
        })
    }

    /// In fen, a hundredth of a yuan.
    pub fn fen(self) -> u64 {
        self.fen
    }

    /// Whole yuan, rounded down.
    pub fn whole_yuan(self) -> u64 {
        self.fen / 100
    }

    /// The sum, at most the greatest amount.
    #[must_use]
    pub fn saturating_add(self, other: Self) -> Self {
        Self {
            fen: self.fen.saturating_add(other.fen),
        }
    }
}

/// All amounts of a text with the bytes they stand at, from the first digit to 元.
/// What is too great for 64 bits is left out.
pub fn amounts_in(text: &str) -> Vec<(Range<usize>, Money)> {
    AMOUNT
        .captures_iter(text)
        .filter_map(|found| Some((found.get(0)?.range(), value(&found)?)))
        .collect()
}

/// The amount that a text begins with.
pub(super) fn amount_at_start(text: &str) -> Option<Money> {
    let found = AMOUNT.captures(text)?;
    let begins = found.get(0).is_some_and(|whole| whole.start() == 0);
    begins.then(|| value(&found)).flatten()
}

fn value(found: &Captures<'_>) -> Option<Money> {
    if let Some(chinese) = found.name("chinese") {
        return Money::from_yuan(numerals::parse(&plain_numerals(chinese.as_str()))?);
    }
    let unit = found
        .name("unit")
        .map_or(Some(1), |unit| factor(unit.as_str()))?;
    let yuan = number(found.name("digits")?.as_str())?.checked_mul(unit)?;
    let mut fen = yuan.checked_mul(100)?;
    if let Some(decimals) = found.name("decimals") {
        fen = fen.checked_add(decimal_fen(decimals.as_str(), unit)?)?;
    }
    if let Some(below) = found.name("below") {
        let unit = found
            .name("below_unit")
            .map_or(Some(1), |unit| factor(unit.as_str()))?;
        let yuan = number(below.as_str())?.checked_mul(unit)?;
        fen = fen.checked_add(yuan.checked_mul(100)?)?;
    }
    Some(Money { fen })
}

/// Clerks write 壹万 so that nobody can change it.
fn plain_numerals(text: &str) -> String {
    const CAPITALS: &str = "壹贰叁肆伍陆柒捌玖拾佰仟萬";
    const PLAIN: &str = "一二三四五六七八九十百千万";
    text.chars()
        .map(|c| {
            let place = CAPITALS.chars().position(|capital| capital == c);
            place
                .and_then(|place| PLAIN.chars().nth(place))
                .unwrap_or(c)
        })
        .collect()
}

fn number(text: &str) -> Option<u64> {
    numerals::parse(&text.replace([',', '，'], ""))
}

/// The part behind the point, in fen: of 3.505万元, 505 / 1000 of 10,000 yuan.
fn decimal_fen(decimals: &str, unit: u64) -> Option<u64> {
    let scale = 10u64.checked_pow(u32::try_from(decimals.chars().count()).ok()?)?;
    let whole = number(decimals)?.checked_mul(unit)?.checked_mul(100)?;
    Some(whole / scale)
}

fn factor(unit: &str) -> Option<u64> {
    match unit {
        "百" => Some(100),
        "千" => Some(1000),
        "万" => Some(10_000),
        "百万" => Some(1_000_000),
        "千万" => Some(10_000_000),
        "亿" => Some(100_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, fen: &[u64]) {
        let found: Vec<u64> = amounts_in(text)
            .iter()
            .map(|(_, money)| money.fen())
            .collect();
        assert_eq!(found, fen, "{text}");
    }

    #[test]
    fn all_writings_are_read() {
        check("罚金人民币2，000元", &[200_000]);
        check("罚金1,250,000.5元", &[125_000_050]);
        check("退赔13878.4元", &[1_387_840]);
        check(
            "3万元和3.5万元，3万5千元，3万5000元",
            &[3_000_000, 3_500_000, 3_500_000, 3_500_000],
        );
        check(
            "二千元、五十万元、一百万零五百元",
            &[200_000, 50_000_000, 100_050_000],
        );
        check("壹万贰仟元", &[1_200_000]);
        check("１０００余元", &[100_000]);
        check("2.5亿元", &[25_000_000_000]);
    }

    #[test]
    fn what_is_no_amount_is_left_out() {
        check("公元二年，元旦，3克，万元", &[]);
        check("99999999999999999999元", &[]);
    }

    proptest! {
        #[test]
        fn written_amounts_are_read_back(yuan in 1u64..100_000_000_000) {
            let expected = vec![yuan * 100];
            for text in [format!("{yuan}元"), format!("{}元", numerals::to_chinese(yuan))] {
                let found: Vec<u64> = amounts_in(&text).iter().map(|(_, money)| money.fen()).collect();
                prop_assert_eq!(&found, &expected);
            }
        }

        #[test]
        fn ranges_lie_on_characters_and_end_with_yuan(text in "[0-9,，.一二十百万元人民币]{0,24}") {
            for (range, _) in amounts_in(&text) {
                prop_assert!(text.get(range).is_some_and(|part| part.ends_with('元')));
            }
        }
    }
}
