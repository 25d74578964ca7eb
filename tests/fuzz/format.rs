//! Whatever the file is, formatting keeps what it says, and formatting again changes nothing.
#![no_main]

use dockwright::{
    ide::{self, Casing, FormatSettings, IndentStyle},
    model::Analysis,
};

libfuzzer_sys::fuzz_target!(|source: &str| {
    let default = FormatSettings::default();
    let tabs = FormatSettings { indent_style: IndentStyle::Tab, keyword_casing: Casing::Upper, ..default };
    let before = Analysis::new(source);
    for settings in [default, tabs] {
        let after = Analysis::new(ide::format(&before, &settings).apply(source));
        assert!(ide::same(&before, &after), "it says the same: {:?}", after.source());
        assert!(ide::format(&after, &settings).is_empty(), "nothing is left: {:?}", after.source());
    }
});
