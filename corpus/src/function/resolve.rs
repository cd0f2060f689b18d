//! What the codes of a case do to each other.

use super::SupervisionMeans as Means;
use super::{Assigned, Assignment, FunctionField, ProceduralFunction as Function};

/// Weight from which a code is assigned.
const MIN_WEIGHT: u32 = 4;

/// Weight of 审查起诉 in the order of functions: below what title or keywords name
/// (6 and more), above what only the key points mention in passing (5 and less).
const PROSECUTION_REVIEW_WEIGHT: u32 = 6;

/// Weight of rows of the table that tell that the prosecution is a point of its own:
/// supplementary charges, a civil action joined to the indictment.
const POINT_WEIGHT: u32 = 3;

/// Weight at which the title calls a case one of filing supervision.
const TITLE_OF_FILING: u32 = 12;

/// Functions that are not a criminal case on its merits: one who has them has no
/// review for prosecution of its own, nor are indictments told in it its means.
const OTHER_BRANCHES: &[Function] = &[
    Function::CivilSupervision,
    Function::AdministrativeSupervision,
    Function::ExecutionSupervision,
    Function::PetitionsHearings,
];

pub(super) fn resolve(
    functions: Vec<Assigned<Function>>,
    fields: Vec<Assigned<FunctionField>>,
    means: Vec<Assigned<Means>>,
) -> Assignment {
    let mut means = heavy(means);
    let (criminal, functions): (Vec<_>, Vec<_>) = functions
        .into_iter()
        .partition(|one| one.code == Function::ProsecutionReview);
    let mut functions = heavy(functions);
    yield_to_stronger(&mut functions);
    let criminal = criminal.into_iter().next();
    if let Some(review) = criminal.and_then(|one| prosecution_review(one, &functions, &means)) {
        functions.push(review);
    }
    drop_history(&functions, &mut means);
    order(&mut functions);
    let mut fields = heavy(fields);
    fields.retain(|field| {
        let of = |one: &Assigned<Function>| field.code.belongs_to(one.code);
        functions.iter().any(of)
    });
    fields.sort_by_key(|field| (u32::MAX - field.weight, field.code));
    means.sort_by_key(|one| one.code);
    Assignment {
        functions,
        fields,
        means,
    }
}

fn heavy<C>(mut codes: Vec<Assigned<C>>) -> Vec<Assigned<C>> {
    codes.retain(|one| one.weight >= MIN_WEIGHT);
    codes
}

fn weight(functions: &[Assigned<Function>], code: Function) -> u32 {
    let found = functions.iter().find(|one| one.code == code);
    found.map_or(0, |one| one.weight)
}

fn has(functions: &[Assigned<Function>], code: Function) -> bool {
    weight(functions, code) > 0
}

/// 执行监督, 再审检察建议 and 抗诉 are words of several branches. The branch that the
/// rest of the case names keeps them.
fn yield_to_stronger(functions: &mut Vec<Assigned<Function>>) {
    let civil = weight(functions, Function::CivilSupervision);
    let stronger = [
        Function::AdministrativeSupervision,
        Function::PetitionsHearings,
        Function::ArrestReview,
        Function::PublicInterest,
    ]
    .into_iter()
    .any(|other| weight(functions, other) >= civil.max(1));
    if stronger {
        functions.retain(|one| one.code != Function::CivilSupervision);
    }
    let not_criminal = [
        Function::CivilSupervision,
        Function::AdministrativeSupervision,
        Function::PublicInterest,
    ]
    .into_iter()
    .any(|other| has(functions, other));
    // A petition can lead to a protest, but a protest that is only told is history.
    let weak_protest = has(functions, Function::PetitionsHearings)
        && weight(functions, Function::TrialSupervision) < 8;
    if not_criminal || weak_protest {
        functions.retain(|one| one.code != Function::TrialSupervision);
    }
}

/// 审查起诉 is the function of a criminal case that has no other one, and goes with
/// duty crime, minors and intellectual property where the case was prosecuted or not.
/// Beside a protest it counts only with supplementary charges or one of these, or where the
/// protest is only a step that the case tells of.
fn prosecution_review(
    criminal: Assigned<Function>,
    functions: &[Assigned<Function>],
    means: &[Assigned<Means>],
) -> Option<Assigned<Function>> {
    let told = |code: Means| means.iter().find(|one| one.code == code);
    let decided = told(Means::Prosecution).or_else(|| told(Means::NonProsecution));
    let is = |code: Function| has(functions, code);
    // A child's case may be prosecuted and its civil suit supported.
    let child_and_suit = is(Function::Minors)
        && is(Function::CivilSupervision)
        && told(Means::SupportedSuit).is_some();
    let belongs = if child_and_suit {
        decided.is_some()
    } else if OTHER_BRANCHES.iter().any(|&code| is(code)) || is(Function::ArrestReview) {
        false
    } else if is(Function::PublicInterest) {
        // Beside a case on a child; an action that a conviction is told of is none.
        let of_child = is(Function::Minors) && !title_names_action(functions);
        decided.is_some() && (of_child || criminal.weight >= POINT_WEIGHT)
    } else if is(Function::TrialSupervision) {
        let only_told = weight(functions, Function::TrialSupervision) <= MIN_WEIGHT;
        is(Function::Minors)
            || is(Function::DutyCrime)
            || criminal.weight >= POINT_WEIGHT
            || only_told && decided.is_some()
    } else if is(Function::CaseFilingSupervision) {
        weight(functions, Function::CaseFilingSupervision) < TITLE_OF_FILING
    } else {
        !is(Function::DutyCrime) || decided.is_some()
    };
    let evidence = decided.map_or(criminal.evidence, |one| one.evidence.clone());
    belongs.then_some(Assigned {
        code: Function::ProsecutionReview,
        weight: PROSECUTION_REVIEW_WEIGHT,
        evidence,
    })
}

fn title_names_action(functions: &[Assigned<Function>]) -> bool {
    let in_title = |one: &Assigned<Function>| {
        one.evidence
            .iter()
            .any(|evidence| evidence.section.is_none())
    };
    functions
        .iter()
        .any(|one| one.code == Function::PublicInterest && in_title(one))
}

/// Indictments that are only the history of a protest, a petition or a civil or
/// administrative case are not means of that case.
fn drop_history(functions: &[Assigned<Function>], means: &mut Vec<Assigned<Means>>) {
    let reviewed = has(functions, Function::ProsecutionReview);
    let protest = has(functions, Function::TrialSupervision) && !reviewed;
    let other = OTHER_BRANCHES.iter().any(|&code| has(functions, code)) && !reviewed;
    means.retain(|one| match one.code {
        Means::Prosecution => !protest && !other,
        Means::NonProsecution => !other,
        _ => true,
    });
}

/// The heaviest first, ties in the order of [`Function::ALL`]; but what is special
/// (duty crime, minors, intellectual property) before the review it was handled in, and
/// an action in the public interest for minors before the minors, unless a criminal
/// case stands beside it.
fn order(functions: &mut [Assigned<Function>]) {
    functions.sort_by_key(|one| (u32::MAX - one.weight, one.code));
    let special = [
        Function::DutyCrime,
        Function::Minors,
        Function::IntellectualProperty,
    ];
    let review = functions
        .iter()
        .position(|one| one.code == Function::ProsecutionReview);
    let last_special = functions
        .iter()
        .rposition(|one| special.contains(&one.code));
    if let (Some(review), Some(last_special)) = (review, last_special)
        && review < last_special
    {
        functions[review..=last_special].rotate_left(1);
    }
    if review.is_none() {
        // A stable sort: without such an action nothing moves.
        functions.sort_by_key(|one| one.code != Function::PublicInterest);
    }
}
