//! A walk over every field of the examples: retyped or misspelt it is refused; left out it is refused where the model
//! has no `?`, and accepted where it has.

use super::fields::{Need, Shape, below, shapes};
use super::{EXAMPLES, example, is_valid};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One value of each type JSON has, whole and broken numbers apart.
fn of_every_type() -> [Value; 7] {
    [
        json!(null),
        json!(true),
        json!(7),
        json!(1.5),
        json!("‡"),
        json!([7]),
        json!({"‡": "‡"}),
    ]
}

/// Whether a value could stand for another by its type alone; `‡` is in no closed list and has no format.
fn is_of_the_type(new: &Value, old: &Value, pointer: &str) -> bool {
    match (old, new) {
        (Value::Number(_), Value::Number(new)) => {
            new.is_u64() || pointer.ends_with("width") || pointer.ends_with("height")
        }
        (Value::String(_), Value::String(_)) => true,
        (Value::Bool(_), Value::Bool(_)) => true,
        _ => false,
    }
}

/// The examples cut into exports of one record each, since nothing in the schema joins two records.
fn exports(example: &Value) -> Vec<Value> {
    let mut bare = example.clone();
    let tables: Vec<(String, Vec<Value>)> = bare
        .as_object_mut()
        .unwrap()
        .iter_mut()
        .filter_map(|(name, table)| Some((name.clone(), std::mem::take(table.as_array_mut()?))))
        .collect();
    let mut exports = vec![bare.clone()];
    for (name, records) in tables {
        exports.extend(records.into_iter().map(|record| {
            let mut export = bare.clone();
            export[&name] = json!([record]);
            export
        }));
    }
    exports
}

struct Walk {
    shapes: BTreeMap<&'static str, Shape>,
    export: Value,
    fields: usize,
}

impl Walk {
    /// Puts another value at a pointer, asks whether the export is valid, and puts the old one back.
    fn with(&mut self, pointer: &str, new: Value) -> bool {
        let old = std::mem::replace(self.export.pointer_mut(pointer).unwrap(), new);
        let valid = is_valid(&self.export);
        *self.export.pointer_mut(pointer).unwrap() = old;
        valid
    }

    fn visit(&mut self, pointer: &str, place: &str) {
        match self.export.pointer(pointer).unwrap().clone() {
            Value::Object(map) => {
                for (name, value) in &map {
                    let inner = format!("{pointer}/{name}");
                    self.field(pointer, place, &map, name);
                    self.retype(&inner, value);
                    self.visit(&inner, &below(place, name));
                }
            }
            Value::Array(list) => {
                for (at, value) in list.iter().enumerate() {
                    let inner = format!("{pointer}/{at}");
                    self.retype(&inner, value);
                    self.visit(&inner, &format!("{place}[]"));
                }
            }
            _ => {}
        }
    }

    fn retype(&mut self, pointer: &str, value: &Value) {
        for new in of_every_type() {
            if !is_of_the_type(&new, value, pointer) {
                assert!(!self.with(pointer, new.clone()), "{pointer} takes {new}");
            }
        }
    }

    fn field(&mut self, pointer: &str, place: &str, map: &Map<String, Value>, name: &str) {
        self.fields += 1;
        let misspelt = map.iter().map(|(key, value)| {
            let key = if key == name {
                format!("{key}_")
            } else {
                key.clone()
            };
            (key, value.clone())
        });
        assert!(
            !self.with(pointer, misspelt.collect()),
            "{place}.{name} may be misspelt"
        );
        let added = map
            .clone()
            .into_iter()
            .chain([(format!("{name}_"), map[name].clone())]);
        assert!(
            !self.with(pointer, added.collect()),
            "{place}.{name} may be there twice, once misspelt"
        );
        let (_, need) = self.shapes[place]
            .fields
            .iter()
            .find(|(field, _)| *field == name)
            .unwrap();
        let need = *need;
        let without = map
            .iter()
            .filter(|(key, _)| *key != name)
            .map(|(k, v)| (k.clone(), v.clone()));
        assert_eq!(
            self.with(pointer, without.collect()),
            need != Need::Always,
            "{place}.{name} left out"
        );
    }
}

#[test]
fn each_field_retyped_misspelt_or_left_out() {
    for (name, _) in EXAMPLES {
        let mut fields = 0;
        for export in exports(&example(name)) {
            assert!(is_valid(&export), "{name}");
            let mut walk = Walk {
                shapes: shapes(),
                export,
                fields: 0,
            };
            walk.visit("", "");
            fields += walk.fields;
        }
        assert!(fields > 500, "{name}: only {fields} fields met");
    }
}
