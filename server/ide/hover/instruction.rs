//! Instructions, and the directives at the head of the file.

use super::{Here, Hover, state};
use crate::{
    ide::markdown::{block, code},
    knowledge::instructions::{self, Instruction},
    lint::Cx,
    syntax::{Body, Keyword},
    text::TextSize,
};

/// The keyword of an instruction, and the words of its grammar.
pub(super) fn keyword(here: Here<'_>) -> Option<Hover> {
    let it = here.site.instruction;
    if here.is_on(it.keyword_range) {
        let known = instructions::instruction(it.keyword)?;
        return Some(Hover { range: it.keyword_range, markdown: text(here, known) });
    }
    let (word, help) = match &it.body {
        Body::From(from) => (
            from.as_word?,
            "Gives the stage a name, by which FROM, `COPY --from`, mounts and `docker build --target` find it. It begins with a letter; capitals \
             and small letters are the same.",
        ),
        Body::Healthcheck(check) => {
            let kind = check.kind?;
            match here.text(kind.range).to_ascii_uppercase().as_str() {
                "NONE" => (kind, "Nothing is tested, not even by the test of the base image."),
                "CMD" => (
                    kind,
                    "The command behind it is the test: it ends with 0 if the container works, with 1 if it does not.",
                ),
                _ => return None,
            }
        }
        _ => return None,
    };
    here.is_on(word.range).then(|| Hover { range: word.range, markdown: help.to_owned() })
}

fn text(here: Here<'_>, known: &Instruction) -> String {
    let mut parts = vec![block(known.form), format!("{} {}", known.help, known.details)];
    if let Some(instead) = known.deprecated {
        parts.push(format!("**Out of use**: write {}.", code(instead)));
    }
    if here.site.trigger {
        parts.push(
            "Behind ONBUILD it does nothing here, and runs in a build that begins with this image."
                .to_owned(),
        );
    }
    parts.extend(state::text(here));
    parts.push(format!("Example:\n\n{}", block(known.example)));
    if known.once_per_stage {
        parts.push(format!("Only the last {} of a stage counts.", known.keyword.as_str()));
    }
    parts.push(format!("[Reference]({})", known.reference()));
    parts.join("\n\n")
}

/// A directive.
pub(super) fn directive(cx: Cx<'_>, at: TextSize) -> Option<Hover> {
    let file = cx.analysis.file();
    let it = file.directives.iter().find(|it| it.range.contains_inclusive(at))?;
    let known = instructions::directive(file.text(it.name))?;
    let parts = [
        block(known.form),
        format!("{} {}", known.help, known.details),
        format!("[Reference]({})", known.reference()),
    ];
    Some(Hover { range: it.range, markdown: parts.join("\n\n") })
}

/// Whether an instruction sees the state of the image.
pub(super) fn has_state(keyword: Keyword) -> bool {
    !matches!(keyword, Keyword::From | Keyword::Unknown)
}
