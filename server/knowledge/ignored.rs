//! What most build contexts should do without.

/// Patterns of a `.dockerignore`, each with what it matches. General knowledge.
pub const NEEDLESS: [(&str, &str); 14] = [
    (".git", "the history of the source"),
    (".dockerignore", "this file"),
    ("Dockerfile*", "how the image is built"),
    ("compose*.yaml", "how it is run"),
    (".env*", "settings and secrets of this machine"),
    ("**/node_modules", "packages, which the build installs"),
    ("**/.venv", "a virtual environment of this machine"),
    ("**/__pycache__", "bytecode of Python"),
    ("**/*.py[co]", "bytecode of Python"),
    ("**/.DS_Store", "what macOS leaves behind"),
    ("**/*.log", "logs"),
    ("dist", "what was built on this machine"),
    ("target", "what was built on this machine"),
    (".vscode", "settings of an editor"),
];
