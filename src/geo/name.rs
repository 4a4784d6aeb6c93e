//! Names of places, compared as people write them.

/// The form in which two spellings of one place name are equal: ASCII, lower case, words separated by one hyphen,
/// apostrophes and periods dropped, and `St`, `Ste`, `Ft` and `Mt` written out. `Ft. Lauderdale` is `fort-lauderdale`,
/// `Coeur d’Alene` is `coeur-dalene`, `Mayagüez` is `mayaguez`.
///
/// Whether a name is written in one word or two is still told apart; see [`compact`].
pub fn fold(name: &str) -> String {
    let kept: String = name.chars().filter(|c| !matches!(c, '\'' | '.' | '`' | '´' | '’' | '‘' | 'ʻ' | 'ʼ')).collect();
    let plain = slug::slugify(kept);
    let mut folded = String::with_capacity(plain.len() + 4);
    for word in plain.split('-') {
        if !folded.is_empty() {
            folded.push('-');
        }
        folded.push_str(match word {
            "st" => "saint",
            "ste" => "sainte",
            "ft" => "fort",
            "mt" => "mount",
            word => word,
        });
    }
    folded
}

/// [`fold`] without the hyphens: `O'Fallon`, `O Fallon` and `OFallon` are one place.
pub(super) fn compact(name: &str) -> String {
    let mut folded = fold(name);
    folded.retain(|c| c != '-');
    folded
}

#[cfg(test)]
mod tests {
    use super::{compact, fold};

    #[test]
    fn spellings_of_one_place_fold_to_one_form() {
        for (a, b) in [
            ("St. Louis", "Saint Louis"),
            ("Port St Lucie", "PORT SAINT LUCIE"),
            ("Ft. Lauderdale", "Fort Lauderdale"),
            ("Mt Vernon", "Mount Vernon"),
            ("Coeur d’Alene", "Coeur d'Alene"),
            ("Mayagüez", "Mayaguez"),
            ("‘Āhuimanu", "Ahuimanu"),
            ("Winston-Salem", "Winston  Salem"),
            ("Sault Ste. Marie", "Sault Sainte Marie"),
        ] {
            assert_eq!(fold(a), fold(b));
        }
        assert_eq!(compact("O'Fallon"), compact("O Fallon"));
    }

    #[test]
    fn different_places_stay_different() {
        assert_ne!(fold("Stanton"), fold("Saintanton"));
        assert_ne!(fold("La Mesa"), fold("Lamesa"));
        assert_eq!(fold("..'"), "");
    }
}
