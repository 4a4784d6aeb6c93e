//! Scripts as browsers get them.

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
