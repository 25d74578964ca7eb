//! `dockwright ready`: what each image still needs before it is fit for production, most important first.

use std::io;

use rayon::prelude::*;

use super::{
    Status,
    arguments::{ReadyArguments, ReadyFormat},
    console::Console,
    files,
    output::{Plans, plan},
    report::unreported,
    selection::{self, Job},
};
use crate::{
    config::Configs,
    lint::Cx,
    model::Analysis,
    ready::{self, Step},
};

/// Prints the checklist for each image of the files that are meant.
pub(super) fn ready(arguments: &ReadyArguments, console: &mut Console) -> io::Result<Status> {
    let configs = Configs::new(selection::search(&arguments.settings), Vec::new());
    let (sources, read) = files::read(&arguments.files, console);
    let (jobs, settled) = selection::jobs(sources, &configs, console);
    let mut plans: Vec<Plans> = jobs.into_par_iter().map(|it| of(&it, arguments)).collect();
    plans.retain(|it| !it.plans.is_empty());
    let mut status = read.max(settled);
    if let (Some(target), true) = (&arguments.target, plans.is_empty()) {
        console.complain(format_args!("no stage that becomes an image is called {target:?}"));
        status = Status::Failed;
    }
    match arguments.format {
        ReadyFormat::Human => plan::write_human(&plans, console.look, &mut console.out)?,
        ReadyFormat::Markdown => plan::write_markdown(&plans, &mut console.out)?,
        ReadyFormat::Json => plan::write_json(&plans, &mut console.out)?,
    }
    let fails = plans.iter().flat_map(|it| &it.plans).any(|it| it.failed().next().is_some());
    Ok(if fails { status.max(Status::Findings) } else { status })
}

fn of(job: &Job, arguments: &ReadyArguments) -> Plans {
    let analysis = Analysis::new(job.source.text());
    let world = job.source.world();
    let cx = Cx { analysis: &analysis, world: &world, settings: &job.wanted.settings };
    let stages = analysis.stages();
    let wanted: Vec<_> = match &arguments.target {
        None => ready::plans(cx),
        Some(name) => {
            let stage = stages.named(&name.to_lowercase()).last();
            stage.map(|it| ready::plan(cx, *it)).into_iter().collect()
        }
    };
    let step: Option<Step> = arguments.step.map(Into::into);
    let plans = wanted.into_iter().map(|it| match step {
        Some(step) => it.only(step),
        None => it,
    });
    Plans { file: unreported(job, &analysis), plans: plans.collect() }
}
