//! The codes of functions, subfields and means, with their Chinese names.

use serde::{Deserialize, Serialize};

/// Makes an enum of codes: variants with their stable code and Chinese name.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $(#[doc = $label] $variant,)+
        }

        impl $name {
            /// All of them, in the order of lists.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Stable code, used in JSON, filters and labels.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Chinese name for readers.
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }

            /// The one with this [`code`](Self::code).
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

codes! {
    /// A function of the procuratorate (检察职能). The order settles ties of weight:
    /// what is special comes before the procedure it was handled in.
    ProceduralFunction {
        CaseFilingSupervision = "case_filing_supervision", "刑事立案监督";
        DutyCrime = "duty_crime", "职务犯罪检察";
        Minors = "minors", "未成年人检察";
        IntellectualProperty = "intellectual_property", "知识产权检察";
        PublicInterest = "public_interest", "公益诉讼检察";
        ExecutionSupervision = "execution_supervision", "刑事执行监督";
        CivilSupervision = "civil_supervision", "民事诉讼监督";
        AdministrativeSupervision = "administrative_supervision", "行政诉讼监督";
        PetitionsHearings = "petitions_hearings", "控告申诉检察";
        ArrestReview = "arrest_review", "审查逮捕";
        DeathPenaltyReview = "death_penalty_review", "死刑复核监督";
        InvestigationSupervision = "investigation_supervision", "侦查活动监督";
        TrialSupervision = "trial_supervision", "刑事审判监督";
        ProsecutionReview = "prosecution_review", "审查起诉";
        AdminCriminalLink = "admin_criminal_link", "行刑衔接";
    }
}

codes! {
    /// A subfield of a function (领域).
    FunctionField {
        Environment = "environment", "生态环境和资源保护";
        FoodDrug = "food_drug", "食品药品安全";
        StateProperty = "state_property", "国有财产保护";
        LandTransfer = "land_transfer", "国有土地使用权出让";
        Heroes = "heroes", "英雄烈士权益";
        Minors = "minors", "未成年人保护";
        WorkSafety = "work_safety", "安全生产";
        PublicHealth = "public_health", "公共卫生";
        WomenDisabled = "women_disabled", "妇女、残疾人权益";
        PersonalInformation = "personal_information", "个人信息保护";
        Heritage = "heritage", "文物和文化遗产";
        FalseLitigation = "false_litigation", "虚假诉讼";
        CivilExecution = "civil_execution", "民事执行";
        DisputeResolution = "dispute_resolution", "行政争议实质性化解";
        Commutation = "commutation", "减刑";
        Parole = "parole", "假释";
        TemporaryRelease = "temporary_release", "暂予监外执行";
        CommunityCorrection = "community_correction", "社区矫正";
        CompulsoryTreatment = "compulsory_treatment", "强制医疗";
    }
}

codes! {
    /// By which means the procuratorate acted (监督方式).
    SupervisionMeans {
        Protest = "protest", "抗诉";
        CorrectiveOpinion = "corrective_opinion", "纠正意见";
        ProcuratorialSuggestion = "procuratorial_suggestion", "检察建议";
        Prosecution = "prosecution", "提起公诉";
        NonProsecution = "non_prosecution", "不起诉";
        SupportedSuit = "supported_suit", "支持起诉";
        PublicHearing = "public_hearing", "公开听证";
        ClueTransfer = "clue_transfer", "移送线索";
        PublicInterestSuit = "public_interest_suit", "提起公益诉讼";
    }
}

impl FunctionField {
    /// Whether this is a subfield of the function.
    pub fn belongs_to(self, function: ProceduralFunction) -> bool {
        match self {
            Self::FalseLitigation | Self::CivilExecution => {
                function == ProceduralFunction::CivilSupervision
            }
            Self::DisputeResolution => function == ProceduralFunction::AdministrativeSupervision,
            Self::Commutation
            | Self::Parole
            | Self::TemporaryRelease
            | Self::CommunityCorrection
            | Self::CompulsoryTreatment => function == ProceduralFunction::ExecutionSupervision,
            // Supported suits of women and disabled persons have this field too.
            Self::WomenDisabled => matches!(
                function,
                ProceduralFunction::PublicInterest | ProceduralFunction::CivilSupervision
            ),
            _ => function == ProceduralFunction::PublicInterest,
        }
    }
}
