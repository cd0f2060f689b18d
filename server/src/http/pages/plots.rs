//! Pictures as SVG made here, by plotters. Every picture stands beside the table of its
//! figures, so that it is decoration for who sees it and no loss for who does not.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Bars that a picture holds; more would be too thin to tell apart.
const MOST_BARS: usize = 40;

/// Height of a bar with its gap, in units of the picture.
const BAR: i32 = 26;

/// Width of a picture, and of the labels at its left.
const WIDTH: i32 = 640;
const LABELS: i32 = 190;

/// Room at the right for the count.
const COUNTS: i32 = 60;

/// A figure with its name and, where there is one, what it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// How many.
    pub count: usize,
    /// The texts that were counted.
    pub href: Option<String>,
}

/// A picture with its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plot {
    /// What it shows.
    pub title: String,
    /// The figures.
    pub bars: Vec<Bar>,
    /// The picture; empty when there is nothing to draw.
    pub svg: String,
    /// Whether figures are left out of the picture, not of the table.
    pub cut: bool,
}

impl Plot {
    /// Horizontal bars, in the order given.
    pub fn new(title: impl Into<String>, bars: Vec<Bar>) -> Self {
        let drawn = &bars[..bars.len().min(MOST_BARS)];
        Self {
            title: title.into(),
            svg: draw(drawn).unwrap_or_default(),
            cut: drawn.len() < bars.len(),
            bars,
        }
    }
}

/// The picture in the colours of the page: classes instead of colours, which the style
/// sheet gives for light and dark.
fn draw(bars: &[Bar]) -> Option<String> {
    let most = bars
        .iter()
        .map(|bar| bar.count)
        .max()
        .filter(|&most| most > 0)?;
    let height = BAR * i32::try_from(bars.len()).ok()? + 8;
    let mut svg = String::new();
    {
        let size = (u32::try_from(WIDTH).ok()?, u32::try_from(height).ok()?);
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let label = ("sans-serif", 14).into_font().color(&INK);
        let right = label.pos(Pos::new(HPos::Right, VPos::Center));
        let left = label.pos(Pos::new(HPos::Left, VPos::Center));
        for (bar, at) in bars.iter().zip(0..) {
            let top = BAR * at + 4;
            let middle = top + (BAR - 6) / 2;
            let name: String = bar.label.chars().take(12).collect();
            area.draw(&Text::new(name, (LABELS - 10, middle), &right))
                .ok()?;
            let long = length(bar.count, most);
            let corners = [(LABELS, top), (LABELS + long, top + BAR - 6)];
            area.draw(&Rectangle::new(corners, FILL.filled())).ok()?;
            let count = bar.count.to_string();
            area.draw(&Text::new(count, (LABELS + long + 6, middle), &left))
                .ok()?;
        }
        area.present().ok()?;
    }
    Some(themed(&svg))
}

/// Height of a neighbour, and the three columns of the picture of a neighbourhood.
const ROW: i32 = 34;
const COLUMNS: [i32; 3] = [0, 330, 660];
const COLUMN: i32 = 280;

/// What cites a text at the left, the text, and what it cites at the right; empty when
/// it has no neighbours.
pub fn neighbourhood(centre: &str, citing: &[String], cited: &[String]) -> String {
    if citing.is_empty() && cited.is_empty() {
        return String::new();
    }
    drawn_neighbourhood(centre, citing, cited).unwrap_or_default()
}

fn drawn_neighbourhood(centre: &str, citing: &[String], cited: &[String]) -> Option<String> {
    let rows = i32::try_from(citing.len().max(cited.len()).max(1)).ok()?;
    let height = ROW * rows + 8;
    let size = (
        u32::try_from(COLUMNS[2] + COLUMN).ok()?,
        u32::try_from(height).ok()?,
    );
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let label = ("sans-serif", 14).into_font().color(&INK);
        let inside = label.pos(Pos::new(HPos::Left, VPos::Center));
        let place = |at: i32, of: usize| -> Option<i32> {
            // Fewer neighbours than rows stand in the middle.
            let of = i32::try_from(of).ok()?;
            Some(4 + ROW * at + (rows - of) * ROW / 2 + ROW / 2)
        };
        let middle = height / 2;
        for (names, column) in [(citing, 0), (cited, 2)] {
            for (name, at) in names.iter().zip(0..) {
                let y = place(at, names.len())?;
                let (from, to) = match column {
                    0 => ((COLUMNS[0] + COLUMN, y), (COLUMNS[1], middle)),
                    _ => ((COLUMNS[1] + COLUMN, middle), (COLUMNS[2], y)),
                };
                area.draw(&PathElement::new(vec![from, to], LINE)).ok()?;
                let left = COLUMNS[column];
                let corners = [(left, y - 13), (left + COLUMN, y + 13)];
                area.draw(&Rectangle::new(corners, WASH.filled())).ok()?;
                area.draw(&Text::new(short(name), (left + 8, y), &inside))
                    .ok()?;
            }
        }
        let corners = [
            (COLUMNS[1], middle - 15),
            (COLUMNS[1] + COLUMN, middle + 15),
        ];
        area.draw(&Rectangle::new(corners, FILL.filled())).ok()?;
        area.draw(&Text::new(short(centre), (COLUMNS[1] + 8, middle), &inside))
            .ok()?;
        area.present().ok()?;
    }
    Some(themed(&svg))
}

fn short(name: &str) -> String {
    let mut text: String = name.chars().take(17).collect();
    if name.chars().nth(17).is_some() {
        text.push('…');
    }
    text
}

/// Drawn in, and then replaced by what the style sheet says.
const INK: RGBColor = RGBColor(1, 1, 1);
const FILL: RGBColor = RGBColor(2, 2, 2);
const WASH: RGBColor = RGBColor(3, 3, 3);
const LINE: RGBColor = RGBColor(4, 4, 4);

/// At least one unit for what is not nothing.
fn length(count: usize, most: usize) -> i32 {
    let room = usize::try_from(WIDTH - LABELS - COUNTS).unwrap_or(0);
    let long = room * count / most.max(1);
    i32::try_from(long.max(usize::from(count > 0))).unwrap_or(0)
}

/// Without sizes and colours of its own, hidden from those who hear the table.
fn themed(svg: &str) -> String {
    let from = svg.find("<svg").unwrap_or(0);
    let svg = &svg[from..];
    let (head, rest) = svg.split_once('>').unwrap_or(("", svg));
    let view = head.find("viewBox").map(|at| &head[at..]);
    let view = view
        .and_then(|view| view.split('"').nth(1))
        .unwrap_or_default();
    let rest = rest
        .replace("fill=\"#010101\"", "class=\"plot-ink\"")
        .replace("fill=\"#020202\"", "class=\"plot-bar\"")
        .replace("fill=\"#030303\"", "class=\"plot-wash\"")
        .replace("stroke=\"#040404\"", "class=\"plot-line\"")
        .replace("stroke=\"none\"", "");
    format!(
        "<svg class=\"plot\" viewBox=\"{view}\" aria-hidden=\"true\" focusable=\"false\">{rest}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, count: usize) -> Bar {
        Bar {
            label: label.to_owned(),
            count,
            href: None,
        }
    }

    #[test]
    fn bars_are_as_long_as_their_counts_and_labels_are_text() {
        let plot = Plot::new(
            "年份",
            vec![bar("<b>2020</b>", 10), bar("2021", 5), bar("2022", 0)],
        );
        assert!(plot.svg.contains("&lt;b&gt;2020"), "{}", plot.svg);
        assert!(!plot.svg.contains("<b>"), "{}", plot.svg);
        assert_eq!(plot.svg.matches("plot-bar").count(), 3);
        assert!(!plot.svg.contains("#0"), "{}", plot.svg);
        assert_eq!(length(10, 10), 2 * length(5, 10));
        assert_eq!(length(1, 100_000), 1);
        assert_eq!(length(0, 10), 0);
    }

    #[test]
    fn a_neighbourhood_names_its_texts_shortened() {
        let svg = neighbourhood("某案", &["很".repeat(30)], &["<i>".to_owned()]);
        assert!(svg.contains("…") && svg.contains("&lt;i&gt;"), "{svg}");
        assert_eq!(svg.matches("plot-wash").count(), 2);
        assert_eq!(svg.matches("plot-line").count(), 2);
        assert_eq!(neighbourhood("某案", &[], &[]), "");
    }

    #[test]
    fn nothing_is_no_picture() {
        assert_eq!(Plot::new("x", vec![bar("a", 0)]).svg, "");
        assert_eq!(Plot::new("x", Vec::new()).svg, "");
    }
}
