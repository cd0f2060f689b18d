//! Which block of a page holds its text. What is not a link counts: menus, lists of
//! other pages and footers are nearly all links.

use super::tree::{Block, Child, Tree};

/// Class and id of the block that holds the text, as the systems behind official
/// sites name it.
const NAMES: &[&str] = &[
    "trs_editor",
    "trs_ueditor",
    "ucapcontent",
    "ucap-content",
    "pages_content",
    "zoom",
    "zoomcon",
    "fontzoom",
    "article",
    "article-content",
    "article_content",
    "articlecontent",
    "article-con",
    "content",
    "content_text",
    "contenttext",
    "con_con",
    "detail",
    "detail-content",
    "detail_content",
    "detailcontent",
    "news_content",
    "maintext",
    "main-content",
    "main_content",
    "text",
    "txt",
];

/// Class and id of what stands beside a text.
const FURNITURE: &[&str] = &[
    "nav",
    "navbar",
    "menu",
    "submenu",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "location",
    "footer",
    "foot",
    "copyright",
    "bottom",
    "sidebar",
    "side",
    "share",
    "bdsharebuttonbox",
    "related",
    "relatednews",
    "toolbar",
    "tools",
    "print",
    "pager",
    "pagination",
    "recommend",
    "hot",
    "links",
    "header",
    "banner",
    "search",
    "login",
    "qrcode",
    "fontsize",
    "comment",
];

/// Least share of the page's text, in percent, that a block with a known name has.
const MIN_NAMED_PERCENT: usize = 40;

/// From this share on a child stands for its parent.
const MIN_CHILD_PERCENT: usize = 80;

/// Most of the main text that a block called like furniture may have.
const MAX_FURNITURE_PERCENT: usize = 30;

/// A block of this many links, most of its text, is a list of links.
const MIN_LINKS: usize = 3;
const MIN_LINK_PERCENT: usize = 60;

/// Characters in a block and all below it that are not dropped.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    plain: usize,
    linked: usize,
    links: usize,
}

/// The block that holds the text; marks as dropped what is furniture in it.
pub(super) fn find(tree: &mut Tree) -> usize {
    drop_veiled(tree);
    let sizes = sizes(tree);
    let total = sizes[0].plain;
    let named = (1..tree.blocks.len())
        .filter(|&place| has_label(&tree.blocks[place], NAMES) && !is_dropped(tree, place))
        .filter(|&place| sizes[place].plain * 100 >= total * MIN_NAMED_PERCENT && total > 0)
        // Of equals the innermost.
        .max_by_key(|&place| (sizes[place].plain, place));
    let mut main = named.unwrap_or(0);
    while let Some(child) = heavy_child(tree, &sizes, main) {
        main = child;
    }
    drop_furniture(tree, &sizes, main);
    main
}

/// Drops what is kept from readers aloud, unless it is most of the page.
fn drop_veiled(tree: &mut Tree) {
    let sizes = sizes(tree);
    for (block, size) in tree.blocks.iter_mut().zip(&sizes) {
        block.dropped |= block.veiled && size.plain * 2 <= sizes[0].plain;
    }
}

fn heavy_child(tree: &Tree, sizes: &[Size], place: usize) -> Option<usize> {
    // A row or an item is a part of its table or list, never the whole text.
    let frame = |name: &str| {
        matches!(name, "tr" | "li" | "p" | "pre") || name.starts_with('h') && name.len() == 2
    };
    tree.blocks[place].children.iter().find_map(|child| {
        let Child::Block(child) = *child else {
            return None;
        };
        let block = &tree.blocks[child];
        let heavy = sizes[child].plain * 100 >= sizes[place].plain * MIN_CHILD_PERCENT;
        (heavy && sizes[child].plain > 0 && !block.dropped && !frame(&block.name)).then_some(child)
    })
}

/// Children have higher places than their parents, so that one walk from the end
/// adds everything up.
fn sizes(tree: &Tree) -> Vec<Size> {
    let mut sizes = vec![Size::default(); tree.blocks.len()];
    for place in (0..tree.blocks.len()).rev() {
        let block = &tree.blocks[place];
        if block.dropped {
            sizes[place] = Size::default();
            continue;
        }
        let mut size = sizes[place];
        size.links += block.links;
        for child in &block.children {
            if let Child::Text(text, linked) = child {
                let count = text.chars().filter(|c| !c.is_whitespace()).count();
                *(if *linked {
                    &mut size.linked
                } else {
                    &mut size.plain
                }) += count;
            }
        }
        sizes[place] = size;
        if place > 0 {
            let parent = &mut sizes[block.parent];
            parent.plain += size.plain;
            parent.linked += size.linked;
            parent.links += size.links;
        }
    }
    sizes
}

/// Whether the block or one around it is dropped.
fn is_dropped(tree: &Tree, place: usize) -> bool {
    let mut place = place;
    while place > 0 {
        if tree.blocks[place].dropped {
            return true;
        }
        place = tree.blocks[place].parent;
    }
    false
}

fn has_label(block: &Block, names: &[&str]) -> bool {
    block
        .labels
        .split_ascii_whitespace()
        .any(|label| names.contains(&label))
}

fn drop_furniture(tree: &mut Tree, sizes: &[Size], main: usize) {
    for place in main + 1..tree.blocks.len() {
        let size = sizes[place];
        let block = &tree.blocks[place];
        let small = size.plain * 100 <= sizes[main].plain * MAX_FURNITURE_PERCENT;
        let all = size.plain + size.linked;
        let list = size.links >= MIN_LINKS
            && size.linked * 100 >= all * MIN_LINK_PERCENT
            && block.name != "p";
        if small && (list || has_label(block, FURNITURE)) {
            tree.blocks[place].dropped = true;
        }
    }
}
