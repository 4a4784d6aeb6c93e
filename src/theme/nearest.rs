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

/// The path that was most likely meant: the first with the same file name in another folder, or the nearest one.
pub(super) fn nearest_path<'a>(path: &str, paths: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    paths.clone().find(|known| name(known) == name(path)).or_else(|| nearest(path, paths))
}

/// A sentence that offers `candidate`, for a diagnostic's help.
pub(super) fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|name| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::{nearest, nearest_path};

    #[test]
    fn finds_a_slip_but_not_another_word() {
        let names = ["home.html", "state.html", "program.html"];
        assert_eq!(nearest("porgram.html", names), Some("program.html"));
        assert_eq!(nearest("zebra", names), None);
    }

    #[test]
    fn a_file_in_another_folder_is_near() {
        let paths = ["home.html", "partials/footer.html"];
        assert_eq!(nearest_path("footer.html", paths.into_iter()), Some("partials/footer.html"));
        assert_eq!(nearest_path("hom.html", paths.into_iter()), Some("home.html"));
        assert_eq!(nearest_path("parts/zebra.html", paths.into_iter()), None);
    }
}
