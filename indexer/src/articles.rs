//! The articles of a library as one table: of which law, the newest version, and how
//! often others cite it. Ranking reads it for every candidate, so nothing here reads a
//! stored entry.
//!
//! Law and number come from the terms that look-ups by article use, the counts from
//! the citation graph ([`crate::cites`]). Made once a snapshot, when first asked for.

use std::collections::HashMap;

use leian_corpus::ArticleNumber;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::cites;
use crate::conditions::Condition;
use crate::error::{IndexError, Result};
use crate::filter::UnitKind;
use crate::matches::EntryRef;
use crate::schema::{Fields, TextField};
use crate::snapshot::Snapshot;
use crate::versions::EntryTable;

/// No article.
const NONE: u32 = u32::MAX;

/// How many entries cite something, whatever the version of it. Of the versions of a
/// citing article only the newest in force counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CitedCounts {
    /// Cases, judgments and questions.
    pub by_cases: u32,
    /// Articles and other parts of statutes and interpretations, of other laws.
    pub by_statutes: u32,
}

/// A law of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawRow {
    /// Its key, as [`leian_corpus::LawKey`] has it.
    pub name: String,
    /// How often it is cited, as a whole or by any article; an entry counts once.
    pub cited: CitedCounts,
}

/// An article of a law, all versions together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleRow {
    /// Its law, for [`ArticleTable::law`].
    pub law: u32,
    /// Its number.
    pub number: ArticleNumber,
    /// Its newest version in force.
    pub newest: EntryRef,
    /// Words of that version, as far as the index keeps lengths: exact up to 40, then
    /// rounded down by up to an eighth.
    pub words: u32,
    /// How often it is cited.
    pub cited: CitedCounts,
}

/// All articles of a snapshot.
#[derive(Debug, Default)]
pub struct ArticleTable {
    laws: Vec<LawRow>,
    articles: Vec<ArticleRow>,
    by_name: HashMap<String, u32>,
    by_number: HashMap<(u32, ArticleNumber), u32>,
    /// Index into `articles` by segment and document, [`NONE`] for other entries.
    of_entry: Vec<Vec<u32>>,
}

impl ArticleTable {
    /// The article that an entry is a version of.
    pub fn of(&self, entry: EntryRef) -> Option<&ArticleRow> {
        let place = *self
            .of_entry
            .get(entry.segment as usize)?
            .get(entry.doc as usize)?;
        self.articles.get(place as usize)
    }

    /// The law at a place that [`ArticleRow::law`] gave.
    ///
    /// # Panics
    /// When the place is another table's.
    pub fn law(&self, place: u32) -> &LawRow {
        &self.laws[place as usize]
    }

    /// All laws that are held or cited.
    pub fn laws(&self) -> impl Iterator<Item = &LawRow> {
        self.laws.iter()
    }

    /// The articles of a law that the library holds, by number.
    pub fn of_law(&self, name: &str) -> Vec<&ArticleRow> {
        let Some(&law) = self.by_name.get(name) else {
            return Vec::new();
        };
        let held = self.articles.iter();
        let mut rows: Vec<_> = held
            .filter(|row| row.law == law && row.newest.segment != NONE)
            .collect();
        rows.sort_by_key(|row| row.number);
        rows
    }

    fn place(&self, law: &str, number: ArticleNumber) -> Option<u32> {
        let law = *self.by_name.get(law)?;
        self.by_number.get(&(law, number)).copied()
    }

    fn read(table: &EntryTable, readers: &[SegmentReader], fields: &Fields) -> Result<Self> {
        let mut articles = Self::default();
        for (segment, reader) in readers.iter().enumerate() {
            articles
                .of_entry
                .push(vec![NONE; reader.max_doc() as usize]);
            articles.read_terms(table, segment as u32, reader, fields)?;
        }
        articles.count(table);
        articles.measure(readers, fields)?;
        Ok(articles)
    }

    /// Takes in the articles of a segment, term by term.
    fn read_terms(
        &mut self,
        table: &EntryTable,
        segment: u32,
        reader: &SegmentReader,
        fields: &Fields,
    ) -> Result<()> {
        let failed = || IndexError::tantivy("read the articles");
        let io = |error: std::io::Error| failed()(tantivy::TantivyError::from(error));
        let index = reader.inverted_index(fields.terms).map_err(failed())?;
        let prefix = Condition::LawArticle.term("");
        let range = index.terms().range().ge(&prefix);
        let mut terms = range.into_stream().map_err(io)?;
        while terms.advance() {
            let Some(rest) = terms.key().strip_prefix(prefix.as_bytes()) else {
                break;
            };
            let rest = String::from_utf8_lossy(rest);
            let Some((law, number)) = rest.rsplit_once('\u{1f}') else {
                continue;
            };
            let Ok(number) = number.parse() else { continue };
            let place = self.article(law, number);
            let mut postings = index
                .read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)
                .map_err(io)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                self.take_version(table, place, EntryRef { segment, doc });
                doc = postings.advance();
            }
        }
        Ok(())
    }

    fn article(&mut self, law: &str, number: ArticleNumber) -> u32 {
        let law = match self.by_name.get(law) {
            Some(&place) => place,
            None => {
                let place = self.laws.len() as u32;
                self.by_name.insert(law.to_owned(), place);
                self.laws.push(LawRow {
                    name: law.to_owned(),
                    cited: CitedCounts::default(),
                });
                place
            }
        };
        *self.by_number.entry((law, number)).or_insert_with(|| {
            self.articles.push(ArticleRow {
                law,
                number,
                newest: EntryRef {
                    segment: NONE,
                    doc: NONE,
                },
                words: 0,
                cited: CitedCounts::default(),
            });
            (self.articles.len() - 1) as u32
        })
    }

    fn take_version(&mut self, table: &EntryTable, place: u32, entry: EntryRef) {
        if !table.alive(entry.segment).contains(entry.doc) {
            return;
        }
        self.of_entry[entry.segment as usize][entry.doc as usize] = place;
        let row = &mut self.articles[place as usize];
        // A document may have a number twice; the first by id stands for it.
        let better = |other: EntryRef| {
            let key = |entry| (table.rank_in_group(entry), table.id_rank(entry));
            key(entry) < key(other)
        };
        if row.newest.segment == NONE || better(row.newest) {
            row.newest = entry;
        }
    }

    fn measure(&mut self, readers: &[SegmentReader], fields: &Fields) -> Result<()> {
        let text = fields.text(TextField::All);
        let lengths = readers
            .iter()
            .map(|reader| reader.get_fieldnorms_reader(text))
            .collect::<tantivy::Result<Vec<_>>>()
            .map_err(IndexError::tantivy("read the lengths"))?;
        // An article whose every version was deleted has no newest one.
        for row in &mut self.articles {
            let lengths = lengths.get(row.newest.segment as usize);
            row.words = lengths.map_or(0, |lengths| lengths.fieldnorm(row.newest.doc));
        }
        Ok(())
    }

    fn count(&mut self, table: &EntryTable) {
        for segment in 0..table.segment_count() as u32 {
            let columns = table.columns(segment);
            let mut counts: Vec<CitedCounts> = vec![CitedCounts::default(); columns.cites.names()];
            for doc in table.alive(segment).iter() {
                let entry = EntryRef { segment, doc };
                if table.rank_in_group(entry) > 0 {
                    continue;
                }
                let by_case = columns.rows[doc as usize].unit == UnitKind::Case;
                for &ord in columns.cites.of(doc) {
                    let count = &mut counts[ord as usize];
                    let side = if by_case {
                        &mut count.by_cases
                    } else {
                        &mut count.by_statutes
                    };
                    *side += 1;
                }
            }
            for (ord, count) in counts.into_iter().enumerate() {
                self.add(columns.cites.name(ord as u32), count);
            }
        }
    }

    fn add(&mut self, term: &str, count: CitedCounts) {
        let cited = match cites::parse(term) {
            Some((law, Some(number))) => match self.place(law, number) {
                Some(place) => &mut self.articles[place as usize].cited,
                None => return,
            },
            Some((law, None)) => match self.by_name.get(law) {
                Some(&place) => &mut self.laws[place as usize].cited,
                None => return,
            },
            None => return,
        };
        cited.by_cases += count.by_cases;
        cited.by_statutes += count.by_statutes;
    }
}

impl Snapshot {
    /// The table of articles. Takes about a tenth of a second for a national library
    /// when first asked for, and is kept.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn articles(&self) -> Result<&ArticleTable> {
        if let Some(table) = self.articles.get() {
            return Ok(table);
        }
        let table = ArticleTable::read(&self.table, self.searcher.segment_readers(), &self.fields)?;
        Ok(self.articles.get_or_init(|| table))
    }

    /// The newest versions of the articles of other laws that an entry cites and the
    /// library holds, each once.
    ///
    /// # Errors
    /// As [`Self::articles`].
    pub fn articles_cited_by(&self, entry: EntryRef) -> Result<Vec<EntryRef>> {
        let articles = self.articles()?;
        let doc: DocId = entry.doc;
        let names = self.table.columns(entry.segment).cites.names_of(doc);
        let cited = names.filter_map(|term| match cites::parse(term)? {
            (law, Some(number)) => articles.place(law, number),
            (_, None) => None,
        });
        let newest = cited.map(|place| articles.articles[place as usize].newest);
        Ok(newest.filter(|entry| entry.segment != NONE).collect())
    }
}
