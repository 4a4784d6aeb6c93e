//! What a site that shows these data has to say about their origin.

/// One line of credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Credit {
    /// The line, complete in itself.
    pub text: &'static str,
    /// Where the source, or its license, can be read.
    pub url: &'static str,
}

/// The credits of all embedded geographic data. The wording is that of `data/geo/SOURCES.toml`.
pub const CREDITS: &[Credit] = &[
    Credit {
        text: "Contains data from GeoNames (https://www.geonames.org/), licensed under CC BY 4.0 \
               (https://creativecommons.org/licenses/by/4.0/); changed: filtered, merged and rounded.",
        url: "https://www.geonames.org/",
    },
    Credit {
        text: "Contains data from the US Census Bureau (public domain).",
        url: "https://www.census.gov/geographies/mapping-files.html",
    },
    Credit {
        text: "Outlines from us-atlas (ISC license, notice in LICENSE-us-atlas.txt).",
        url: "https://github.com/topojson/us-atlas",
    },
];

#[cfg(test)]
mod tests {
    use super::CREDITS;

    #[test]
    fn the_attribution_is_worded_as_the_sources_ask() {
        let sources = include_str!("../../data/geo/SOURCES.toml");
        assert!(sources.contains(CREDITS[0].text));
        assert!(sources.contains(CREDITS[1].text));
        assert!(sources.contains("us-atlas (ISC, notice in LICENSE-us-atlas.txt)"));
    }

    #[test]
    fn geonames_is_named_linked_licensed_and_said_to_be_changed() {
        for part in
            ["GeoNames", "https://www.geonames.org/", "CC BY 4.0", "creativecommons.org/licenses/by/4.0", "changed"]
        {
            assert!(CREDITS[0].text.contains(part), "{part}");
        }
    }
}
