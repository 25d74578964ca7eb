//! The build context: what COPY and ADD bring from it, after `.dockerignore`.

use super::{Analysis, Fact, IgnoreFile, Mount, MountKind, World, ignore_file::clean};
use crate::syntax::{Body, Instruction, Transfer, Word};

/// The build context as a build sees it: the folder of the Dockerfile, without what `.dockerignore` keeps out.
pub struct Context<'w> {
    /// The folder.
    pub world: &'w dyn World,
    /// What is kept out; `None` if there is no such file.
    pub ignored: Option<IgnoreFile>,
}

/// A source of COPY or ADD that comes from the build context.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The index of the instruction.
    pub instruction: usize,
    /// Where it is written.
    pub word: Word,
    /// The path within the context, without `./` and slashes around it; empty if it is the whole context. May be a pattern.
    pub path: String,
    /// Whether the path has `*`, `?` or `[`.
    pub is_pattern: bool,
    /// Whether `--exclude` or `--parents` change what it brings, and where to.
    pub is_filtered: bool,
    /// The destination, as an absolute path without a slash at its end; `None` if only the build knows it.
    pub to: Option<String>,
    /// Whether the destination is a folder for sure: it ends with a slash, or is a folder by its meaning.
    pub to_folder: bool,
}

impl<'w> Context<'w> {
    /// Around the Dockerfile.
    pub fn new(world: &'w dyn World) -> Context<'w> {
        Context { world, ignored: world.ignore_file().map(|it| IgnoreFile::new(&it)) }
    }

    /// Whether `.dockerignore` keeps this path out of the build.
    pub fn ignores(&self, path: &str) -> bool {
        self.ignored.as_ref().is_some_and(|it| it.ignores(path).is_some())
    }

    /// Whether there is such a file or folder in the build.
    pub fn has(&self, path: &str) -> Option<bool> {
        Some(self.world.exists(path)? && !self.ignores(path))
    }

    /// The names in a folder that get into the build; those of folders end with `/`.
    pub fn entries(&self, folder: &str) -> Option<Vec<String>> {
        let mut names = self.world.entries(folder)?;
        names.retain(|it| !self.ignores(join(folder, it).trim_end_matches('/')));
        Some(names)
    }

    /// Whether a path, which may be a pattern, means something in the build.
    pub fn holds(&self, brought: &Brought) -> Option<bool> {
        if !brought.is_pattern {
            return self.has(&brought.path);
        }
        let (folder, name) = brought.path.rsplit_once('/').unwrap_or(("", &brought.path));
        if folder.contains(['*', '?', '[']) {
            return None;
        }
        let pattern = IgnoreFile::new(name);
        Some(self.entries(folder)?.iter().any(|it| pattern.ignores(it.trim_end_matches('/')).is_some()))
    }
}

impl Brought {
    /// Whether it brings a file or folder of the context, as far as its name tells: it is that, or a folder that it is in,
    /// or a pattern that matches it.
    pub fn brings(&self, path: &str) -> bool {
        match self.is_pattern {
            _ if self.path.is_empty() => true,
            true => IgnoreFile::new(&self.path).ignores(path).is_some(),
            false => path.strip_prefix(&*self.path).is_some_and(|it| it.is_empty() || it.starts_with('/')),
        }
    }

    /// Where the file of the context is in the image, if this brings it; `folder` says whether the source is a folder, of which
    /// only the content is copied.
    pub fn place_of(&self, path: &str, folder: bool) -> Option<String> {
        let to = self.to.as_deref()?;
        let rest = match self.is_pattern {
            false if folder => path.strip_prefix(&*self.path)?.trim_start_matches('/'),
            _ => path.rsplit('/').next()?,
        };
        Some(if folder || self.to_folder { join(to, rest) } else { to.to_owned() })
    }
}

/// Where something in the image comes from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path in the context.
    pub path: String,
    /// What brings it; of a mount the word is the whole flag.
    pub brought: Brought,
    /// The mount, if it is one.
    pub mount: Option<Mount>,
}

/// Nobody looks further back than this.
const MOST_SOURCES: usize = 64;

impl Brought {
    /// The path in the context of what is at this absolute path in the image, if this brings it.
    fn origin_of(&self, context: &Context<'_>, place: &str) -> Option<String> {
        let to = self.to.as_deref()?;
        let below = place.strip_prefix(to.trim_end_matches('/')).and_then(|it| it.strip_prefix('/'));
        let name = place.rsplit('/').next()?;
        if self.is_pattern {
            let (folder, pattern) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
            let fits = below == Some(name)
                && !folder.contains('*')
                && IgnoreFile::new(pattern).ignores(name).is_some();
            return fits.then(|| join(folder, name));
        }
        let own_name = self.path.rsplit('/').next()?;
        let as_file = (self.to_folder && below == Some(own_name) || !self.to_folder && place == to)
            && !self.path.is_empty();
        if as_file && (own_name == name || context.world.entries(&self.path).is_none()) {
            return Some(self.path.clone());
        }
        let path = join(&self.path, below?);
        let is_there = || context.has(&path) == Some(true);
        (self.path.is_empty() || context.world.entries(&self.path).is_some()).then_some(())?;
        is_there().then_some(path)
    }
}

/// `folder/name`, or `name` alone in the folder `""`.
pub fn join(folder: &str, name: &str) -> String {
    match folder.trim_end_matches('/') {
        "" if folder.is_empty() => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

impl Analysis {
    /// Everything that the file brings from the build context, in its order.
    pub fn all_brought(&self) -> &[Brought] {
        self.inner.brought.get_or_init(|| {
            let instructions = self.file().instructions.iter().enumerate();
            instructions.flat_map(|(index, it)| self.read_brought(index, it)).collect()
        })
    }

    /// What an instruction brings from the build context; nothing if it is no COPY or ADD, or if it copies from elsewhere.
    pub fn brought(&self, index: usize) -> &[Brought] {
        let all = self.all_brought();
        let rest = &all[all.partition_point(|it| it.instruction < index)..];
        &rest[..rest.partition_point(|it| it.instruction == index)]
    }

    fn read_brought(&self, index: usize, it: &Instruction) -> Vec<Brought> {
        let (Body::Copy(transfer) | Body::Add(transfer)) = &it.body else { return Vec::new() };
        if it.flags.iter().any(|it| it.name() == "from") {
            return Vec::new();
        }
        let is_filtered = it.flags.iter().any(|it| matches!(it.name(), "exclude" | "parents"));
        let (to, to_folder) = self.destination(index, it, transfer);
        let sources =
            transfer.sources.iter().filter(|word| !it.heredocs.iter().any(|doc| doc.marker == word.range));
        let brought = sources.filter_map(|word| {
            let path = self.value(*word, index).filter(|it| !is_remote(it))?;
            // What leads out of the context is taken to begin in it.
            let path = clean(&format!("/{path}")).trim_start_matches('/').to_owned();
            let is_pattern = path.contains(['*', '?', '[']);
            let to = to.clone();
            Some(Brought { instruction: index, word: *word, path, is_pattern, is_filtered, to, to_folder })
        });
        brought.collect()
    }

    /// Where the file at this absolute path comes from when the instruction with this index runs: the latest that brings it by its
    /// name, or in a folder in which it is known to be.
    pub fn source_of(&self, context: &Context<'_>, index: usize, place: &str) -> Option<Source> {
        let mounted = self.bound(index).into_iter().rev().find_map(|(brought, mount)| {
            let path = brought.origin_of(context, place)?;
            Some(Source { path, brought, mount: Some(mount) })
        });
        mounted.or_else(|| {
            self.brought_before(index).find_map(|it| {
                let path = it.origin_of(context, place)?;
                Some(Source { path, brought: it.clone(), mount: None })
            })
        })
    }

    /// Whether something brings this path of the context before the instruction with this index runs, or mounts it there.
    pub fn brings(&self, index: usize, path: &str) -> bool {
        self.bound(index).iter().any(|it| it.0.brings(path))
            || self.brought_before(index).any(|it| it.brings(path))
    }

    fn brought_before(&self, index: usize) -> impl Iterator<Item = &Brought> {
        let all = self.all_brought();
        let end = all.partition_point(|it| it.instruction < index);
        let seen = all[..end].iter().rev().take(MOST_SOURCES);
        seen.filter(move |it| self.stages().is_before(it.instruction, index))
    }

    /// What a RUN mounts from the build context.
    fn bound(&self, index: usize) -> Vec<(Brought, Mount)> {
        let mounts = self.mounts(index).into_iter();
        let bound = mounts.filter(|it| it.kind == Some(MountKind::Bind) && !it.has("from"));
        let brought = bound.filter_map(|mount| {
            let target = mount.value("target")?;
            let to = match (target.starts_with('/'), self.workdir(index)) {
                (true, _) => Some(clean(target)),
                (false, Fact::Known { value, .. }) => Some(clean(&format!("{value}/{target}"))),
                (false, _) => None,
            };
            let source = if mount.has("source") { mount.value("source")? } else { "" };
            let path = clean(&format!("/{source}")).trim_start_matches('/').to_owned();
            let word = Word { range: mount.range, json: false };
            let (instruction, is_pattern, is_filtered) = (index, false, false);
            let this = Brought { instruction, word, path, is_pattern, is_filtered, to, to_folder: false };
            Some((this, mount))
        });
        brought.collect()
    }

    /// Whether the folder of the Dockerfile is the build context, as far as one can tell: of the files that COPY names, some
    /// are there; if it names none, nothing speaks against it.
    pub fn is_in_context(&self, context: &Context<'_>) -> bool {
        self.knows_context(context) != Some(false)
    }

    /// The same; `None` if nothing speaks for or against it.
    pub fn knows_context(&self, context: &Context<'_>) -> Option<bool> {
        let mut known = None;
        let named = self.all_brought().iter().filter(|it| !it.path.is_empty() && !it.is_pattern);
        for it in named.take(MOST_SOURCES) {
            match context.world.exists(&it.path) {
                Some(true) => return Some(true),
                Some(false) => known = Some(false),
                None => {}
            }
        }
        known
    }

    /// The destination as an absolute path, and whether it is a folder for sure.
    fn destination(&self, index: usize, it: &Instruction, transfer: &Transfer) -> (Option<String>, bool) {
        let Some(written) = transfer.destination.and_then(|it| self.value(it, index)) else {
            return (None, false);
        };
        let is_folder = written.ends_with('/')
            || matches!(written.rsplit('/').next(), Some("." | ".."))
            || transfer.sources.len() > 1
            || it.flags.iter().any(|it| it.name() == "parents");
        let workdir = self.workdir(index);
        let path = match (written.starts_with('/'), workdir.known()) {
            (true, _) => Some(clean(&written)),
            (false, Some(folder)) => Some(clean(&format!("{folder}/{written}"))),
            (false, None) => None,
        };
        let is_workdir = || path.is_some() && path == workdir.known().map(|it| clean(it));
        let is_folder = is_folder || is_workdir();
        (path, is_folder)
    }
}

fn is_remote(source: &str) -> bool {
    source.contains("://") || source.starts_with("git@")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Files(&'static [&'static str], &'static str);

    impl World for Files {
        fn exists(&self, path: &str) -> Option<bool> {
            Some(self.0.contains(&path))
        }

        fn entries(&self, folder: &str) -> Option<Vec<String>> {
            folder.is_empty().then(|| self.0.iter().map(|it| (*it).to_owned()).collect())
        }

        fn ignore_file(&self) -> Option<String> {
            Some(self.1.to_owned())
        }
    }

    #[test]
    fn what_a_copy_brings_and_where_to() {
        let text = "FROM a\nARG D=src\nWORKDIR /app\nCOPY ./$D/ *.txt ../lib https://e.x/f ./\nCOPY --from=b x y\nCOPY . .\n";
        let analysis = Analysis::new(text);
        let brought = analysis.brought(3);
        let paths: Vec<_> = brought.iter().map(|it| (it.path.as_str(), it.is_pattern)).collect();
        assert_eq!(paths, [("src", false), ("*.txt", true), ("lib", false)]);
        assert_eq!(brought[0].to.as_deref(), Some("/app"));
        assert_eq!(brought[0].place_of("src/a/b.py", true).as_deref(), Some("/app/a/b.py"));
        assert_eq!(brought[1].place_of("r.txt", false).as_deref(), Some("/app/r.txt"));
        assert!(brought[0].brings("src/a") && !brought[0].brings("srca") && brought[1].brings("r.txt"));
        assert!(analysis.brought(4).is_empty());
        assert!(analysis.brought(5)[0].path.is_empty() && analysis.brought(5)[0].brings(".git/config"));
    }

    #[test]
    fn the_context_is_what_is_left_of_the_folder() {
        let context = Context::new(&Files(&[".git", "a.py", "b.txt"], ".git\n"));
        assert_eq!(
            (context.has(".git"), context.has("a.py"), context.has("c")),
            (Some(false), Some(true), Some(false))
        );
        assert_eq!(context.entries(""), Some(vec!["a.py".to_owned(), "b.txt".to_owned()]));
        let found = |text: &str| {
            Analysis::new(text).all_brought().iter().map(|it| context.holds(it)).collect::<Vec<_>>()
        };
        assert_eq!(found("FROM a\nCOPY *.txt *.md b.txt /\n"), [Some(true), Some(false), Some(true)]);
        let seen = |text: &str| Analysis::new(text).knows_context(&context);
        assert_eq!(seen("FROM a\nCOPY x a.py /\n"), Some(true));
        assert_eq!(seen("FROM a\nCOPY x y /\n"), Some(false));
        assert_eq!(seen("FROM a\nCOPY . /\n"), None);
    }
}
