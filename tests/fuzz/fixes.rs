//! Whatever the file is, all fixes together break nothing, and leave nothing to fix.
#![no_main]

use std::sync::Arc;

use dockwright::{
    lint::{Safety, Selection, Settings, fix_all},
    model::{Analysis, Nowhere},
    rules::RULES,
};

libfuzzer_sys::fuzz_target!(|source: &str| {
    let settings = Settings { select: Selection::All, ..Settings::default() };
    let source: Arc<str> = Arc::from(source);
    for safety in [Safety::Safe, Safety::Unsafe] {
        let fixed = fix_all(source.clone(), &Nowhere, &settings, RULES, safety);
        let before = Analysis::new(source.clone());
        assert!(fixed.analysis.errors().len() <= before.errors().len(), "no new syntax error");
        let again = fix_all(fixed.analysis.source().clone(), &Nowhere, &settings, RULES, safety);
        assert!(again.applied.is_empty(), "nothing left to fix: {:?}", again.applied);
    }
});
