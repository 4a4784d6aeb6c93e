//! Files for machines that are not data: sitemap, feed, robots, and what hosts read.

use super::Renderer;
use crate::plan::{File, Page, Route, SITEMAP_LIMIT, What, program_path};
use crate::search::shards;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Text inside XML.
fn xml(text: &str) -> Cow<'_, str> {
    quick_xml::escape::escape(text)
}

impl Renderer<'_> {
    /// The bytes of a file that is not a page.
    pub(super) fn file(&self, file: File, out: &mut Vec<u8>) {
        match file {
            File::Sitemap => out.extend(self.sitemap().into_bytes()),
            File::SitemapPart(part) => out.extend(self.sitemap_part(part).into_bytes()),
            File::Robots => out
                .extend(format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", self.absolute("sitemap.xml")).into_bytes()),
            File::Feed => out.extend(self.feed().into_bytes()),
            File::ProgramsJson => self.programs_json(out),
            File::ProgramsCsv => self.programs_csv(out),
            File::ProgramsGeojson => self.programs_geojson(out),
            File::Schema => out.extend(self.schema().into_bytes()),
            File::Headers => out.extend(self.headers().into_bytes()),
            File::Redirects => out.extend(self.redirects().into_bytes()),
            File::NoJekyll => {}
            File::Cname => out.extend(format!("{}\n", self.site.domain.as_deref().unwrap_or_default()).into_bytes()),
            File::Asset(i) => out.extend(self.theme.assets().nth(i).map(|(_, bytes)| bytes).unwrap_or_default()),
        }
    }

    fn indexed(&self) -> impl Iterator<Item = &Route> {
        self.plan.routes.iter().filter(|r| r.indexed)
    }

    fn sitemap(&self) -> String {
        let count = self.indexed().count();
        if count <= SITEMAP_LIMIT {
            return self.sitemap_part(1);
        }
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for part in 1..=count.div_ceil(SITEMAP_LIMIT) {
            let newest =
                self.indexed().skip((part - 1) * SITEMAP_LIMIT).take(SITEMAP_LIMIT).filter_map(|r| r.updated).max();
            let _ = write!(out, "<sitemap><loc>{}</loc>", xml(&self.absolute(&format!("sitemap-{part}.xml"))));
            if let Some(date) = newest {
                let _ = write!(out, "<lastmod>{date}</lastmod>");
            }
            out.push_str("</sitemap>\n");
        }
        out.push_str("</sitemapindex>\n");
        out
    }

    fn sitemap_part(&self, part: usize) -> String {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        let site = xml(self.address.url.as_str());
        for route in self.indexed().skip((part - 1) * SITEMAP_LIMIT).take(SITEMAP_LIMIT) {
            let _ = write!(out, "<url><loc>{site}{}</loc>", xml(&route.path));
            // The day the facts were confirmed, never the day of the build.
            if let Some(date) = route.updated {
                let _ = write!(out, "<lastmod>{date}</lastmod>");
            }
            out.push_str("</url>\n");
        }
        out.push_str("</urlset>\n");
        out
    }

    /// Atom: the listings that were confirmed last.
    fn feed(&self) -> String {
        let recent: Vec<_> = self.recent(self.site.feed_size).into_iter().map(|id| self.catalog.program(id)).collect();
        let updated = recent.first().map_or(self.catalog.today, |e| e.fact.listing.verified.date);
        let language = &self.site.languages[0];
        let title = self.site.title.get(language);
        let author = self.site.owner.as_ref().map_or(title, |o| o.name.get(language));
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        let _ = write!(
            out,
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n<subtitle>{}</subtitle>\n<id>{url}</id>\n<link href=\"{url}\"/>\n<link rel=\"self\" href=\"{}\"/>\n<updated>{updated}T00:00:00Z</updated>\n<author><name>{}</name></author>\n",
            xml(language),
            xml(title),
            xml(self.site.description.get(language)),
            xml(&self.absolute("feed.xml")),
            xml(author),
            url = xml(self.address.url.as_str()),
        );
        for entry in recent {
            let listing = &entry.fact.listing;
            let url = self.absolute(&program_path(&listing.slug));
            let url = xml(&url);
            let place = format!("{}, {}", listing.location.city, listing.location.state.code());
            let _ = writeln!(
                out,
                "<entry><title>{} ({})</title><id>{url}</id><link href=\"{url}\"/><updated>{}T00:00:00Z</updated><summary>{}</summary></entry>",
                xml(&listing.name),
                xml(&place),
                listing.verified.date,
                xml(&entry.body.description(155)),
            );
        }
        out.push_str("</feed>\n");
        out
    }

    /// Headers for hosts that read `_headers`.
    fn headers(&self) -> String {
        let folder = self.address.url.path();
        // Files under names that change with their content.
        let fixed = "  Cache-Control: public, max-age=31536000, immutable\n";
        let index = self.search.map(|_| format!("\n{folder}{}*\n{fixed}", shards::FOLDER)).unwrap_or_default();
        format!(
            "{folder}*\n  Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\n  Referrer-Policy: no-referrer\n  X-Content-Type-Options: nosniff\n  Cross-Origin-Opener-Policy: same-origin\n  Permissions-Policy: geolocation=(self)\n\n{folder}assets/*\n{fixed}{index}"
        )
    }

    /// Former addresses for hosts that read `_redirects`.
    fn redirects(&self) -> String {
        let folder = self.address.url.path();
        let mut out = String::new();
        for route in &self.plan.routes {
            if let What::Page(Page::Redirect(target)) = &route.what {
                let _ = writeln!(out, "{folder}{} {folder}{target} 301", route.path);
            }
        }
        out
    }
}
