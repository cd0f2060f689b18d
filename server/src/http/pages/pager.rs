//! Paging.

/// Pages shown on either side of the present one.
const AROUND: usize = 2;

/// Links to other pages of a result list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Pages to choose from; `None` is a gap.
    pub pages: Vec<Option<PageLink>>,
}

/// A page to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// Its number, from 1.
    pub number: usize,
    /// Its address.
    pub href: String,
    /// Whether it is the present one.
    pub current: bool,
}

impl Pager {
    /// Links for page `page` of `pages`, with addresses by `href`; nothing when
    /// there is but one page.
    pub fn new(page: usize, pages: usize, href: impl Fn(usize) -> String) -> Self {
        if pages < 2 && page <= pages.max(1) {
            return Self::default();
        }
        let mut links = Vec::new();
        for number in 1..=pages {
            let near = number.abs_diff(page) <= AROUND;
            if near || number == 1 || number == pages {
                links.push(Some(PageLink {
                    number,
                    href: href(number),
                    current: number == page,
                }));
            } else if links.last().is_some_and(Option::is_some) {
                links.push(None);
            }
        }
        Self {
            previous: (page > 1 && pages > 0).then(|| href((page - 1).min(pages))),
            next: (page < pages).then(|| href(page + 1)),
            pages: links,
        }
    }

    /// Whether there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: usize, pages: usize, expected: &str) {
        let pager = Pager::new(page, pages, |number| number.to_string());
        let shown: Vec<String> = pager
            .pages
            .iter()
            .map(|link| match link {
                None => "…".to_owned(),
                Some(link) if link.current => format!("[{}]", link.number),
                Some(link) => link.href.clone(),
            })
            .collect();
        let arrow = |href: &Option<String>| href.clone().unwrap_or_default();
        let ends = (arrow(&pager.previous), arrow(&pager.next));
        assert_eq!(
            format!("{}<{}>{}", ends.0, shown.join(" "), ends.1),
            expected
        );
    }

    #[test]
    fn long_lists_have_gaps() {
        check(1, 1, "<>");
        check(1, 0, "<>");
        check(1, 3, "<[1] 2 3>2");
        check(7, 20, "6<1 … 5 6 [7] 8 9 … 20>8");
        check(20, 20, "19<1 … 18 19 [20]>");
    }

    #[test]
    fn past_the_end_leads_back() {
        check(9, 3, "3<1 … 3>");
        check(4, 1, "1<1>");
    }
}
