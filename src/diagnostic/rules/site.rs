//! The site as a whole, and links between its pages.

use super::{Example, Form, LISTING, Part, Rule, Severity};

rules! {
    SITE_CONFIG = Error "site/config", "The site file sets what every page shows.",
        example!("waypost.yaml" Keys "severity: { «care/no-hour»: off }\n"),
        example!("waypost.yaml" Keys "severity: { care/no-hours: off }\n");
    SITE_NO_CONTENT = Error "site/no-content", "Without listings or guides there is nothing to publish.",
        Example::Words("An empty folder content."),
        Example::Words("waypost init directory, which begins with a sample listing.");
    URL_COLLISION = Error "url/collision", "Two things cannot have one address; one of them would be lost.",
        example!("content/providers/al/alder-creek.md" Keys "aliases: [birch-hill]\n", "content/providers/al/birch-hill.md" Keys ""),
        example!("content/providers/al/alder-creek.md" Keys "aliases: [alder]\n", "content/providers/al/birch-hill.md" Keys "");
    LINK_BROKEN = Error "link/broken", "A link that leads nowhere leaves the reader with nothing.",
        text!("See [what it is](«/guides/what-is-an-iop/»).\n"),
        text!("See [what it is](/guides/what-is-iop/).\n");
    LINK_ANCHOR = Error "link/anchor", "The page exists, but the part that the link names does not.",
        text!("See [who it is for](«/guides/what-is-iop/#who-it-was-for»).\n"),
        text!("See [who it is for](/guides/what-is-iop/#who-it-is-for).\n");
    LINK_FILTER = Warning "link/filter", "A link to a search that finds nothing leaves the reader with nothing.",
        text!("See [free programs](«/search/#f=payment.free»).\n"),
        text!("See [programs like this one](/search/#f=level_of_care.iop).\n");
    LINK_OUTSIDE = Error "link/outside", "The link leaves the site's own folder.",
        text!("See [our page](«../../../index.html»).\n"),
        text!("See [the first page](/).\n");
}
