//! How light the text of a page is painted (ISO 32000-1, 8.6 and 11.6): what one can read
//! through is a watermark.

/// Least lightness of a watermark; 1 is white.
const FAINT: f32 = 0.7;

/// The colour that text is filled with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    /// From 0 (black) to 1 (white).
    lightness: f32,
    /// From 0 (not seen) to 1.
    pub opacity: f32,
    /// Whether the numbers of the colour space in use tell a lightness. A tint of a spot
    /// colour is dark where it is 1.
    mixes: bool,
}

impl Default for Ink {
    fn default() -> Self {
        Self {
            lightness: 0.0,
            opacity: 1.0,
            mixes: true,
        }
    }
}

impl Ink {
    /// Colour spaces of devices.
    pub fn is_device(name: &[u8]) -> bool {
        [&b"DeviceGray"[..], b"DeviceRGB", b"DeviceCMYK"].contains(&name)
    }

    /// Colour spaces whose numbers mean what those of devices mean.
    pub fn is_calibrated(family: &[u8]) -> bool {
        Self::is_device(family) || [&b"ICCBased"[..], b"CalGray", b"CalRGB"].contains(&family)
    }

    /// `cs`: a colour begins as black.
    pub fn choose_space(&mut self, mixes: bool) {
        (self.mixes, self.lightness) = (mixes, 0.0);
    }

    /// `g`, `rg`, `k`, `sc` and `scn` with their operands; a pattern counts as dark.
    pub fn paint(&mut self, operator: &str, values: Vec<Option<f32>>) {
        if matches!(operator, "g" | "rg" | "k") {
            self.mixes = true;
        }
        let values: Option<Vec<f32>> = values.into_iter().collect();
        self.lightness = match (self.mixes, values.as_deref()) {
            (true, Some(&[gray])) => gray,
            (true, Some(&[red, green, blue])) => 0.3 * red + 0.59 * green + 0.11 * blue,
            (true, Some(&[cyan, magenta, yellow, black])) => {
                1.0 - (0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black).min(1.0)
            }
            _ => 0.0,
        };
    }

    /// Whether it is that of a watermark.
    pub fn is_faint(self) -> bool {
        1.0 - (1.0 - self.lightness) * self.opacity >= FAINT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_and_transparent_ink_is_faint() {
        let painted = |operator: &str, values: &[f32]| {
            let mut ink = Ink::default();
            ink.paint(operator, values.iter().copied().map(Some).collect());
            ink
        };
        assert!(!Ink::default().is_faint());
        assert!(painted("g", &[0.8]).is_faint() && !painted("g", &[0.5]).is_faint());
        assert!(painted("rg", &[0.8, 0.8, 0.85]).is_faint());
        assert!(!painted("rg", &[0.8, 0.0, 0.0]).is_faint(), "red");
        assert!(painted("k", &[0.0, 0.0, 0.0, 0.2]).is_faint());
        let transparent = Ink {
            opacity: 0.2,
            ..Ink::default()
        };
        assert!(transparent.is_faint());
        let mut spot = Ink::default();
        spot.choose_space(false);
        spot.paint("scn", vec![Some(1.0)]);
        assert!(!spot.is_faint(), "a full tint is dark");
    }
}
