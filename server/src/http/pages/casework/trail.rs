//! Records searches and readings as they are answered. A store that cannot be written
//! never keeps an answer back; it is logged.

use super::desk::Desk;
use crate::casework::trail::{Method, SearchMade};
use crate::http::pages::filters;
use crate::http::params::SearchParams;
use crate::library::Library;
use crate::operations::coverage::coverage;
use crate::retrieval::{CitedBy, SearchResponse, SimilarCases, Told};
use leian_corpus::document::sha256_hex;

/// Longest text that is recorded of a search, in characters.
const MAX_RECORDED_CHARS: usize = 20_000;

/// Records a search by the box.
pub fn searched(library: &Library, desk: &Desk, params: &SearchParams, response: &SearchResponse) {
    let mut bare = params.clone();
    bare.query.page = 1;
    let cites = !params.filter.cites.is_empty();
    let names_law = !response.understood.jumps.is_empty();
    let chips = filters::chips(params);
    let chips: Vec<&str> = chips.iter().map(|chip| chip.label.as_str()).collect();
    let hits = response.hits.iter();
    record(
        library,
        desk,
        SearchMade {
            address: filters::href(&bare),
            method: match cites || names_law {
                true => Method::Provisions,
                false => Method::Keywords,
            },
            query: params
                .query
                .query_text
                .chars()
                .take(MAX_RECORDED_CHARS)
                .collect(),
            filters: chips.join("；"),
            snapshot: String::new(),
            total: response.total,
            lexical: response.lexical_total,
            semantic: response.semantic_total,
            listed: hits
                .map(|hit| (hit.rank, hit.entry.document_id.to_string()))
                .collect(),
        },
    );
}

/// Records a comparison for the case on the desk. Of told facts only their length is
/// kept, as the page promises.
pub fn compared(library: &Library, desk: &Desk, told: &Told, found: &SimilarCases) {
    if desk.folder.is_none() {
        return;
    }
    let (address, query) = match told {
        Told::Case(id) => (format!("/similar?of={id}"), format!("与 {id} 相似的案例")),
        Told::Text(facts) => {
            let digest = sha256_hex(facts.as_bytes());
            let chars = facts.chars().count();
            (
                format!("facts:{}", &digest[..16]),
                format!("粘贴的案情（{chars} 字）"),
            )
        }
    };
    let cases = found.cases.iter().enumerate();
    record(
        library,
        desk,
        SearchMade {
            address,
            method: Method::Cases,
            query,
            filters: String::new(),
            snapshot: String::new(),
            total: found.cases.len(),
            lexical: None,
            semantic: None,
            listed: cases
                .map(|(place, case)| (place + 1, case.entry.document_id.to_string()))
                .collect(),
        },
    );
}

/// Records a look-up of who cites something.
pub fn cited(library: &Library, desk: &Desk, address: &str, name: &str, found: &CitedBy) {
    let groups = found.groups.iter();
    let hits = groups.flat_map(|group| &group.hits);
    let ids = hits.map(|hit| hit.entry.document_id.to_string());
    record(
        library,
        desk,
        SearchMade {
            address: address.to_owned(),
            method: Method::Provisions,
            query: name.to_owned(),
            filters: String::new(),
            snapshot: String::new(),
            total: found.total,
            lexical: None,
            semantic: None,
            listed: (1..).zip(ids).collect(),
        },
    );
}

/// Records that a document was opened, for the case on the desk.
pub fn read(library: &Library, desk: &Desk, document: &str) {
    let Some(folder) = desk.folder else {
        return;
    };
    let done = library
        .casework()
        .and_then(|store| store.record_reading(folder, document));
    if let Err(error) = done {
        tracing::warn!(%error, "cannot record a reading");
    }
}

fn record(library: &Library, desk: &Desk, mut made: SearchMade) {
    let done = library.casework().and_then(|store| {
        made.snapshot = coverage(library)?.snapshot.short_id.clone();
        store.record_search(desk.id(), &made)
    });
    if let Err(error) = done {
        tracing::warn!(%error, "cannot record a search");
    }
}
