//! What is known about a document as facets: the values that filters take and lists
//! count. Each value is a code or an official name; nothing is guessed.
//!
//! Read from what other modules find: functions, charges, courts, regions, ranks.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::case::{Section, SectionRole};
use crate::case_facts::{self, tells_of_case};
use crate::charges;
use crate::document::{Body, Document, DocumentKind};
use crate::function::{self, Assignment, ProceduralFunction};
use crate::judgment::{self, JudgmentFacts};
use crate::organs::{Organ, OrganClass, OrganKind, named_in};
use crate::rank;
use crate::regions::{self, Region};
use crate::tier::Tier;
pub use crate::validity::Validity;

/// Stands between a tier and whose it is: `provincial:湖北省`.
pub const OWNER: char = ':';

/// A facet: one kind of knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// 检察职能, codes of `ProceduralFunction`.
    Function,
    /// 领域, codes of `FunctionField`.
    Field,
    /// 监督方式, codes of `SupervisionMeans`.
    Means,
    /// 罪名, official names.
    Charge,
    /// 省级行政区, two-digit codes of GB/T 2260.
    Region,
    /// 法院、检察院层级, codes of `OrganClass`.
    Level,
    /// 类案层级, codes of [`Tier`]; beside them `provincial:湖北省` and
    /// `local:武汉市中级人民法院` for who asks from there.
    Tier,
    /// 位阶, codes of `rank`.
    Rank,
    /// 效力, codes of [`Validity`].
    Validity,
}

impl Facet {
    /// All facets in the order of lists.
    pub const ALL: [Self; 9] = [
        Self::Function,
        Self::Field,
        Self::Means,
        Self::Charge,
        Self::Region,
        Self::Level,
        Self::Tier,
        Self::Rank,
        Self::Validity,
    ];

    /// Stable code: name of the parameter, of the option, of the term in the index.
    pub fn code(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Field => "field",
            Self::Means => "means",
            Self::Charge => "charge",
            Self::Region => "region",
            Self::Level => "level",
            Self::Tier => "tier",
            Self::Rank => "rank",
            Self::Validity => "validity",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Function => "检察职能",
            Self::Field => "领域",
            Self::Means => "监督方式",
            Self::Charge => "罪名",
            Self::Region => "地区",
            Self::Level => "机关层级",
            Self::Tier => "类案层级",
            Self::Rank => "位阶",
            Self::Validity => "效力",
        }
    }

    /// The facet with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.code() == code)
    }

    /// Chinese name of a value.
    pub fn value_label(self, value: &str) -> String {
        let label = match self {
            Self::Function => ProceduralFunction::from_code(value).map(ProceduralFunction::label),
            Self::Field => function::FunctionField::from_code(value).map(|one| one.label()),
            Self::Means => function::SupervisionMeans::from_code(value).map(|one| one.label()),
            Self::Region => regions::province_of_code(value),
            Self::Level => OrganClass::from_code(value).map(OrganClass::label),
            Self::Tier => Tier::from_code(value).map(Tier::label),
            Self::Rank => rank::from_code(value).map(|rank| rank.label),
            Self::Validity => Validity::from_code(value).map(Validity::label),
            Self::Charge => None,
        };
        label.unwrap_or(value).to_owned()
    }

    /// The value that a person means: a code, its Chinese name, or, of charges and
    /// regions, a usual short form. `None` where there is none.
    pub fn value_of(self, written: &str) -> Option<String> {
        let written = written.trim();
        match self {
            Self::Charge => charges::find(written).map(|charge| charge.name.to_owned()),
            Self::Region => regions::code_of(written).map(str::to_owned),
            _ => {
                let fits = |value: &&'static str| {
                    *value == written
                        || self.value_label(value).trim_start_matches(TIER_MARKS) == written
                };
                self.values().into_iter().find(fits).map(str::to_owned)
            }
        }
    }

    /// All values, in their order; of charges the official names.
    pub fn values(self) -> Vec<&'static str> {
        match self {
            Self::Function => ProceduralFunction::ALL
                .iter()
                .map(|one| one.code())
                .collect(),
            Self::Field => function::FunctionField::ALL
                .iter()
                .map(|one| one.code())
                .collect(),
            Self::Means => function::SupervisionMeans::ALL
                .iter()
                .map(|one| one.code())
                .collect(),
            Self::Charge => charges::all().iter().map(|charge| charge.name).collect(),
            Self::Region => regions::province_codes(),
            Self::Level => OrganClass::ALL.iter().map(|class| class.code()).collect(),
            Self::Tier => Tier::ALL.iter().map(|tier| tier.code()).collect(),
            Self::Rank => rank::all().iter().map(|rank| rank.code).collect(),
            Self::Validity => Validity::ALL.iter().map(|one| one.code()).collect(),
        }
    }
}

/// ①最高法指导性案例 is found without its number too.
const TIER_MARKS: [char; 4] = ['①', '②', '③', '④'];

/// All that is known of a document, facet by facet, each value once.
pub fn of_document(document: &Document) -> Vec<(Facet, String)> {
    let mut found = BTreeSet::new();
    let mut add = |facet, value: &str| {
        found.insert((facet, value.to_owned()));
    };
    match &document.body {
        Body::Statute(_) => {
            if let Some(rank) = rank::of_document(document) {
                add(Facet::Rank, rank.code);
            }
            let status = document.metadata.status.as_deref();
            add(Facet::Validity, Validity::of_status(status).code());
            if let Some(code) = region_of_statute(document) {
                add(Facet::Region, code);
            }
        }
        Body::Sections(sections) => {
            let assignment = function::assign(document);
            for one in &assignment.functions {
                add(Facet::Function, one.code.code());
            }
            for one in &assignment.fields {
                add(Facet::Field, one.code.code());
            }
            for one in &assignment.means {
                add(Facet::Means, one.code.code());
            }
            let facts = (document.kind == DocumentKind::Judgment).then(|| judgment::read(sections));
            let facts = facts.as_ref();
            for charge in charges_of(document, facts, &assignment) {
                add(Facet::Charge, &charge);
            }
            let court = deciding_court(document, sections, facts);
            let procuratorate = acting_procuratorate(sections, facts);
            let told = facts
                .is_none()
                .then(|| case_facts::province(sections))
                .flatten();
            of_organs(
                document,
                court,
                procuratorate,
                told.map(|found| found.value),
                &mut add,
            );
        }
    }
    found.into_iter().collect()
}

/// The province of a local regulation; national law has none.
fn region_of_statute(document: &Document) -> Option<&'static str> {
    let local = matches!(
        document.kind,
        DocumentKind::LocalRegulation | DocumentKind::DepartmentalRule
    );
    let metadata = &document.metadata;
    let names = [
        metadata.region.as_deref(),
        metadata.issuer.as_deref(),
        Some(document.title.as_str()),
    ];
    let region = names.into_iter().flatten().find_map(regions::of_name);
    region.filter(|_| local).and_then(code_of_region)
}

fn code_of_region(region: Region) -> Option<&'static str> {
    regions::code_of(&region.province)
}

/// Courts and procuratorates of a case: their levels, the tier, the region.
fn of_organs(
    document: &Document,
    court: Option<Organ>,
    procuratorate: Option<Organ>,
    told: Option<Region>,
    add: &mut impl FnMut(Facet, &str),
) {
    let metadata = &document.metadata;
    for organ in [&court, &procuratorate].into_iter().flatten() {
        add(Facet::Level, organ.class().code());
    }
    if let Some((tier, owner)) = Tier::of_document(document, court.as_ref()) {
        add(Facet::Tier, tier.code());
        if let Some(owner) = owner {
            add(Facet::Tier, &format!("{}{OWNER}{owner}", tier.code()));
        }
    }
    let by_number = metadata
        .case_number
        .as_deref()
        .and_then(regions::of_case_number);
    let by_metadata = metadata.region.as_deref().and_then(regions::of_name);
    let of_organ = |organ: &Option<Organ>| organ.as_ref()?.region.clone();
    // The procuratorate's guiding cases tell of its own work; the court may be that of an
    // earlier judgment.
    let organs = match document.kind {
        DocumentKind::SppGuidingCase => [&procuratorate, &court],
        _ => [&court, &procuratorate],
    };
    let region = by_metadata
        .or(by_number)
        .or_else(|| organs.into_iter().find_map(of_organ))
        .or(told);
    if let Some(code) = region.and_then(code_of_region) {
        add(Facet::Region, code);
    }
}

/// The court whose decision stands: by metadata, by the head of a judgment, else the
/// last one that the result names, else the last one of all.
fn deciding_court(
    document: &Document,
    sections: &[Section],
    facts: Option<&JudgmentFacts>,
) -> Option<Organ> {
    let named = document.metadata.court.as_deref().and_then(Organ::of_name);
    if named.is_some() {
        return named;
    }
    if let Some(facts) = facts {
        return Organ::of_name(&facts.court.as_ref()?.value);
    }
    let last = |section: &Section| named_in(&section.text, OrganKind::Court).next_back();
    let of_result = sections
        .iter()
        .filter(|section| section.role == SectionRole::Result);
    let mut results = of_result.rev();
    results.find_map(last).or_else(|| {
        let mut telling = sections
            .iter()
            .rev()
            .filter(|section| tells_of_case(section));
        telling.find_map(last)
    })
}

/// The procuratorate that acts: the one that issued the document, else the first one
/// with a place that the case names.
fn acting_procuratorate(sections: &[Section], facts: Option<&JudgmentFacts>) -> Option<Organ> {
    if let Some(facts) = facts {
        return Organ::of_name(&facts.procuratorate.as_ref()?.value);
    }
    let first = |section: &Section| {
        let mut organs = named_in(&section.text, OrganKind::Procuratorate);
        organs.find(|organ| organ.region.is_some())
    };
    let mut telling = sections.iter().filter(|section| tells_of_case(section));
    telling.find_map(first)
}

/// Lists of charges and names that are lists themselves are written with and without 、.
fn without_marks(text: &str) -> String {
    text.replace('、', "")
}

/// Names of charges as titles write them, without 、, the longest first.
static CHARGE_NAMES: LazyLock<Regex> = LazyLock::new(|| {
    let whole = charges::terms();
    let bare = whole.iter().filter_map(|name| name.strip_suffix('罪'));
    let mut names: Vec<String> = whole
        .iter()
        .copied()
        .chain(bare)
        .filter(|name| name.chars().count() >= MIN_CHARGE_CHARS)
        .map(|name| regex::escape(&without_marks(name)))
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    Regex::new(&names.join("|")).expect("names of the table, escaped")
});

/// Shorter names are words of many other things.
const MIN_CHARGE_CHARS: usize = 2;

/// Words in a title that show a case which is not about a charge.
const NOT_CRIMINAL: &[&str] = &["纠纷", "支持起诉", "执行监督", "申请执行", "行政公益诉讼"];

/// The charges of a case: of a judgment those of conviction, else those that the
/// metadata, the title and the keywords name.
fn charges_of(
    document: &Document,
    facts: Option<&JudgmentFacts>,
    assignment: &Assignment,
) -> Vec<String> {
    let mut found = Vec::new();
    let metadata = &document.metadata;
    add_charges(&mut found, metadata.charges.iter().map(String::as_str));
    if let Some(facts) = facts {
        add_charges(&mut found, facts.case_charges());
        return found;
    }
    let title = document.title.as_str();
    let civil = assignment.functions.iter().any(|one| {
        matches!(
            one.code,
            ProceduralFunction::CivilSupervision | ProceduralFunction::AdministrativeSupervision
        )
    });
    let is = |function| assignment.functions.iter().any(|one| one.code == function);
    let of_action = is(ProceduralFunction::PublicInterest) && !title.contains("刑事附带");
    let about_charges =
        !civil && !of_action && !NOT_CRIMINAL.iter().any(|word| title.contains(word));
    if about_charges {
        let title = without_marks(title);
        let names = CHARGE_NAMES.find_iter(&title);
        add_charges(&mut found, names.map(|name| name.as_str()));
    }
    let says_criminal = metadata.keywords.iter().any(|word| word == "刑事");
    let criminal = !civil && (!found.is_empty() || says_criminal);
    let words = metadata.keywords.iter().map(|word| word.trim());
    let names = words
        .filter(|word| word.ends_with('罪') || criminal && word.chars().count() > MIN_CHARGE_CHARS);
    add_charges(&mut found, names);
    if document.kind.is_guiding_case()
        && let Body::Sections(sections) = &document.body
    {
        let told = case_facts::charges(sections, about_charges);
        add_charges(&mut found, told.iter().map(|found| found.value.name));
    }
    found
}

/// Adds the official names of what the table knows, each once.
fn add_charges<'a>(found: &mut Vec<String>, names: impl IntoIterator<Item = &'a str>) {
    let known = |name: &'a str| {
        let part = || name.ends_with('罪').then(|| charges::find_part(name))?;
        charges::find(name).or_else(part)
    };
    for charge in names.into_iter().filter_map(known) {
        if !found.iter().any(|known| known == charge.name) {
            found.push(charge.name.to_owned());
        }
    }
}

#[cfg(test)]
#[path = "knowledge_tests.rs"]
mod tests;
