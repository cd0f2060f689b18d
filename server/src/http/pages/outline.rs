//! The outline beside a text.

use leian_corpus::{ArticleNumber, OutlineNode};

/// A line of an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineItem {
    /// Depth, from 0; at most 3.
    pub depth: usize,
    /// Its text.
    pub text: String,
    /// The articles below it: 第一条至第十二条.
    pub articles: String,
    /// Anchor on the page, without `#`.
    pub anchor: String,
    /// Places below it that match the query.
    pub matches: usize,
}

/// The tree of a statute as lines. `matches` counts for each block.
pub fn of_statute(nodes: &[OutlineNode], matches: &[usize]) -> Vec<OutlineItem> {
    let mut items = Vec::new();
    for node in nodes {
        push(node, 0, matches, &mut items);
    }
    items
}

/// Anchor of a heading that is block `block`.
pub fn heading_anchor(block: usize) -> String {
    format!("h{block}")
}

/// For each of `blocks` blocks that is a heading its level in HTML, from 2 to 5,
/// so that no level is left out; 0 for the others.
pub fn levels(nodes: &[OutlineNode], blocks: usize) -> Vec<usize> {
    fn set(nodes: &[OutlineNode], level: usize, levels: &mut [usize]) {
        for node in nodes {
            if let Some(place) = levels.get_mut(node.block) {
                *place = level;
            }
            set(&node.children, (level + 1).min(5), levels);
        }
    }
    let mut levels = vec![0; blocks];
    set(nodes, 2, &mut levels);
    levels
}

fn push(node: &OutlineNode, depth: usize, matches: &[usize], items: &mut Vec<OutlineItem>) {
    items.push(OutlineItem {
        depth: depth.min(3),
        text: node.heading.text.clone(),
        articles: articles(node),
        anchor: heading_anchor(node.block),
        matches: count(node, matches),
    });
    for child in &node.children {
        push(child, depth + 1, matches, items);
    }
}

fn count(node: &OutlineNode, matches: &[usize]) -> usize {
    let own = std::iter::once(node.block).chain(node.articles.iter().map(|(block, _)| *block));
    let own: usize = own.filter_map(|block| matches.get(block)).sum();
    own + node
        .children
        .iter()
        .map(|child| count(child, matches))
        .sum::<usize>()
}

/// First and last article directly below a heading, as written in statutes.
fn articles(node: &OutlineNode) -> String {
    let numbers: Vec<ArticleNumber> = node.articles.iter().map(|(_, number)| *number).collect();
    match numbers.as_slice() {
        [] => String::new(),
        [only] => only.chinese(),
        [first, .., last] => format!("{}至{}", first.chinese(), last.chinese()),
    }
}

#[cfg(test)]
mod tests {
    use leian_corpus::{Article, Block, Heading, HeadingLevel, Statute};

    use super::*;

    #[test]
    fn lines_and_levels_follow_the_tree_with_articles_and_matches() {
        let heading = |level, text: &str| {
            Block::Heading(Heading {
                level,
                text: text.to_owned(),
            })
        };
        let article = |base| {
            let number = ArticleNumber::new(base);
            Block::Article(Article {
                number,
                label: number.chinese(),
                text: String::new(),
            })
        };
        let statute = Statute {
            blocks: vec![
                heading(HeadingLevel::Part, "第一编"),
                heading(HeadingLevel::Chapter, "第一章"),
                article(1),
                article(2),
                heading(HeadingLevel::Chapter, "第二章"),
                article(3),
            ],
        };
        assert_eq!(levels(&statute.outline(), 6), [2, 3, 0, 0, 3, 0]);
        let items = of_statute(&statute.outline(), &[0, 0, 2, 1, 0, 4]);
        let shown: Vec<_> = items
            .iter()
            .map(|item| {
                (
                    item.depth,
                    item.anchor.as_str(),
                    item.articles.as_str(),
                    item.matches,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                (0, "h0", "", 7),
                (1, "h1", "第一条至第二条", 3),
                (1, "h4", "第三条", 4),
            ]
        );
    }
}
