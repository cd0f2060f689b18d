//! What happened since a pack was made: articles that read otherwise, cases that may
//! have lost their force, cases that the library holds no longer.

use leian_indexer::Snapshot;

use super::make::item;
use super::{Body, Item};
use crate::casework::error::Result;

/// What happened to a case of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// Its title.
    pub title: String,
    /// Its document.
    pub document: String,
    /// What happened, in sentences.
    pub said: Vec<String>,
}

/// Looks at all cases of a pack anew.
///
/// # Errors
/// When the index cannot be read.
pub fn since(snapshot: &Snapshot, body: &Body) -> Result<Vec<ItemChange>> {
    let mut changes = Vec::new();
    for then in &body.items {
        let said = match item(snapshot, &then.document)? {
            Some(now) => between(then, &now),
            None => vec!["本库已不再收录这件案例".to_owned()],
        };
        if !said.is_empty() {
            changes.push(ItemChange {
                title: then.title.clone(),
                document: then.document.clone(),
                said,
            });
        }
    }
    Ok(changes)
}

fn between(then: &Item, now: &Item) -> Vec<String> {
    let news = now
        .validity
        .iter()
        .filter(|said| !then.validity.contains(said));
    let mut said: Vec<String> = news.cloned().collect();
    for statute in &then.statutes {
        let same =
            |one: &&super::Statute| (&one.law, &one.number) == (&statute.law, &statute.number);
        if let Some(one) = now.statutes.iter().find(same)
            && one.text != statute.text
        {
            said.push(format!("{}的条文与制作时不同", statute.title));
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::super::Statute;
    use super::*;

    #[test]
    fn other_texts_and_new_grounds_are_told() {
        let statute = |text: &str| Statute {
            law: "刑法".to_owned(),
            number: "72".to_owned(),
            title: "《刑法》第七十二条".to_owned(),
            text: text.to_owned(),
        };
        let then = Item {
            statutes: vec![statute("旧")],
            ..Item::default()
        };
        assert!(between(&then, &then).is_empty());
        let now = Item {
            validity: vec!["所引某条此后经修改".to_owned()],
            statutes: vec![statute("新")],
            ..Item::default()
        };
        let said = between(&then, &now);
        assert_eq!(
            said,
            ["所引某条此后经修改", "《刑法》第七十二条的条文与制作时不同"]
        );
    }
}
