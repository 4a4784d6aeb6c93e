//! Structured data (schema.org) for search engines.

use super::context as ctx;
use crate::article::Article;
use crate::catalog::Program;
use crate::config::Site;
use crate::listing::Status;
use serde_json::{Value, json};

/// JSON that cannot end the script element it stands in.
pub(super) fn for_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

pub(super) fn website(site: &Site, language: &str, url: &str) -> Value {
    let mut value = json!({ "@context": "https://schema.org", "@type": "WebSite", "name": site.title.get(language), "description": site.description.get(language), "inLanguage": language, "url": url });
    if let Some(owner) = &site.owner {
        let mut publisher = json!({ "@type": "Organization", "name": owner.name.get(language) });
        if let Some(url) = &owner.url {
            publisher["url"] = url.as_str().into();
        }
        value["publisher"] = publisher;
    }
    value
}

fn breadcrumbs(crumbs: &[(String, String)]) -> Value {
    let items: Vec<Value> = crumbs
        .iter()
        .enumerate()
        .map(|(i, (label, url))| json!({ "@type": "ListItem", "position": i + 1, "name": label, "item": url }))
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

/// A list page: its listings and its place in the site.
pub(super) fn list<'n>(
    name: &str,
    url: &str,
    items: impl Iterator<Item = (&'n str, String)>,
    crumbs: &[(String, String)],
    before: usize,
) -> Value {
    let items: Vec<Value> = items
        .enumerate()
        .map(|(i, (name, url))| json!({ "@type": "ListItem", "position": before + i + 1, "name": name, "url": url }))
        .collect();
    json!({
        "@context": "https://schema.org",
        "@graph": [
            { "@type": "ItemList", "name": name, "url": url, "numberOfItems": items.len(), "itemListElement": items },
            breadcrumbs(crumbs),
        ],
    })
}

/// A guide.
pub(super) fn guide(article: &Article, url: &str, language: &str) -> Value {
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": article.title,
        "description": article.summary,
        "url": url,
        "inLanguage": language,
        "citation": article.sources.iter().map(|s| json!({ "@type": "CreativeWork", "name": s.title, "url": s.url })).collect::<Vec<_>>(),
    });
    if let Some(date) = article.last_reviewed {
        value["lastReviewed"] = date.to_string().into();
    }
    if let Some((name, _)) = &article.reviewed_by {
        value["reviewedBy"] = json!({ "@type": "Organization", "name": name });
    }
    value
}

/// A listing. What is not reported is left out; a confidential address says only city and state.
pub(super) fn program(
    program: &Program,
    value: &ctx::Program<'_>,
    url: &str,
    description: &str,
    crumbs: &[(String, String)],
) -> Value {
    let listing = &program.listing;
    let location = &listing.location;
    let mut address = json!({
        "@type": "PostalAddress",
        "addressLocality": location.city,
        "addressRegion": location.state.code(),
        "postalCode": location.zip.to_string(),
        "addressCountry": "US",
    });
    if let Some(street) = &location.street {
        address["streetAddress"] = match &location.unit {
            Some(unit) => format!("{street}, {unit}").into(),
            None => street.as_str().into(),
        };
    }
    let mut clinic = json!({
        "@type": "MedicalClinic",
        "@id": format!("{url}#clinic"),
        "name": listing.name,
        "url": url,
        "description": description,
        "address": address,
        "medicalSpecialty": "Psychiatric",
    });
    if let (Some(lat), Some(lon)) = (value.address.lat, value.address.lon) {
        clinic["geo"] = json!({ "@type": "GeoCoordinates", "latitude": lat, "longitude": lon });
    }
    if let Some(phone) = listing.phones.first() {
        clinic["telephone"] = phone.number.e164().into();
    }
    if let Some(website) = &listing.website {
        clinic["sameAs"] = website.as_str().into();
    }
    if let Some(email) = &listing.email {
        clinic["email"] = email.as_str().into();
    }
    if let Some(organization) = &listing.organization {
        clinic["parentOrganization"] = json!({ "@type": "MedicalOrganization", "name": organization });
    }
    let label = |term: &tera::Value| term.get_from_path("label").and_then(|v| v.as_str().map(str::to_owned));
    let services: Vec<Value> = value
        .programs
        .iter()
        .map(|p| {
            let levels: Vec<String> = p.levels.iter().filter_map(label).collect();
            json!({ "@type": "MedicalTherapy", "name": p.name.map_or_else(|| levels.join(", "), str::to_owned) })
        })
        .collect();
    clinic["availableService"] = services.into();
    let payment: Vec<String> = value.payment.accepts.iter().filter_map(label).collect();
    if !payment.is_empty() {
        clinic["paymentAccepted"] = payment.join(", ").into();
    }
    let languages: Vec<String> = value.languages.iter().filter_map(label).collect();
    if !languages.is_empty() {
        clinic["knowsLanguage"] = languages.into();
    }
    let accepting: Vec<&str> = listing.programs.iter().filter_map(|p| p.accepting.as_ref().map(|a| a.status)).collect();
    if !accepting.is_empty() && listing.status == Status::Active {
        clinic["isAcceptingNewPatients"] = accepting.contains(&"open").into();
    }
    let hours = opening_hours(program);
    if !hours.is_empty() {
        clinic["openingHoursSpecification"] = hours.into();
    }
    json!({ "@context": "https://schema.org", "@graph": [clinic, breadcrumbs(crumbs)] })
}

/// The sessions of all programs.
fn opening_hours(program: &Program) -> Vec<Value> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let sessions = program.listing.programs.iter().flat_map(|p| &p.schedule.sessions);
    sessions
        .map(|s| {
            json!({
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": s.days.iter().map(|d| DAYS[usize::from(*d) % 7]).collect::<Vec<_>>(),
                "opens": format!("{:02}:{:02}", s.start.hour(), s.start.minute()),
                "closes": format!("{:02}:{:02}", s.end.hour(), s.end.minute()),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::for_script;

    #[test]
    fn a_name_cannot_end_the_script() {
        let text = for_script(&serde_json::json!({ "name": "</script><script>alert(1)</script>" }));
        assert!(!text.contains('<') && !text.contains('>'), "{text}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).ok().and_then(|v| v["name"].as_str().map(str::len)),
            Some(34)
        );
    }
}
