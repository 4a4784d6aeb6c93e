//! Writing the site, showing it, and importing.

use super::{Example, Rule, Severity};

rules! {
    OUTPUT_FOREIGN = Error "output/foreign-files", "Waypost never writes over or removes what it did not make.",
        Example::Words("waypost build -o ~/documents"),
        Example::Words("waypost build -o public, a folder that is new, empty or of an earlier build");
    OUTPUT_WRITE = Error "output/write", "The site could not be written completely.",
        Example::Words("A full disk, or a folder of the site replaced by a link."),
        Example::Words("Room on the disk and the right to write; then build again.");
    OUTPUT_INSIDE = Error "output/place", "The output folder must not contain or lie inside the sources.",
        Example::Words("waypost build -o content/public"),
        Example::Words("waypost build -o public");
    OUTPUT_PATH = Error "output/path", "A path that leaves the output folder, or that some systems cannot store, would end in the wrong place or nowhere.",
        Example::Words("A theme with an asset named aux.css, which Windows cannot store."),
        Example::Words("The same file named extra.css.");
    OUTPUT_HOST_LIMIT = Warning "output/host-limit", "The host refuses sites with more files than this.",
        Example::Words("host: cloudflare-pages and 25,000 pages."),
        Example::Words("A host without this limit, a paid plan, or one site for each state.");
    SERVE_START = Error "serve/start", "The site could not be shown on this computer.",
        Example::Words("waypost serve --port 80, which belongs to the system"),
        Example::Words("waypost serve --port 4000");
    IMPORT_SHAPE = Error "import/shape", "The file is not what the format says it is.",
        Example::Words("waypost import samhsa-xlsx table.csv"),
        Example::Words("waypost import samhsa-csv table.csv");
    IMPORT_ROW = Warning "import/row", "The row could not become a listing.",
        Example::Words("A row without name or without city."),
        Example::Words("The row with both, or removed from the table.");
}
