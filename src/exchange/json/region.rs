//! Regions as fragments: RFC 3778 `viewrect` for PDF, W3C Media Fragments `xywh` for pictures.

use crate::project::{Length, Rect, Source};
use serde_json::{Value, json};

const PDF: &str = "http://tools.ietf.org/rfc/rfc3778";
const PICTURE: &str = "http://www.w3.org/TR/media-frags/";

/// The selector of one rectangle on a page (counted from 1).
pub(super) fn selector(source: &Source, page: u32, rect: &Rect) -> Value {
    let Rect { x, y, width, height } = rect;
    let picture = source
        .capture
        .as_ref()
        .is_some_and(|c| c.media_type.starts_with("image/"));
    let several = source
        .text
        .as_ref()
        .and_then(|t| t.pages.as_ref())
        .is_some_and(|p| p.len() > 1)
        || page > 1;
    let value = match (picture, several) {
        (true, false) => format!("xywh=pixel:{x},{y},{width},{height}"),
        (true, true) => format!("page={page}&xywh=pixel:{x},{y},{width},{height}"),
        (false, _) => format!("page={page}&viewrect={x},{y},{width},{height}"),
    };
    json!({"type": "FragmentSelector", "conformsTo": if picture { PICTURE } else { PDF }, "value": value})
}

/// Page and rectangle of a fragment; `None` where it is not one of ours.
pub(super) fn parse(fragment: &str) -> Option<(u32, Rect)> {
    let (page, rest) = match fragment.strip_prefix("page=") {
        Some(rest) => {
            let (page, rest) = rest.split_once('&')?;
            (page.parse().ok()?, rest)
        }
        None => (1, fragment),
    };
    let numbers = rest
        .strip_prefix("viewrect=")
        .or_else(|| rest.strip_prefix("xywh=pixel:"))?;
    let mut lengths = numbers.split(',').map(|n| Length::from_f64(n.parse().ok()?));
    let mut next = || lengths.next().flatten();
    let rect = Rect {
        x: next()?,
        y: next()?,
        width: next()?,
        height: next()?,
    };
    (lengths.next().is_none() && page >= 1).then_some((page, rect))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_read_and_others_refused() {
        let rect = |x, y, width, height| Rect {
            x: Length(x),
            y: Length(y),
            width: Length(width),
            height: Length(height),
        };
        for (fragment, meant) in [
            (
                "page=3&viewrect=1,2.5,3,4.25",
                Some((3, rect(100, 250, 300, 425))),
            ),
            ("xywh=pixel:1,2,3,4", Some((1, rect(100, 200, 300, 400)))),
            ("page=2&xywh=pixel:1,2,3,4", Some((2, rect(100, 200, 300, 400)))),
            ("page=0&viewrect=1,2,3,4", None),
            ("page=1&viewrect=1,2,3", None),
            ("page=1&viewrect=1,2,3,4,5", None),
            ("page=1&viewrect=1,2,3,4.125", None),
            ("page=1&viewrect=NaN,2,3,4", None),
            ("xywh=percent:1,2,3,4", None),
            ("", None),
        ] {
            assert_eq!(parse(fragment), meant, "{fragment}");
        }
    }
}
