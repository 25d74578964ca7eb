//! # conda in the image that ships
//!
//! A program needs the environment that conda made for it, and not conda: the base environment and the packages that it keeps are half a
//! gigabyte of what nobody runs. The images of Anaconda also begin with channels that larger companies have to pay for.
//!
//! ```dockerfile
//! FROM continuumio/miniconda3:25.3.1-1
//! #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ships conda and its own environment beside that of the program
//! COPY environment.yml .
//! RUN conda env create -f environment.yml && conda clean -afy
//! COPY . /app
//! CMD ["conda", "run", "-n", "app", "python", "/app/main.py"]
//! ```
//!
//! Make the environment in a stage, pack it, and unpack it on a small base.
//!
//! ```dockerfile
//! FROM condaforge/miniforge3:25.3.0-3 AS build
//! COPY environment.yml .
//! RUN conda env create -f environment.yml && conda install -y -n base conda-pack
//! RUN conda-pack -n app -o /tmp/env.tar && mkdir /venv && tar -xf /tmp/env.tar -C /venv && /venv/bin/conda-unpack
//!
//! FROM debian:12-slim
//! COPY --from=build /venv /venv
//! COPY . /app
//! CMD ["/venv/bin/python", "/app/main.py"]
//! ```
//!
//! ## Limits
//!
//! Nothing is reported of images that are made to work or build in, and of notebooks, which install packages while they run.
//!
//! ```dockerfile
//! FROM continuumio/miniconda3:25.3.1-1
//! RUN conda install -y jupyterlab && conda clean -afy
//! CMD ["jupyter", "lab", "--ip=0.0.0.0"]
//! ```
//!
//! Source: pythonspeed.com, "Shrink your Conda Docker images with conda-pack".
//!
//! Practices: conda-in-final.

use super::toolchain_in_final_stage::is_application;
use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{Base, repository},
};

/// Looks at the base of what ships.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Size,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

/// Images that bring conda along. micromamba is one small program.
const IMAGES: [&str; 7] = [
    "continuumio/anaconda3",
    "continuumio/miniconda3",
    "conda/miniconda3",
    "condaforge/mambaforge",
    "condaforge/miniforge3",
    "mambaorg/mambaforge",
    "anaconda/miniconda",
];

fn check(cx: Cx<'_>, report: &mut Report) {
    let stages = cx.analysis.stages();
    let Some(target) = stages.target() else { return };
    let root = stages.get(target.root);
    let Base::Image(image) = &root.base else { return };
    let name = repository(image);
    let name = name.strip_prefix("docker.io/").unwrap_or(&name);
    if !IMAGES.contains(&name) || !is_application(cx.analysis, target) {
        return;
    }
    let is_notebook = cx.analysis.source().contains("jupyter");
    if !is_notebook {
        let message = "ships conda and its own environment beside that of the program";
        report.add(root.base_range, message);
    }
}
