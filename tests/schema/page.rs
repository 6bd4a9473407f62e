//! The page beside the schema: a table for each record, with the fields, their order and whether they are required.

use super::definition;
use super::fields::{Need, shapes};
use std::collections::BTreeMap;

const PAGE: &str = include_str!("../../assets/schema/README.md");

/// The rows of the tables of fields under each heading: name, type, required, meaning.
fn tables() -> BTreeMap<&'static str, Vec<[&'static str; 4]>> {
    let mut tables: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let (mut heading, mut in_fields) = ("", false);
    for line in PAGE.lines() {
        if let Some(name) = line.strip_prefix("### ") {
            heading = name;
        }
        match line.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")) {
            Some("field | type | required | meaning") => in_fields = true,
            Some(row) if in_fields => {
                let cells: Vec<&str> = row.split('|').map(str::trim).collect();
                tables
                    .entry(heading)
                    .or_default()
                    .push(cells.try_into().expect(line));
            }
            None if !line.starts_with('|') => in_fields = false,
            _ => {}
        }
    }
    tables
}

#[test]
fn the_page_explains_every_field() {
    let mut tables = tables();
    let of_every_record = tables.remove("Fields of every record").unwrap();
    for shape in shapes().values() {
        for name in shape.definitions {
            let mut rows = tables
                .remove(name)
                .unwrap_or_else(|| panic!("{name} has no table"));
            if rows.last().is_some_and(|[field, ..]| *field == "…") {
                rows.pop();
                rows.extend(&of_every_record);
            }
            let definition = definition(name);
            let properties = definition["properties"].as_object().unwrap();
            let fields: Vec<String> = properties.keys().map(|key| format!("`{key}`")).collect();
            assert_eq!(
                rows.iter().map(|[field, ..]| *field).collect::<Vec<_>>(),
                fields,
                "{name}"
            );
            for [field, kind, required, meaning] in rows {
                let field = field.trim_matches('`');
                let (_, need) = shape.fields.iter().find(|(known, _)| *known == field).unwrap();
                let expected: &[&str] = match need {
                    Need::May => &["no"],
                    Need::NotEmpty => &["if not empty"],
                    Need::Always
                        if definition["required"]
                            .as_array()
                            .is_some_and(|r| r.iter().any(|f| f == field)) =>
                    {
                        &["yes"]
                    }
                    // Required by what stands beside it, or by the shape of the export.
                    Need::Always => &[
                        "if a `heading`",
                        "if `counted`",
                        "in `full` only",
                        "not in `none`",
                        "if `tag` is `claim`",
                        "if `tag` is `evidence`",
                        "if `tag` is `individual`",
                    ],
                };
                assert!(expected.contains(&required), "{name}.{field}: {required}");
                let values = properties[field]
                    .get("enum")
                    .or_else(|| properties[field].pointer("/items/enum"));
                for value in values.and_then(|v| v.as_array()).into_iter().flatten() {
                    let value = format!("`{}`", value.as_str().unwrap());
                    assert!(kind.contains(&value), "{name}.{field} does not list {value}");
                }
                assert!(
                    !meaning.is_empty() || ["id", "type"].contains(&field),
                    "{name}.{field} is not explained"
                );
            }
        }
    }
    assert!(tables.is_empty(), "tables of nothing: {:?}", tables.keys());
}

#[test]
fn links_on_the_page_lead_somewhere() {
    let anchors: Vec<String> = PAGE
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches(['#', ' '])
                .to_lowercase()
                .replace(' ', "-")
        })
        .collect();
    for link in PAGE.split("](#").skip(1) {
        let (anchor, _) = link.split_once(')').unwrap();
        assert!(anchors.iter().any(|known| known == anchor), "#{anchor}");
    }
}
