//! Where a program is.

use super::{Example, Form, LISTING, Part, Rule, Severity};

rules! {
    PLACE_ZIP_UNKNOWN = Warning "place/zip-unknown", "Distance is measured from the ZIP when there are no coordinates.",
        listing!("location: { city: \"Alabaster\", state: AL, zip: «\"35999\"» }\n"),
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\" }\n");
    PLACE_ZIP_STATE = Error "place/zip-state", "ZIP and state disagree, so the listing would be shown in the wrong state.",
        listing!("location: { city: \"Alabaster\", state: AL, zip: «\"45202\"» }\n"),
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\" }\n");
    PLACE_ZIP_CITY = Warning "place/zip-city", "City and ZIP are far apart, so one of the two is wrong and the distance with it.",
        listing!("location: { city: \"Alabaster\", state: AL, zip: «\"36602\"» }\n"),
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\" }\n");
    PLACE_POINT_STATE = Error "place/point-state", "The coordinates lie outside the state, so the listing would be shown to the wrong people.",
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\", lat: «33.2129», lon: 86.7879 }\n"),
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\", lat: 33.2129, lon: -86.7879 }\n");
    PLACE_POINT_ZIP = Warning "place/point-zip", "The coordinates are more than 25 miles from the ZIP; one of the two is wrong.",
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\", lat: «30.6954», lon: -88.0399 }\n"),
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\", lat: 33.2129, lon: -86.7879 }\n");
    PLACE_POINT_HALF = Error "place/point-half", "A latitude without a longitude is not a point.",
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\", lat: «33.2129» }\n"),
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\", lat: 33.2129, lon: -86.7879 }\n");
    PLACE_PO_BOX = Error "place/po-box", "Nobody can visit a post office box.",
        listing!("location: { street: «\"P.O. Box 12\"», city: \"Alabaster\", state: AL, zip: \"35007\" }\n"),
        listing!("location: { street: \"750 Highway 31 South\", city: \"Alabaster\", state: AL, zip: \"35007\" }\n");
    PLACE_CONFIDENTIAL = Error "place/confidential", "A confidential address that is written down can be read by anyone.",
        listing!("location:\n  confidential: hidden\n  «street»: \"750 Highway 31 South\"\n  city: \"Alabaster\"\n  state: AL\n  zip: \"35007\"\n"),
        listing!("location:\n  confidential: hidden\n  city: \"Alabaster\"\n  state: AL\n  zip: \"35007\"\n");
    PLACE_CONFIDENTIAL_TEXT = Error "place/confidential-text", "A confidential address in a note, in the text or behind a map link can be read by anyone, too.",
        listing!("location: { confidential: hidden, city: \"Alabaster\", state: AL, zip: \"35007\" }\nnotes: [\"Park behind «750 Highway 31» South.\"]\n"),
        listing!("location: { confidential: hidden, city: \"Alabaster\", state: AL, zip: \"35007\" }\nnotes: [\"Call first; we tell you where to park.\"]\n");
    PLACE_COUNTY = Warning "place/county", "The county does not match the coordinates, so the county page would be wrong.",
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\", lat: 33.2129, lon: -86.7879, county: «\"Baldwin County\"» }\n"),
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\", lat: 33.2129, lon: -86.7879, county: \"Shelby County\" }\n");
}
