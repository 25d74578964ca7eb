//! What a rule is, what it reports, and the one pass that runs all of them.

pub mod arguments;
mod choices;
mod diagnostic;
mod fix_all;
pub mod ignore;
pub mod page;
mod rule;
mod run;
pub mod script_edits;
pub mod selector;
mod settings;
pub mod variables;

pub use choices::Memo;
pub use diagnostic::{Diagnostic, Fix, Safety, Severity, Tag};
pub use fix_all::{Fixed, fix_all};
pub use rule::{Call, Check, Cx, Decl, Group, Report, Rule, Silence, Site};
pub use run::{Findings, Part, gather, look, part, run};
pub use settings::{BuildStages, IgnoreComments, OtherLabels, Selection, Settings};
