//! Writes the notices: who made what is inside the program, and under which terms.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cargo_metadata::Package;

use crate::texts::{Found, Texts};

const HEAD: &str = "\
# Notices

Onus is offered under the MIT licence or the Apache licence 2.0, at your choice. It contains the libraries, fonts and
scales named here, each under its own terms. Where a library offers a choice of licences, the one it is taken under is
named; the numbers lead to the texts at the end. Written by `tests/licences`; changes by hand are lost.
";

/// The whole of `assets/NOTICES.md`, for packages with the licences they are taken under.
pub(crate) fn write(shipped: &[(&Package, Vec<String>)], root: &Path) -> String {
    let mut texts = Texts::default();
    let found: Vec<Vec<Found>> = shipped
        .iter()
        .map(|(package, taken)| texts.find(package.manifest_path.parent().unwrap().as_std_path(), taken))
        .collect();
    let usual = usual_texts(shipped, &found);
    let mut page = format!("{HEAD}\n## Libraries\n\n");
    for ((package, taken), found) in shipped.iter().zip(&found) {
        let numbers: Vec<usize> = if found.is_empty() {
            let text = |id| {
                *usual
                    .get(id)
                    .unwrap_or_else(|| panic!("{}: no text of {id}", package.name))
            };
            taken.iter().map(text).collect()
        } else {
            found.iter().map(|found| found.number).collect()
        };
        let numbers: Vec<String> = numbers
            .iter()
            .map(|number| format!("[{number}](#text-{number})"))
            .collect();
        let about = [
            taken.join(" and "),
            authors(package),
            repository(package),
            numbers.join(" "),
        ];
        let about: Vec<String> = about.into_iter().filter(|part| !part.is_empty()).collect();
        writeln!(
            page,
            "- **{} {}**: {}",
            package.name,
            package.version,
            about.join("; ")
        )
        .unwrap();
        let mut copyrights: Vec<&String> = Vec::new();
        for line in found.iter().flat_map(|found| &found.copyrights) {
            if !copyrights.contains(&line) {
                writeln!(page, "  - {line}").unwrap();
                copyrights.push(line);
            }
        }
    }
    page.push_str("\n## Fonts and scales\n");
    for folder in ["fonts", "taxonomies"] {
        for (name, text) in licences_in(&root.join("assets").join(folder)) {
            fenced(&mut page, &format!("assets/{folder}/{name}"), &text);
        }
    }
    page.push_str("\n## Texts\n");
    for (index, text) in texts.kept.iter().enumerate() {
        fenced(&mut page, &format!("Text {}", index + 1), text);
    }
    page
}

/// For each licence the text that most crates taken under it alone carry; it stands in for crates without one.
fn usual_texts<'s>(
    shipped: &'s [(&Package, Vec<String>)],
    found: &[Vec<Found>],
) -> BTreeMap<&'s String, usize> {
    let mut counts: BTreeMap<&String, BTreeMap<usize, usize>> = BTreeMap::new();
    for ((_, taken), found) in shipped.iter().zip(found) {
        if let ([id], [found]) = (&taken[..], &found[..]) {
            *counts.entry(id).or_default().entry(found.number).or_default() += 1;
        }
    }
    let most = |texts: BTreeMap<usize, usize>| {
        texts
            .into_iter()
            .max_by_key(|(number, count)| (*count, usize::MAX - number))
            .unwrap()
            .0
    };
    counts.into_iter().map(|(id, texts)| (id, most(texts))).collect()
}

/// Names without addresses.
fn authors(package: &Package) -> String {
    let names = package
        .authors
        .iter()
        .map(|author| author.split('<').next().unwrap_or_default().trim());
    names
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn repository(package: &Package) -> String {
    package
        .repository
        .as_deref()
        .map(|address| format!("<{address}>"))
        .unwrap_or_default()
}

/// The licences that lie beside embedded files, by name.
fn licences_in(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let named = entries.map(|entry| (entry.file_name().into_string().unwrap(), entry.path()));
    let texts = named.filter(|(name, _)| name.ends_with("LICENSE.txt") || name.ends_with("copyright.txt"));
    texts
        .map(|(name, path)| (name, fs::read_to_string(path).unwrap()))
        .collect()
}

fn fenced(page: &mut String, title: &str, text: &str) {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    // A fence longer than any within the text.
    let fence = if text.contains("```") { "````" } else { "```" };
    let body = lines.join("\n");
    write!(
        page,
        "\n### {title}\n\n{fence}text\n{}\n{fence}\n",
        body.trim_matches('\n')
    )
    .unwrap();
}
