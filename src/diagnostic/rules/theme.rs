//! Themes and terms.

use super::{Example, Form, Part, Rule, Severity};

rules! {
    THEME_MISSING = Error "theme/missing", "Without its theme no page can be made.",
        example!("waypost.yaml" Keys "theme: «midnight»\n"),
        example!("waypost.yaml" Keys "theme: default\n");
    THEME_TEMPLATE = Error "theme/template", "A template that does not work would break pages.",
        example!("templates/partials/footer.html" Whole "<p>{% if %}</p>\n"),
        example!("templates/partials/footer.html" Whole "<p>{{ site.title }}</p>\n");
    THEME_STRING = Error "theme/string", "A missing text would leave a hole in the page.",
        example!("strings/en.yaml" Whole "run_by: \"By {nmae}\"\n"),
        example!("strings/en.yaml" Whole "run_by: \"By {name}\"\n");
    THEME_ASSET = Error "theme/asset", "A page or stylesheet that asks for a file that is not there looks broken.",
        example!("templates/partials/footer.html" Whole "<img src=\"{{ asset(path=\"logo.svg\") }}\" alt=\"\">\n"),
        example!("templates/partials/footer.html" Whole "<p>{{ site.title }}</p>\n");
    THEME_PARAM = Error "theme/param", "A setting that the theme does not know changes nothing.",
        example!("waypost.yaml" Keys "theme_params: { colour: «blue» }\n"),
        example!("waypost.yaml" Keys "theme_tokens: { accent: { light: \"#204878\" } }\n");
    THEME_CONTRAST = Error "theme/contrast", "Pale words on a pale page cannot be read by many people, least of all on an old phone in the sun.",
        example!("waypost.yaml" Keys "theme_tokens: { ink-2: { light: «\"#aaaaaa\"» } }\n"),
        example!("waypost.yaml" Keys "theme_tokens: { ink-2: { light: \"#404040\" } }\n");
    THEME_CYCLE = Error "theme/cycle", "A theme cannot extend itself.",
        example!("waypost.yaml" Keys "theme: harbor\n", "themes/harbor/theme.yaml" Whole "name: harbor\nextends: harbor\n"),
        example!("waypost.yaml" Keys "theme: harbor\n", "themes/harbor/theme.yaml" Whole "name: harbor\nextends: default\n");
    THEME_OVERRIDE_UNUSED = Warning "theme/override-unused", "A file that replaces nothing is most often misspelt, and what it should have changed stays as it was.",
        example!("templates/footer.html" Whole "<p>{{ site.title }}</p>\n"),
        example!("templates/partials/footer.html" Whole "<p>{{ site.title }}</p>\n");
    THEME_CHANGED = Info "theme/changed", "A copy of a theme's file stays as it is, and what a newer theme does better or safer is not in it.",
        Example::Words("waypost theme eject templates/home.html, and later a new Waypost whose own home.html has changed."),
        Example::Words("The copy compared with the new file, taken anew, and changed again where needed.");
    THEME_CRISIS = Error "theme/crisis-block", "Every page has to show the crisis lines; a reader may need them on any page.",
        Example::Words("A templates/base.html without the element <aside data-crisis>."),
        Example::Words("A templates/base.html that shows `crisis` in an element with the attribute data-crisis.");
    THEME_THIRD_PARTY = Error "theme/third-party", "A script, font, picture or frame from another site tells that site who reads the page.",
        example!("templates/partials/footer.html" Whole "<img src=\"«https://cdn.example.com/logo.svg»\" alt=\"\">\n"),
        example!("templates/partials/footer.html" Whole "<p>{{ site.title }}</p>\n");
    THEME_FORM = Error "theme/form", "A form that sends to another site hands over what a person in need has typed.",
        example!("templates/partials/footer.html" Whole "<form action=\"«https://forms.example.com/»\"><input name=\"q\"></form>\n"),
        example!("templates/partials/footer.html" Whole "<form action=\"{{ base }}search/\"><input name=\"q\"></form>\n");
    THEME_INLINE = Error "theme/inline", "The pages forbid scripts and styles inside them, so such a one would not run; and allowing them would open the page to others.",
        example!("templates/partials/footer.html" Whole "<p style=\"«color: red»\">{{ site.title }}</p>\n"),
        example!("templates/partials/footer.html" Whole "<p class=\"notice\">{{ site.title }}</p>\n");
    THEME_REL = Warning "theme/rel", "Without rel=\"noopener noreferrer\" the other site learns from which page somebody came.",
        example!("templates/partials/footer.html" Whole "<a href=\"«https://example.org/»\">Our county</a>\n"),
        example!("templates/partials/footer.html" Whole "<a href=\"https://example.org/\" rel=\"noopener noreferrer\">Our county</a>\n");
    VOCABULARY_UNTRANSLATED = Warning "vocabulary/untranslated", "A reader of this language would find words of another one among the facts.",
        example!("waypost.yaml" Keys "languages: [en, es]\n", "content/vocabulary/modality.yaml" Whole "facet: modality\nterms:\n  - slug: kayak\n    label: { en: \"Kayak group\" }\n"),
        example!("waypost.yaml" Keys "languages: [en, es]\n", "content/vocabulary/modality.yaml" Whole "facet: modality\nterms:\n  - slug: kayak\n    label: { en: \"Kayak group\", es: \"Grupo de kayak\" }\n");
    VOCABULARY_TERM = Error "vocabulary/term", "The terms are what filters, labels and search are made of.",
        example!("content/vocabulary/modality.yaml" Whole "facet: «modalty»\nterms:\n  - slug: kayak\n    label: { en: \"Kayak group\" }\n"),
        example!("content/vocabulary/modality.yaml" Whole "facet: modality\nterms:\n  - slug: kayak\n    label: { en: \"Kayak group\" }\n");
}
