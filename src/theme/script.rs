//! Scripts as browsers get them.

/// Short forms of the scripts in this repository. The first line of each is a comment with the [`mark`] of the script
/// that it was made from; `tests/scripts.rs` makes them.
static SHORT: [&str; 12] = [
    include_str!("../../data/scripts/back.js"),
    include_str!("../../data/scripts/compare.js"),
    include_str!("../../data/scripts/exit.js"),
    include_str!("../../data/scripts/index.js"),
    include_str!("../../data/scripts/inflate.js"),
    include_str!("../../data/scripts/listing.js"),
    include_str!("../../data/scripts/save.js"),
    include_str!("../../data/scripts/saved.js"),
    include_str!("../../data/scripts/search.js"),
    include_str!("../../data/scripts/submit.js"),
    include_str!("../../data/scripts/typed.js"),
    include_str!("../../data/scripts/where.js"),
];

/// A script as it is sent: its short form if it is one of this repository's, else only [`stripped`].
pub fn sent(script: &str) -> String {
    short_form(script).map_or_else(|| stripped(script), str::to_owned)
}

/// The short form of a script, if it is one of this repository's.
pub(super) fn short_form(script: &str) -> Option<&'static str> {
    let mark = mark(&stripped(script));
    SHORT.iter().find_map(|short| short.strip_prefix("// ")?.strip_prefix(&*mark)?.strip_prefix('\n'))
}

/// What tells a stripped script from others.
pub fn mark(stripped: &str) -> String {
    blake3::hash(stripped.as_bytes()).to_hex()[..16].to_owned()
}

/// A script without indentation, blank lines, and lines that are only comments. What stands behind code stays, so that
/// no script has to be understood for this.
pub fn stripped(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        let begins = line.starts_with("/*");
        if in_comment || begins {
            in_comment = !line.ends_with("*/");
            continue;
        }
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::stripped;

    #[test]
    fn code_is_kept_and_comments_between_it_go() {
        let script = "// The reader.\n/**\n * Adds.\n * @param {number} a\n */\nexport function add(a) {\n  /* one */\n\n  \
                      const b = '//'; // two\n  return a + b;\n}\n";
        assert_eq!(stripped(script), "export function add(a) {\nconst b = '//'; // two\nreturn a + b;\n}\n");
    }
}
