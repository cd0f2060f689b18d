//! The elements of WordprocessingML that the reader knows.

/// An element's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// `w:p`
    Paragraph,
    /// `w:pPr`
    ParagraphProperties,
    /// `w:rPr`
    RunProperties,
    /// `w:r`
    Run,
    /// `w:t`
    Text,
    /// `w:pStyle`
    ParagraphStyle,
    /// `w:outlineLvl`
    OutlineLevel,
    /// `w:numId`
    NumberingId,
    /// `w:ilvl`
    NumberingLevel,
    /// `w:tab`
    Tab,
    /// `w:br`, `w:cr`
    Break,
    /// `w:noBreakHyphen`
    Hyphen,
    /// `w:vanish`
    Vanish,
    /// `w:del`, `w:moveFrom`
    Deleted,
    /// `w:ins`, `w:moveTo`
    Inserted,
    /// `w:footnoteReference`
    FootnoteReference,
    /// `w:endnoteReference`
    EndnoteReference,
    /// `w:tbl`
    Table,
    /// `w:tr`
    Row,
    /// `w:trPr`
    RowProperties,
    /// `w:tc`
    Cell,
    /// `w:footnote`, `w:endnote`
    Note,
    /// What is left out with everything in it.
    LeftOut,
    /// Any other.
    Other,
}

impl Tag {
    /// The element with this local name.
    pub fn of(name: &str) -> Self {
        match name {
            "p" => Self::Paragraph,
            "pPr" => Self::ParagraphProperties,
            "rPr" => Self::RunProperties,
            "r" => Self::Run,
            "t" => Self::Text,
            "pStyle" => Self::ParagraphStyle,
            "outlineLvl" => Self::OutlineLevel,
            "numId" => Self::NumberingId,
            "ilvl" => Self::NumberingLevel,
            "tab" | "ptab" => Self::Tab,
            "br" | "cr" => Self::Break,
            "noBreakHyphen" => Self::Hyphen,
            "vanish" => Self::Vanish,
            "del" | "moveFrom" => Self::Deleted,
            "ins" | "moveTo" => Self::Inserted,
            "footnoteReference" => Self::FootnoteReference,
            "endnoteReference" => Self::EndnoteReference,
            "tbl" => Self::Table,
            "tr" => Self::Row,
            "trPr" => Self::RowProperties,
            "tc" => Self::Cell,
            "footnote" | "endnote" => Self::Note,
            // Former properties, the second rendering of what is drawn, codes of
            // fields, stops of tabs, readings above characters, prompts of forms.
            "pPrChange" | "rPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange"
            | "sectPrChange" | "numberingChange" | "Fallback" | "instrText" | "delText"
            | "delInstrText" | "tabs" | "rt" | "sdtPr" | "sectPr" | "tblPr" | "tcPr" => {
                Self::LeftOut
            }
            _ => Self::Other,
        }
    }
}
