//! An export with what differs from one doing to the next replaced by words, so that two can be compared.

use onus::project::Timestamp;
use serde_json::Value;

/// Names every record by what it is, every time by `now`, and lays the whole out for reading. Times have to lie within
/// the doing.
pub(crate) fn plain(export: &str, begin: Timestamp, end: Timestamp) -> String {
    let whole: Value = serde_json::from_str(export).unwrap();
    let mut text = serde_json::to_string_pretty(&whole).unwrap();
    for (id, name) in names(&whole) {
        text = text.replace(&id, &name);
    }
    let mut value: Value = serde_json::from_str(&text).unwrap();
    times(&mut value, begin, end);
    value["generator"]["version"] = "<version>".into();
    for table in ["entities", "annotations"] {
        if let Some(list) = value.get_mut(table).and_then(Value::as_array_mut) {
            list.sort_by_key(|r| r["id"].as_str().map(str::to_owned));
        }
    }
    serde_json::to_string_pretty(&value).unwrap() + "\n"
}

/// Ids that are made at random, with the names that stand for them.
fn names(whole: &Value) -> Vec<(String, String)> {
    let mut names = vec![(whole["project"]["id"].clone(), "<project>".to_owned())];
    for (table, field) in [
        ("analysts", "handle"),
        ("entities", "name"),
        ("propositions", "text"),
        ("annotations", "tag"),
        ("links", "kind"),
    ] {
        for record in whole[table].as_array().unwrap() {
            names.push((
                record["id"].clone(),
                format!("<{}>", record[field].as_str().unwrap()),
            ));
        }
    }
    let texts = names
        .into_iter()
        .map(|(id, name)| (id.as_str().unwrap().to_owned(), name));
    texts.collect()
}

fn times(value: &mut Value, begin: Timestamp, end: Timestamp) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                match inner {
                    Value::String(at) if name == "at" => {
                        let time: Timestamp = at.parse().unwrap();
                        assert!(begin <= time && time <= end, "{at} lies outside the doing");
                        *at = "<now>".into();
                    }
                    _ => times(inner, begin, end),
                }
            }
        }
        Value::Array(list) => {
            for inner in list {
                times(inner, begin, end);
            }
        }
        _ => {}
    }
}
