//! hnsw_rs builds the graph: the only place that names it.
//!
//! It builds well and serves slowly, so all that is taken from it is its links,
//! into a [`OwnedGraph`]. What it does badly is kept from happening here: it ends the
//! process on a degree above 256, panics on NaN and on negative distances, on an
//! index without points and on layers above the highest, leaves stray links above a
//! point's level, and hides the entry point. Its dump and reload are not used.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use hnsw_rs::prelude::{Distance, Hnsw};

use super::error::{EmbeddingError, Result};
use super::frozen::{Links, OwnedGraph, OwnedLayer, mend};
use super::quantise::Codes;

/// Links of a node in an upper layer, twice as many in layer 0. hnsw_rs keeps the
/// degree in one byte, so 127 is the most.
const MAX_LINKS: usize = 16;
/// How far an insertion looks for neighbours; 100 would take a third less time and
/// cost .003 of recall.
const EF_CONSTRUCTION: usize = 200;
/// hnsw_rs allows up to 16.
const MAX_LAYERS: usize = 16;
/// Vectors inserted one after the other before several threads insert: threads that
/// start on an empty graph do not see each other.
const SERIAL_SEEDS: usize = 100;
/// Insertions between two reports of progress.
const REPORT_EVERY: usize = 512;

/// How a graph is built.
#[derive(Clone, Copy, Debug)]
pub(super) struct BuildOptions {
    /// With one thread the same vectors give the same graph, byte for byte.
    pub(super) threads: usize,
}

/// Squared distance of the coded vectors, each named by its number: no vector is
/// copied into the graph, and a step costs a quarter of what it does in f32.
struct CodedDistance<'a> {
    codes: Codes<'a>,
    norms: &'a [f32],
}

impl Distance<u32> for CodedDistance<'_> {
    fn eval(&self, a: &[u32], b: &[u32]) -> f32 {
        self.codes.squared_distance(self.norms, a[0], b[0])
    }
}

type Builder<'a> = Hnsw<'a, u32, CodedDistance<'a>>;

/// Builds the graph of all vectors in `codes`, at least one.
///
/// # Errors
/// `Graph` when there is nothing to build from or hnsw_rs panics.
pub(super) fn build_graph(
    codes: Codes<'_>,
    options: BuildOptions,
    progress: &mut dyn FnMut(usize),
) -> Result<OwnedGraph> {
    let failed = |reason: &str| EmbeddingError::Graph {
        vectors: codes.len(),
        reason: reason.into(),
    };
    if codes.len() == 0 {
        return Err(failed("there are none"));
    }
    let norms = codes.squared_norms();
    if norms.iter().any(|norm| !norm.is_finite()) {
        return Err(failed("a vector is not finite"));
    }
    let distance = CodedDistance {
        codes,
        norms: &norms,
    };
    let builder: Builder<'_> = Hnsw::new(
        MAX_LINKS,
        codes.len(),
        MAX_LAYERS,
        EF_CONSTRUCTION,
        distance,
    );
    insert_all(&builder, &insertion_order(codes.len()), options, progress)
        .map_err(|()| failed("hnsw_rs panicked"))?;
    freeze(&builder, codes, &norms)
}

/// A fixed shuffle. Neighbouring numbers are neighbouring articles of one law, and a
/// graph that grows topic by topic has fewer long links.
fn insertion_order(count: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for place in (1..count).rev() {
        // xorshift64 (Marsaglia 2003)
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(place, (state % (place as u64 + 1)) as usize);
    }
    order
}

fn insert_all(
    builder: &Builder<'_>,
    order: &[u32],
    options: BuildOptions,
    progress: &mut dyn FnMut(usize),
) -> std::result::Result<(), ()> {
    let insert =
        |vector: &u32| builder.insert_slice((std::slice::from_ref(vector), *vector as usize));
    let serial = if options.threads <= 1 {
        order.len()
    } else {
        SERIAL_SEEDS.min(order.len())
    };
    let (seeds, rest) = order.split_at(serial);
    for (done, vectors) in seeds.chunks(REPORT_EVERY).enumerate() {
        catch_unwind(AssertUnwindSafe(|| vectors.iter().for_each(insert))).map_err(drop)?;
        progress(done * REPORT_EVERY + vectors.len());
    }
    let next = AtomicUsize::new(0);
    let take = || rest.get(next.fetch_add(1, Ordering::Relaxed));
    std::thread::scope(|scope| {
        let helpers: Vec<_> = (1..options.threads)
            .map(|_| {
                scope.spawn(|| {
                    while let Some(vector) = take() {
                        insert(vector)
                    }
                })
            })
            .collect();
        // This thread works too, and is the one that may report.
        let own = catch_unwind(AssertUnwindSafe(|| {
            let mut inserted = 0;
            while let Some(vector) = take() {
                insert(vector);
                inserted += 1;
                if inserted % REPORT_EVERY == 0 {
                    progress(serial + next.load(Ordering::Relaxed).min(rest.len()));
                }
            }
        }));
        let joined = helpers.into_iter().map(|helper| helper.join().is_ok());
        // Every helper is waited for, whatever the others did.
        let whole = joined.fold(own.is_ok(), |whole, helper| whole && helper);
        if whole { Ok(()) } else { Err(()) }
    })
}

/// Takes the links out of hnsw_rs, layer by layer.
fn freeze(builder: &Builder<'_>, codes: Codes<'_>, norms: &[f32]) -> Result<OwnedGraph> {
    let points = builder.get_point_indexation();
    let top = usize::from(builder.get_max_level_observed());
    // Its entry point is private; any point of the highest level will do.
    let entry = points
        .get_layer_iterator(top)
        .next()
        .map(|point| point.get_origin_id() as u32);
    let Some(entry) = entry else {
        let reason = "its highest layer is empty".into();
        return Err(EmbeddingError::Graph {
            vectors: codes.len(),
            reason,
        });
    };
    let mut graph = OwnedGraph::default();
    let mut below: Option<Vec<u32>> = None;
    for level in 0..=top {
        let (nodes, mut links) = layer_links(builder, level, top);
        let place = nodes.binary_search(&entry).unwrap_or_default() as u32;
        let distance =
            |a: u32, b: u32| codes.squared_distance(norms, nodes[a as usize], nodes[b as usize]);
        let mended = mend(&mut links, place, &distance);
        tracing::debug!(
            level,
            nodes = nodes.len(),
            mended,
            "a layer of a graph is ready"
        );
        graph
            .layers
            .push(OwnedLayer::new(&nodes, below.as_deref(), &links));
        graph.entry = place;
        below = Some(nodes);
    }
    Ok(graph)
}

/// The vectors of a layer, ascending, and their links as places among them. Links to
/// points that do not reach this level, which hnsw_rs leaves behind, are dropped.
fn layer_links(builder: &Builder<'_>, level: usize, top: usize) -> (Vec<u32>, Links) {
    let points = builder.get_point_indexation();
    let mut found: Vec<(u32, Vec<u32>)> = Vec::new();
    // An iterator yields only the points whose highest level is the one asked for.
    for own_level in level..=top {
        found.extend(points.get_layer_iterator(own_level).map(|point| {
            let neighbours = point.get_neighborhood_id();
            let linked = neighbours.get(level).into_iter().flatten();
            (
                point.get_origin_id() as u32,
                linked.map(|n| n.get_origin_id() as u32).collect(),
            )
        }));
    }
    found.sort_unstable_by_key(|(vector, _)| *vector);
    let nodes: Vec<u32> = found.iter().map(|(vector, _)| *vector).collect();
    let links = found.iter().map(|(vector, linked)| {
        let mut places: Vec<u32> = Vec::with_capacity(linked.len());
        for neighbour in linked.iter().filter(|neighbour| *neighbour != vector) {
            if let Ok(place) = nodes.binary_search(neighbour)
                && !places.contains(&(place as u32))
            {
                places.push(place as u32);
            }
        }
        places
    });
    let links = links.collect();
    (nodes, links)
}
