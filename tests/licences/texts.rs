//! The licence texts that lie in the folders of crates, each kept once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What begins the name of a file with a licence or a notice, in lower case.
const BEGINNINGS: [&str; 5] = ["licen", "unlicen", "copying", "copyright", "notice"];

/// Words in names of files that tell which licence the file holds.
const TAGS: [&str; 6] = ["apache", "bsd", "gpl", "mit", "unlicense", "zlib"];

/// Texts in the order they were met, without the lines that say whose copyright it is.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) kept: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

/// A licence file: the number of its text, counted from 1, and its copyright lines.
pub(crate) struct Found {
    pub(crate) number: usize,
    pub(crate) copyrights: Vec<String>,
}

impl Texts {
    /// Finds the texts in a crate's folder that belong to the licences it is taken under, and notices of any name.
    pub(crate) fn find(&mut self, folder: &Path, taken: &[String]) -> Vec<Found> {
        let mut files = licence_files(folder);
        files.retain(|file| {
            let name = file.file_name().unwrap().to_str().unwrap().to_lowercase();
            let mut tags = TAGS.iter().filter(|tag| name.contains(*tag)).peekable();
            tags.peek().is_none() || tags.any(|tag| taken.iter().any(|id| id.to_lowercase().starts_with(tag)))
        });
        files
            .iter()
            .map(|file| self.add(&fs::read_to_string(file).unwrap()))
            .collect()
    }

    fn add(&mut self, text: &str) -> Found {
        let (copyrights, rest): (Vec<&str>, Vec<&str>) = text
            .trim_start_matches('\u{feff}')
            .lines()
            .map(str::trim_end)
            .partition(|line| is_copyright(line));
        let text = rest.join("\n").trim_matches('\n').to_owned();
        let next = self.kept.len() + 1;
        let number = *self.numbers.entry(essence(&text)).or_insert(next);
        if number == next {
            self.kept.push(text);
        }
        Found {
            number,
            copyrights: copyrights
                .into_iter()
                .map(|line| line.trim().to_owned())
                .collect(),
        }
    }
}

/// Files with a licence or notice: in the folder itself, in `LICENSES`, and beside embedded fonts; in order.
fn licence_files(folder: &Path) -> Vec<PathBuf> {
    let files = |folder: PathBuf| {
        let entries = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_file())
    };
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().to_lowercase();
        BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
    };
    let mut found: Vec<PathBuf> = files(folder.to_owned()).filter(named).collect();
    found.extend(["LICENSES", "fonts"].into_iter().flat_map(|inner| {
        files(folder.join(inner)).filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
    }));
    found.sort();
    found
}

/// A line that says whose copyright it is, and not one of a licence's own sentences or blanks to fill in.
fn is_copyright(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let dated =
        line.contains("(c)") || line.contains('©') || line.chars().any(|letter| letter.is_ascii_digit());
    line.starts_with("copyright") && dated && !line.contains("yyyy")
}

/// What is left of a text when spacing, punctuation, case, the title of the MIT licence and the appendix of the Apache
/// licence are gone: two texts with the same essence say the same.
fn essence(text: &str) -> String {
    let terms = text.split("END OF TERMS AND CONDITIONS").next().unwrap_or(text);
    let whole = if text.matches("Apache License").count() == 1 {
        terms
    } else {
        text
    };
    let letters: String = whole.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let letters = letters.to_lowercase();
    let title = ["themitlicensemit", "mitlicense"]
        .iter()
        .find_map(|title| letters.strip_prefix(title));
    title.unwrap_or(&letters).to_owned()
}
