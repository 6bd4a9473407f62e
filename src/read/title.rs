//! What a text would be called, for a person to confirm.

/// How long a title gets, in code points.
const LONGEST: usize = 80;

/// The first line that is not blank, cut to a title; none in a blank text.
pub(super) fn of_first_line(text: &str) -> Option<String> {
    text.lines().find_map(of_line)
}

/// A line as a title, cut to 80 code points; none if it is blank.
pub(super) fn of_line(line: &str) -> Option<String> {
    let line = line.trim();
    if line.is_empty() {
        return None;
    }
    let Some((end, _)) = line.char_indices().nth(LONGEST) else {
        return Some(line.to_owned());
    };
    // The last place goes to the ellipsis, and a word is not cut where one ends not far before.
    let start: String = line[..end].chars().take(LONGEST - 1).collect();
    let cut = start
        .rfind(char::is_whitespace)
        .filter(|at| *at > start.len() / 2);
    Some(format!("{}…", start[..cut.unwrap_or(start.len())].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_first_line_cut_at_a_word() {
        let long = "word ".repeat(30);
        let cut = format!("{}…", "word ".repeat(15).trim_end());
        for (text, title) in [
            ("", None),
            (" \n\u{3000}\n", None),
            ("\n  Title \nmore", Some("Title")),
            ("关于“匿名者64”的情况通报\n", Some("关于“匿名者64”的情况通报")),
            (&"国".repeat(80), Some(&*"国".repeat(80))),
            (&"国".repeat(81), Some(&*("国".repeat(79) + "…"))),
            (&long, Some(&*cut)),
        ] {
            assert_eq!(of_first_line(text).as_deref(), title, "{text}");
        }
    }
}
