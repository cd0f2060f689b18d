//! Web pages as browsers and crawlers save them: the main text without navigation,
//! menus, footers and scripts; title, source and day of publication.
//!
//! The page is cut into tokens by a parser that follows the WHATWG standard. The
//! tree of blocks over them is our own, because its depth has to be bounded and
//! nothing but blocks matters.

mod charset;
mod furniture;
mod lines;
mod main_text;
mod tree;

use self::furniture::Furniture;
use self::tree::Tree;
use super::flow::{Flow, TextNote};
use crate::error::ImportProblem;
use crate::normalize::without_spaces;

/// Reads a page.
///
/// # Errors
/// When its encoding is not known, or it is nested too deep.
pub(super) fn read(bytes: &[u8]) -> Result<Flow, ImportProblem> {
    let page = charset::decode(bytes)?;
    let mut tree = Tree::of(&page.text)?;
    let main = main_text::find(&mut tree);
    let mut flow = Flow::default();
    lines::write(&tree, main, &mut flow);
    let mut furniture = Furniture::take(&tree, &mut flow.blocks);
    if let Some(first) = flow.blocks.first() {
        furniture.look_above(&tree, &first.text);
    }
    flow.title = furniture.title;
    drop_repeated_heading(&mut flow);
    flow.source = furniture.source;
    flow.published = furniture.published;
    flow.url = furniture.url;
    flow.note(TextNote::Navigation);
    if page.cut_off {
        flow.note(TextNote::CutOff);
    }
    if page.unknown_characters {
        flow.note(TextNote::UnknownCharacters);
    }
    Ok(flow)
}

/// A page shows its title above the text, and the text begins with it again.
fn drop_repeated_heading(flow: &mut Flow) {
    while let [first, second, ..] = flow.blocks.as_slice() {
        if without_spaces(&first.text) != without_spaces(&second.text) {
            return;
        }
        flow.blocks.remove(0);
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
