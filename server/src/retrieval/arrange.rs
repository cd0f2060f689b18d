//! Candidates → the result set, and its order.

use leian_corpus::Facet;
use leian_indexer::{EntryRef, MatchSet, QueryNode};

use super::candidates::{Candidates, SemanticDepth};
use super::error::Result;
use super::learned::likely::LikelyArticles;
use super::learned::pool::{Pool, Question, statutes_of};
use super::query::Mode;
use super::ranking::{self, Listed, Lists, Questions, Ranked};
use super::search::{Engine, LEXICAL_WINDOW, Request, check_length};
use super::understanding::{Read, Reader, Recognised, RecognisedKind, of_nearest_cases};
use super::understood::{Note, NoteKind, Understood};
use super::{candidates, fusion, jump};

/// So many of the likeliest articles are in the result set, however they were found.
const LIKELY_LIMIT: usize = 100;

/// So many cases of a list offer their charges.
const NEAREST_CASES: usize = 5;

/// What an article that learned ranking did not weigh keeps of its fused score: it
/// was in no list far enough up to be weighed.
const NOT_WEIGHED: f64 = 1e-3;

/// The whole result set, in order as far as it is wanted.
pub(super) struct Arranged<'a> {
    pub ranked: Vec<Ranked<EntryRef>>,
    pub set: MatchSet,
    pub node: Option<QueryNode>,
    pub lexical_total: Option<usize>,
    pub semantic_total: Option<usize>,
    pub likely_total: usize,
    pub likely: Option<LikelyArticles<'a>>,
    pub understood: Understood,
    pub mode_used: Mode,
}

impl<'e> Engine<'e> {
    /// Reads the query and puts what it finds in order.
    pub(super) fn arrange(&self, request: &Request<'_>) -> Result<Arranged<'e>> {
        check_length(request.text)?;
        let read = self.reader(request.without).read(request.text);
        let attached_phrase = read.parsed.attached_phrase;
        let arranged = self.arrange_read(request, read)?;
        if !(arranged.set.is_empty() && attached_phrase) {
            return Ok(arranged);
        }
        // Nothing has the quoted words: perhaps they were quoted as in a sentence.
        let read = self.reader(request.without).read_as_sentence(request.text);
        let mut again = self.arrange_read(request, read)?;
        again.understood.notes.push(Note::new(
            NoteKind::Syntax,
            "没有条目含有引号内的短语，已改按普通词语检索",
        ));
        Ok(again)
    }

    fn reader<'r>(&'r self, without: &'r [String]) -> Reader<'r> {
        Reader {
            thesaurus: self.thesaurus,
            held: self.snapshot,
            without,
        }
    }

    fn arrange_read(&self, request: &Request<'_>, read: Read) -> Result<Arranged<'e>> {
        let Read { text, parsed, .. } = read;
        let request = &Request {
            text: &text,
            ..*request
        };
        let mut notes = parsed.notes.clone();
        let mode_used = self.mode(request.mode, &mut notes)?;
        let named = jump::resolve(
            self.snapshot,
            request.text,
            request.filter,
            request.collapse,
        )?;
        notes.extend(named.notes);
        notes.extend(jump::laws_not_held(self.snapshot, request.filter)?);
        if parsed.node.is_none()
            && notes
                .iter()
                .all(|note| note.kind != NoteKind::NothingToSearch)
        {
            notes.push(Note::new(
                NoteKind::NothingToSearch,
                "请输入要查找的文字；检索内容里没有汉字、字母或数字",
            ));
        }
        let wanted = self.wanted(request, &parsed, mode_used);
        let found = candidates::find(self, &wanted)?;
        let likely = self.likely(&found, request)?;
        let mut set = self.result_set(&found, &named.entries, request.collapse);
        let likely_total = likely.as_ref().map_or(0, |likely| {
            let before = set.len();
            self.add_likely(likely, request.semantic, &mut set);
            set.len() - before
        });
        let searched = parsed.node.is_some();
        let semantic_total = found.semantic.as_ref().map(|nearest| nearest.members);
        if let Some(count) = semantic_total {
            self.semantic_notes(&parsed, mode_used, count, &mut notes);
        }
        Ok(Arranged {
            lexical_total: found.lexical.as_ref().map(|hits| hits.total),
            semantic_total: semantic_total.filter(|_| searched),
            ranked: match request.depth {
                0 => Vec::new(),
                _ => self.order(found, named.entries, &set, likely.as_ref(), request),
            },
            set,
            likely_total,
            likely,
            understood: Understood {
                parts: parsed.parts,
                additions: read.additions,
                recognised: read.recognised,
                jumps: named.jumps,
                notes,
            },
            node: parsed.node,
            mode_used,
        })
    }

    /// Exactly what is counted: the lexical matches, the entries above the cut-off
    /// by meaning, and what the query names.
    pub(super) fn result_set(
        &self,
        found: &Candidates,
        named: &[(EntryRef, bool)],
        collapse: bool,
    ) -> MatchSet {
        let mut set = match &found.lexical {
            Some(lexical) => lexical.matches.clone(),
            None => self.snapshot.empty_set(collapse),
        };
        if let Some(nearest) = &found.semantic {
            for hit in &nearest.hits[..nearest.members] {
                set.insert(hit.entry);
            }
        }
        for &(entry, _) in named {
            set.insert(entry);
        }
        set
    }

    /// Weighs the articles, where that is wanted and possible.
    pub(super) fn likely(
        &self,
        found: &Candidates,
        request: &Request<'_>,
    ) -> Result<Option<LikelyArticles<'e>>> {
        let (Some(ranker), Some(evidence)) = (self.ranker, &found.evidence) else {
            return Ok(None);
        };
        let question = Question {
            text: request.text,
            filter: request.filter,
            vector: &evidence.vector,
            tuned: &ranker.tuned(&evidence.vector),
            articles: &evidence.articles,
            cases: &evidence.cases,
        };
        LikelyArticles::find(ranker, self.snapshot, &question).map(Some)
    }

    /// Adds the likeliest articles to the result set; for evaluation all of them.
    pub(super) fn add_likely(
        &self,
        likely: &LikelyArticles<'_>,
        depth: SemanticDepth,
        set: &mut MatchSet,
    ) {
        let limit = match depth {
            SemanticDepth::CutOff => LIKELY_LIMIT,
            SemanticDepth::Entries(_) => usize::MAX,
        };
        for (entry, _) in likely.ranked().take(limit) {
            set.insert(entry);
        }
    }

    /// The result set in order.
    pub(super) fn order(
        &self,
        found: Candidates,
        named: Vec<(EntryRef, bool)>,
        set: &MatchSet,
        likely: Option<&LikelyArticles<'_>>,
        request: &Request<'_>,
    ) -> Vec<Ranked<EntryRef>> {
        let stands_for = |found: EntryRef| match request.collapse {
            true => set.representative(found).unwrap_or(found),
            false => found,
        };
        let listed = |found: EntryRef, score: f32, passage: u32| Listed {
            entry: stands_for(found),
            found,
            score,
            passage,
        };
        let nearest_case = self.nearest_case(&found);
        let lexical = found.lexical.map(|lexical| {
            let hits = lexical.hits.iter();
            hits.map(|hit| listed(hit.entry, hit.score, 0)).collect()
        });
        let cosines = found.semantic.as_ref().and_then(|nearest| nearest.scale);
        let semantic = found.semantic.map(|nearest| {
            let hits = nearest.hits.iter();
            hits.map(|hit| listed(hit.entry, hit.score, hit.passage))
                .collect()
        });
        let weighed = likely.into_iter().flat_map(LikelyArticles::ranked);
        let lists = Lists {
            named: named
                .into_iter()
                .map(|(entry, whole)| (stands_for(entry), whole))
                .collect(),
            lexical,
            semantic,
            cosines,
            window: match request.semantic {
                SemanticDepth::CutOff => LEXICAL_WINDOW,
                SemanticDepth::Entries(depth) => depth.max(LEXICAL_WINDOW),
            },
            likely: weighed.map(|(entry, p)| (stands_for(entry), p)).collect(),
        };
        let case_weight = fusion::case_weight(request.text.chars().count());
        let ask = Questions {
            semantic_weight: &|entry| match self.is_statute(entry) {
                true => fusion::STATUTE_WEIGHT,
                false => case_weight,
            },
            members: &|entry| set.contains(entry),
            unlearned: &|entry, fused| match self.is_statute(entry) {
                true => NOT_WEIGHED * fused,
                false => fusion::case_likelihood(fused, nearest_case),
            },
            compare: &|a, b| {
                let id = |entry| self.snapshot.entry_id_str(entry);
                id(a).cmp(id(b))
            },
        };
        let mut ranked = ranking::rank(&lists, &ask);
        if let Some(likely) = likely {
            for ranked in ranked.iter_mut().filter(|ranked| ranked.passage.is_none()) {
                let passage = likely.passage(ranked.entry);
                ranked.passage = passage.map(|(passage, cosine)| (ranked.entry, passage, cosine));
            }
        }
        ranked
    }

    /// Offers the charges of the nearest cases for a question that names none.
    pub(super) fn offer_charges(&self, arranged: &mut Arranged<'_>) {
        let names_charge = |one: &Recognised| one.kind == RecognisedKind::Facet(Facet::Charge);
        let recognised = &mut arranged.understood.recognised;
        if arranged.likely.is_none() || recognised.iter().any(names_charge) {
            return;
        }
        let cases = arranged
            .ranked
            .iter()
            .map(|ranked| ranked.entry)
            .filter(|&entry| !self.is_statute(entry))
            .take(NEAREST_CASES);
        let charges = cases.enumerate().flat_map(|(place, entry)| {
            let charges = self.snapshot.known(entry, Facet::Charge);
            charges.map(move |charge| (place, charge))
        });
        recognised.extend(of_nearest_cases(charges));
    }

    /// The cosine of the nearest case: where all that is near are statutes, that of the
    /// last of them at most.
    fn nearest_case(&self, found: &Candidates) -> f64 {
        let Some(nearest) = &found.semantic else {
            return 0.0;
        };
        let mut cases = nearest
            .hits
            .iter()
            .filter(|hit| !self.is_statute(hit.entry));
        let nearest = cases.next().or(nearest.hits.last());
        nearest.map_or(0.0, |hit| f64::from(hit.score))
    }

    fn is_statute(&self, entry: EntryRef) -> bool {
        self.snapshot.kind(entry).is_statute()
    }

    /// The candidates of a question with their features.
    ///
    /// # Errors
    /// As [`super::search()`].
    pub(super) fn article_pool(&self, text: &str, filter: &leian_indexer::Filter) -> Result<Pool> {
        let Read { text, parsed, .. } = self.reader(&[]).read(text);
        let found = candidates::find(
            self,
            &candidates::Wanted {
                parsed: &parsed,
                filter,
                collapse: true,
                lexical: Some(LEXICAL_WINDOW),
                semantic: Some(SemanticDepth::CutOff),
                evidence: true,
            },
        )?;
        let (Some(ranker), Some(evidence)) = (self.ranker, found.evidence) else {
            return Ok(Pool::default());
        };
        let question = Question {
            text: &text,
            filter: &statutes_of(filter),
            vector: &evidence.vector,
            tuned: &ranker.tuned(&evidence.vector),
            articles: &evidence.articles,
            cases: &evidence.cases,
        };
        Pool::gather(self.snapshot, &question)
    }
}
