//! The Chinese fonts of the machine, found once.

use std::sync::{Arc, LazyLock};

use fontdb::{Database, Family, ID, Query, Weight};
use krilla::text::Font;
use ttf_parser::Face as Metrics;

/// Families for the text, the best first: those of official papers, then what systems
/// come with.
const BODY: [&str; 11] = [
    "FangSong",
    "仿宋",
    "FangSong_GB2312",
    "仿宋_GB2312",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Songti SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
];

/// Families for headings.
const HEAD: [&str; 6] = [
    "SimHei",
    "黑体",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
];

/// Characters that a font must have.
const NEEDED: &str = "类案检索报告，。《》0A";

/// Which of the two fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// For the text.
    Body,
    /// For headings and what stands out.
    Head,
}

/// A font to draw with and to measure by.
pub struct Loaded {
    /// For drawing.
    pub drawn: Font,
    data: Arc<Vec<u8>>,
    index: u32,
}

/// Both fonts.
pub struct Fonts {
    /// For the text.
    pub body: Loaded,
    /// For headings; the same as [`Self::body`] where there is no other.
    pub head: Loaded,
}

static FOUND: LazyLock<Option<Fonts>> = LazyLock::new(Fonts::find);

impl Fonts {
    /// The fonts of this machine; `None` without a Chinese one.
    pub fn of_machine() -> Option<&'static Self> {
        FOUND.as_ref()
    }

    fn find() -> Option<Self> {
        let mut database = Database::new();
        database.load_system_fonts();
        let body = first(&database, &BODY).or_else(|| any(&database))?;
        let head = first(&database, &HEAD);
        Some(Self {
            head: match head {
                Some(head) => head,
                None => first(&database, &BODY).or_else(|| any(&database))?,
            },
            body,
        })
    }

    /// The font of a face.
    pub fn of(&self, face: Face) -> &Loaded {
        match face {
            Face::Body => &self.body,
            Face::Head => &self.head,
        }
    }
}

fn first(database: &Database, families: &[&str]) -> Option<Loaded> {
    families.iter().find_map(|family| {
        let query = Query {
            families: &[Family::Name(family)],
            weight: Weight::NORMAL,
            ..Query::default()
        };
        load(database, database.query(&query)?)
    })
}

fn any(database: &Database) -> Option<Loaded> {
    database.faces().find_map(|face| load(database, face.id))
}

/// The font, if it has the characters that are needed.
fn load(database: &Database, id: ID) -> Option<Loaded> {
    let (data, index) = database.with_face_data(id, |data, index| {
        let metrics = Metrics::parse(data, index).ok()?;
        let all = NEEDED.chars().all(|c| metrics.glyph_index(c).is_some());
        all.then(|| (data.to_vec(), index))
    })??;
    let data = Arc::new(data);
    Some(Loaded {
        drawn: Font::new(Arc::clone(&data).into(), index)?,
        data,
        index,
    })
}

impl Loaded {
    /// A ruler for this font.
    pub fn ruler(&self) -> Option<Ruler<'_>> {
        Metrics::parse(&self.data, self.index).ok().map(Ruler)
    }

    /// Text without characters that the font does not have, which would be drawn as
    /// boxes: each becomes □ or ?.
    pub fn drawable(&self, text: &str) -> String {
        let Some(ruler) = self.ruler() else {
            return text.to_owned();
        };
        let has = |c: char| ruler.0.glyph_index(c).is_some();
        let instead = if has('□') { '□' } else { '?' };
        text.chars()
            .filter(|c| !c.is_control())
            .map(|c| if has(c) { c } else { instead })
            .collect()
    }
}

/// Measures text.
pub struct Ruler<'a>(Metrics<'a>);

impl Ruler<'_> {
    /// The width of a character in a size, in points.
    pub fn width(&self, c: char, size: f32) -> f32 {
        let advance = self
            .0
            .glyph_index(c)
            .and_then(|glyph| self.0.glyph_hor_advance(glyph));
        let units = f32::from(self.0.units_per_em());
        advance.map_or(size, |advance| f32::from(advance) / units * size)
    }

    /// The width of a text.
    pub fn text_width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.width(c, size)).sum()
    }
}
