//! The graph of nearest neighbours as flat arrays: what serves.
//!
//! Layer 0 holds every vector, each layer above a part of the one below (Malkov &
//! Yashunin 2016). A node is a number within its layer; in layer 0 that is the
//! vector itself. Links are u32 in one array per layer, with the offsets beside it.

use super::error::Result;
use super::sections::{MappedSections, SectionKind, SectionsWriter};

/// Layers that a graph may have; hnsw_rs makes 16 at most.
const MAX_LAYERS: usize = 16;

/// One layer, owned or mapped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layer<'a> {
    /// The nodes as vectors, ascending; empty in layer 0, where they are the same.
    pub(super) nodes: &'a [u32],
    /// The nodes as nodes of the layer below; empty in layer 0.
    pub(super) down: &'a [u32],
    offsets: &'a [u32],
    neighbours: &'a [u32],
}

impl<'a> Layer<'a> {
    #[inline]
    pub(super) fn neighbours(self, node: u32) -> &'a [u32] {
        let place = node as usize;
        &self.neighbours[self.offsets[place] as usize..self.offsets[place + 1] as usize]
    }

    /// The vector of a node.
    #[inline]
    pub(super) fn vector(self, node: u32) -> u32 {
        if self.nodes.is_empty() {
            node
        } else {
            self.nodes[node as usize]
        }
    }

    fn len(self) -> usize {
        self.offsets.len() - 1
    }
}

/// A whole graph, ready to be walked.
#[derive(Clone, Debug)]
pub(super) struct Graph<'a> {
    /// From layer 0 up; at least one.
    pub(super) layers: Vec<Layer<'a>>,
    /// Node of the top layer where a walk begins.
    pub(super) entry: u32,
}

/// A graph that was just built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnedGraph {
    pub(super) layers: Vec<OwnedLayer>,
    pub(super) entry: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnedLayer {
    nodes: Vec<u32>,
    down: Vec<u32>,
    offsets: Vec<u32>,
    neighbours: Vec<u32>,
}

/// Links of one layer while they may still change: node → neighbours.
pub(super) type Links = Vec<Vec<u32>>;

impl OwnedLayer {
    /// `nodes` are the layer's vectors, ascending; `below` those of the layer below,
    /// empty for layer 0, whose `nodes` are not kept.
    pub(super) fn new(nodes: &[u32], below: Option<&[u32]>, links: &Links) -> Self {
        let mut layer = Self {
            offsets: vec![0],
            ..Self::default()
        };
        if let Some(below) = below {
            layer.nodes = nodes.to_vec();
            let place = |node: &u32| below.partition_point(|vector| vector < node) as u32;
            layer.down = nodes.iter().map(place).collect();
        }
        for neighbours in links {
            layer.neighbours.extend_from_slice(neighbours);
            layer.offsets.push(layer.neighbours.len() as u32);
        }
        layer
    }

    #[cfg(test)]
    fn view(&self) -> Layer<'_> {
        Layer {
            nodes: &self.nodes,
            down: &self.down,
            offsets: &self.offsets,
            neighbours: &self.neighbours,
        }
    }
}

impl OwnedGraph {
    #[cfg(test)]
    pub(super) fn view(&self) -> Graph<'_> {
        Graph {
            layers: self.layers.iter().map(OwnedLayer::view).collect(),
            entry: self.entry,
        }
    }

    pub(super) fn write(&self, writer: &mut SectionsWriter<'_>) -> std::io::Result<()> {
        for (number, layer) in self.layers.iter().enumerate() {
            writer.section(SectionKind::GraphOffsets.of_layer(number), &layer.offsets)?;
            writer.section(
                SectionKind::GraphNeighbours.of_layer(number),
                &layer.neighbours,
            )?;
            if number > 0 {
                writer.section(SectionKind::GraphNodes.of_layer(number), &layer.nodes)?;
                writer.section(SectionKind::GraphDown.of_layer(number), &layer.down)?;
            }
        }
        Ok(())
    }
}

/// Where the layers of a mapped graph lie.
pub(super) struct GraphPlaces {
    layers: Vec<[std::ops::Range<usize>; 4]>,
    entry: u32,
}

impl GraphPlaces {
    /// Finds the graph in a sidecar and checks every offset and number in it, so that
    /// a walk can never leave it. `None` when there is no graph.
    ///
    /// # Errors
    /// `Damaged`.
    pub(super) fn find(sections: &MappedSections) -> Result<Option<Self>> {
        let count = sections.header.layers as usize;
        if count == 0 {
            return Ok(None);
        }
        if count > MAX_LAYERS {
            return Err(sections.damaged(0, "its graph has too many layers"));
        }
        let mut places = Self {
            layers: Vec::new(),
            entry: sections.header.entry,
        };
        for number in 0..count {
            let offsets =
                sections.place_of_any::<u32>(SectionKind::GraphOffsets.of_layer(number))?;
            let neighbours =
                sections.place_of_any::<u32>(SectionKind::GraphNeighbours.of_layer(number))?;
            let upper = |kind: SectionKind| match number {
                0 => Ok(0..0),
                _ => sections.place_of_any::<u32>(kind.of_layer(number)),
            };
            places.layers.push([
                upper(SectionKind::GraphNodes)?,
                upper(SectionKind::GraphDown)?,
                offsets,
                neighbours,
            ]);
        }
        check(&places.view(sections), sections.header.vectors as usize)
            .map_err(|reason| sections.damaged(0, reason))?;
        Ok(Some(places))
    }

    pub(super) fn view<'a>(&self, sections: &'a MappedSections) -> Graph<'a> {
        let layer = |[nodes, down, offsets, neighbours]: &[std::ops::Range<usize>; 4]| Layer {
            nodes: sections.values(nodes),
            down: sections.values(down),
            offsets: sections.values(offsets),
            neighbours: sections.values(neighbours),
        };
        Graph {
            layers: self.layers.iter().map(layer).collect(),
            entry: self.entry,
        }
    }
}

/// Everything that a walk relies on.
fn check(graph: &Graph<'_>, vectors: usize) -> std::result::Result<(), String> {
    let mut below: Option<Layer<'_>> = None;
    for (number, layer) in graph.layers.iter().enumerate() {
        let wrong = |what: &str| Err(format!("layer {number} of its graph has {what}"));
        let links = layer.neighbours.len();
        if layer.offsets.first() != Some(&0) || layer.offsets.last() != Some(&(links as u32)) {
            return wrong("offsets that do not span its links");
        }
        if !layer.offsets.is_sorted() {
            return wrong("offsets out of order");
        }
        let nodes = layer.len();
        if nodes == 0 || layer.neighbours.iter().any(|&node| node as usize >= nodes) {
            return wrong("a link to a node that is not there");
        }
        match below {
            None if nodes != vectors => return wrong("another number of nodes than vectors"),
            None => {}
            Some(below) => {
                if layer.nodes.len() != nodes || layer.down.len() != nodes {
                    return wrong("lists of different lengths");
                }
                let same = |(&vector, &down): (&u32, &u32)| {
                    (down as usize) < below.len() && below.vector(down) == vector
                };
                if !layer.nodes.iter().zip(layer.down).all(same) {
                    return wrong("a node that is not in the layer below");
                }
            }
        }
        below = Some(*layer);
    }
    match below {
        Some(top) if (graph.entry as usize) < top.len() => Ok(()),
        _ => Err("its graph is entered at a node that is not there".into()),
    }
}

/// Gives every node that no walk from `entry` can reach one link: from the nearest
/// node that can be reached. A few nodes of every HNSW graph need it, because links
/// are shortened while it grows. Returns how many links were added.
///
/// `distance` must not be NaN.
pub(super) fn mend(links: &mut Links, entry: u32, distance: &dyn Fn(u32, u32) -> f32) -> usize {
    let mut reached = vec![false; links.len()];
    let mut added = 0;
    reach(links, entry, &mut reached);
    for node in 0..links.len() as u32 {
        if reached[node as usize] {
            continue;
        }
        let nearest = |candidates: &mut dyn Iterator<Item = u32>| {
            candidates
                .filter(|&candidate| reached[candidate as usize])
                .map(|candidate| (distance(candidate, node), candidate))
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        };
        let near = nearest(&mut links[node as usize].iter().copied())
            .or_else(|| nearest(&mut (0..links.len() as u32)));
        if let Some((_, from)) = near {
            links[from as usize].push(node);
            added += 1;
        }
        reach(links, node, &mut reached);
    }
    added
}

/// Nodes of layer 0 that no walk from the entry can reach.
#[cfg(test)]
pub(super) fn unreachable(graph: &OwnedGraph) -> usize {
    let base = graph.layers[0].view();
    let links: Links = (0..base.len() as u32)
        .map(|node| base.neighbours(node).to_vec())
        .collect();
    let top = graph.layers.len() - 1;
    let entry = (1..=top).rev().fold(graph.entry, |node, layer| {
        graph.layers[layer].down[node as usize]
    });
    let mut reached = vec![false; links.len()];
    reach(&links, entry, &mut reached);
    reached.iter().filter(|&&reached| !reached).count()
}

/// Marks everything that can be reached from `start`.
fn reach(links: &Links, start: u32, reached: &mut [bool]) {
    let mut open = vec![start];
    reached[start as usize] = true;
    while let Some(node) = open.pop() {
        for &next in &links[node as usize] {
            if !std::mem::replace(&mut reached[next as usize], true) {
                open.push(next);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreachable_nodes_get_a_link_from_the_nearest_reachable_one() {
        // 0 → 1 → 2; 3 → 2 is a way out but not in; 4 ⇄ 5 is an island.
        let mut links: Links = vec![vec![1], vec![2], vec![], vec![2], vec![5], vec![4]];
        let distance = |a: u32, b: u32| (a as f32 - b as f32).abs();
        assert_eq!(mend(&mut links, 0, &distance), 2);
        let expected: Links = vec![vec![1], vec![2], vec![3], vec![2, 4], vec![5], vec![4]];
        assert_eq!(links, expected);
        assert_eq!(mend(&mut links, 0, &distance), 0);
    }

    #[test]
    fn layers_name_the_node_below() {
        let layer = OwnedLayer::new(&[3, 9], Some(&[1, 3, 4, 9]), &vec![vec![1], vec![0]]);
        let view = layer.view();
        assert_eq!(
            (view.vector(1), view.down[1], view.neighbours(0)),
            (9, 3, &[1u32][..])
        );
    }

    #[test]
    fn a_graph_with_a_wrong_number_is_refused() {
        let base = OwnedLayer::new(&[0, 1, 2], None, &vec![vec![1], vec![2], vec![0]]);
        let upper = OwnedLayer::new(&[2], Some(&[0, 1, 2]), &vec![vec![]]);
        let whole = OwnedGraph {
            layers: vec![base, upper],
            entry: 0,
        };
        let faults: [fn(&mut OwnedGraph); 8] = [
            |graph| graph.entry = 1,
            |graph| graph.layers[0].neighbours[1] = 3,
            |graph| graph.layers[0].offsets[1] = 9,
            |graph| graph.layers[0].offsets[3] = 2,
            |graph| graph.layers[0].offsets[0] = 1,
            |graph| graph.layers[1].down[0] = 1,
            |graph| graph.layers[1].nodes[0] = 7,
            |graph| graph.layers[1].down.clear(),
        ];
        assert_eq!(check(&whole.view(), 3), Ok(()));
        assert!(check(&whole.view(), 4).is_err());
        for (number, fault) in faults.iter().enumerate() {
            let mut graph = whole.clone();
            fault(&mut graph);
            assert!(check(&graph.view(), 3).is_err(), "fault {number}");
        }
    }
}
