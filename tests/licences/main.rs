//! The licences of everything Onus is built from, and the notices it carries.
//!
//! `ONUS_BLESS=1 cargo test --test licences` writes `assets/NOTICES.md` anew after a dependency or a font has changed.
#![allow(clippy::unwrap_used, clippy::panic)]

mod notices;
mod texts;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use spdx::{Expression, Licensee, ParseMode};

/// The licences Onus may be built under, and the crates each is confined to, if it is. Where a crate offers a choice,
/// the first in this list is taken.
const ALLOWED: &[(&str, &[&str])] = &[
    ("MIT", &[]),
    ("Apache-2.0", &[]),
    ("Zlib", &[]),
    ("ISC", &[]),
    ("BSD-2-Clause", &[]),
    ("BSD-3-Clause", &[]),
    ("MIT-0", &[]),
    ("Unicode-3.0", &[]),
    // Fonts within egui.
    ("OFL-1.1", &["epaint_default_fonts"]),
    ("Ubuntu-font-1.0", &["epaint_default_fonts"]),
    // Its terms cover the files of these crates alone, and they are used unchanged; `colored` only by tests.
    ("MPL-2.0", &["colored", "imbl", "imbl-sized-chunks", "option-ext"]),
];

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn every_dependency_has_an_allowed_licence() {
    let metadata = metadata();
    let all = [
        DependencyKind::Normal,
        DependencyKind::Build,
        DependencyKind::Development,
    ];
    let packages = reached(&metadata, &all, true);
    assert!(
        packages.len() > 100,
        "only {} dependencies were seen",
        packages.len()
    );
    let refused: Vec<String> = packages
        .iter()
        .filter_map(|package| taken(package).err())
        .collect();
    assert!(refused.is_empty(), "\n{}\n", refused.join("\n"));
    let met: BTreeSet<String> = packages
        .iter()
        .flat_map(|package| taken(package).unwrap())
        .collect();
    let unused: Vec<&str> = ALLOWED
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| !met.contains(*id))
        .collect();
    assert!(
        unused.is_empty(),
        "allowed, but no dependency needs it: {}",
        unused.join(", ")
    );
}

#[test]
fn what_is_not_allowed_is_refused() {
    for (name, expression, expected) in [
        ("any", "MIT/Apache-2.0", Some("MIT")),
        ("any", "Apache-2.0 OR GPL-2.0-only", Some("Apache-2.0")),
        (
            "any",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            Some("MIT, Unicode-3.0"),
        ),
        ("imbl", "MPL-2.0+", Some("MPL-2.0")),
        ("any", "MPL-2.0+", None),
        ("any", "GPL-3.0-only", None),
        ("any", "MIT AND AGPL-3.0-only", None),
        ("any", "LicenseRef-house", None),
        ("any", "no licence at all", None),
    ] {
        let found = choose(name, expression).map(|taken| taken.join(", "));
        assert_eq!(found.ok().as_deref(), expected, "{name}: {expression}");
    }
}

#[test]
fn the_notices_name_all_that_is_shipped() {
    let metadata = metadata();
    // Macros run while building and are not in the program, nor is what they alone depend on.
    let packages = reached(&metadata, &[DependencyKind::Normal], false);
    let shipped: Vec<_> = packages
        .into_iter()
        .map(|package| (package, taken(package).unwrap()))
        .collect();
    let fresh = notices::write(&shipped, Path::new(ROOT));
    let path = Path::new(ROOT).join("assets/NOTICES.md");
    if std::env::var_os("ONUS_BLESS").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let kept = fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    if let Some((number, (fresh, kept))) = fresh
        .lines()
        .zip(kept.lines())
        .enumerate()
        .find(|(_, (fresh, kept))| fresh != kept)
    {
        panic!(
            "assets/NOTICES.md:{}: has `{kept}`, should have `{fresh}`; {BLESS}",
            number + 1
        );
    }
    assert_eq!(
        fresh.len(),
        kept.len(),
        "assets/NOTICES.md ends too early or too late; {BLESS}"
    );
}

const BLESS: &str = "write it anew by ONUS_BLESS=1 cargo test --test licences";

#[test]
fn every_font_has_its_licence_beside_it() {
    let names: Vec<String> = fs::read_dir(Path::new(ROOT).join("assets/fonts"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let fonts = names
        .iter()
        .filter(|name| name.ends_with(".ttf") || name.ends_with(".otf"));
    for font in fonts {
        let family = font.split(['-', '.']).next().unwrap();
        let licensed = names.iter().any(|name| {
            name.strip_prefix(family)
                .is_some_and(|rest| rest == "-LICENSE.txt" || rest == "-copyright.txt")
        });
        assert!(
            licensed,
            "assets/fonts/{font} has no {family}-LICENSE.txt beside it"
        );
    }
}

/// The dependencies for Linux, with every feature, from the lock file and without the network. One machine is named, so
/// that the notices are the same on all.
fn metadata() -> Metadata {
    let options = [
        "--locked",
        "--offline",
        "--all-features",
        "--filter-platform",
        "x86_64-unknown-linux-gnu",
    ];
    MetadataCommand::new()
        .manifest_path(Path::new(ROOT).join("Cargo.toml"))
        .other_options(options.map(str::to_owned))
        .exec()
        .unwrap()
}

/// Every package that Onus reaches by dependencies of these kinds, by name and version. Kinds count for what Onus itself
/// depends on; beyond that, tests of others are never built.
fn reached<'m>(metadata: &'m Metadata, kinds: &[DependencyKind], through_macros: bool) -> Vec<&'m Package> {
    let resolve = metadata.resolve.as_ref().unwrap();
    let root = resolve.root.as_ref().unwrap();
    let mut seen: BTreeSet<&PackageId> = BTreeSet::new();
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        let node = resolve.nodes.iter().find(|node| node.id == *id).unwrap();
        for dependency in &node.deps {
            let is_macro = metadata[&dependency.pkg]
                .targets
                .iter()
                .any(|target| target.is_proc_macro());
            let counts = dependency.dep_kinds.iter().any(|info| kinds.contains(&info.kind));
            if counts && (through_macros || !is_macro) && seen.insert(&dependency.pkg) {
                waiting.push(&dependency.pkg);
            }
        }
    }
    let mut packages: Vec<&Package> = seen.into_iter().map(|id| &metadata[id]).collect();
    packages.sort_by_key(|package| (&package.name, &package.version));
    packages
}

/// The licences under which a package is taken, or why it cannot be.
fn taken(package: &Package) -> Result<Vec<String>, String> {
    let Some(expression) = &package.license else {
        return Err(format!("{} {} names no licence", package.name, package.version));
    };
    choose(&package.name, expression)
}

/// The fewest allowed licences that satisfy an SPDX expression, `/` read as `OR` as in older crates.
fn choose(name: &str, expression: &str) -> Result<Vec<String>, String> {
    let mode = ParseMode {
        allow_slash_as_or_operator: true,
        ..ParseMode::STRICT
    };
    let parsed =
        Expression::parse_mode(expression, mode).map_err(|error| format!("{name}: {expression}: {error}"))?;
    let accepted: Vec<(&str, Licensee)> = ALLOWED
        .iter()
        .filter(|(_, only)| only.is_empty() || only.contains(&name))
        .map(|(id, _)| (*id, Licensee::parse(id).unwrap()))
        .collect();
    let taken = parsed
        .minimized_requirements(accepted.iter().map(|(_, licensee)| licensee))
        .map_err(|_| format!("{name}: {expression} is not allowed"))?;
    let ids = accepted
        .iter()
        .filter(|(_, licensee)| taken.iter().any(|requirement| licensee.satisfies(requirement)));
    Ok(ids.map(|(id, _)| (*id).to_owned()).collect())
}
