//! "Did you mean": the name that was most likely meant.

/// The candidate nearest to `word`, if one is near enough to be a slip. Among equals the first wins.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let score = strsim::damerau_levenshtein(word, candidate) as f64 / word.chars().count().max(1) as f64;
        if score <= 0.4 && best.is_none_or(|(least, _)| score < least) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A sentence that offers `candidate`, for a diagnostic's help.
pub(super) fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|name| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_a_slip_but_not_another_word() {
        let names = ["home.html", "state.html", "program.html"];
        assert_eq!(nearest("porgram.html", names), Some("program.html"));
        assert_eq!(nearest("zebra", names), None);
    }
}
