//! Which encoding bytes are in, where nobody says.

use super::{Encoding, likely::is_likely, wide};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use std::collections::BTreeMap;

/// How many bytes beyond ASCII are looked at where the form does not tell: more do not make a guess surer.
const SAMPLE: usize = 1 << 16;

/// How many bytes beyond ASCII a piece has at least that is guessed by itself: 64 Han, which are enough.
const PIECE: usize = 1 << 7;

/// The encoding of a text: by its byte order mark, else by its form, else the likeliest guess. Guesses that
/// [`Encoding`] has no name for are `windows-1252`, where each byte is a character.
pub fn detect(bytes: &[u8]) -> Encoding {
    if let Some(marked) = of_mark(bytes) {
        return marked;
    }
    if wide::is_hinted(bytes)
        && let Some(wide) = wide::detect(bytes)
    {
        return wide;
    }
    if is_utf_8(bytes) {
        return Encoding::Utf8;
    }
    wide::detect(bytes).unwrap_or_else(|| guess(bytes))
}

/// The encoding whose byte order mark stands first.
fn of_mark(bytes: &[u8]) -> Option<Encoding> {
    // The mark of UTF-32LE begins like that of UTF-16LE, and is the longer one.
    let marks: [(&[u8], Encoding); 6] = [
        (&[0xFF, 0xFE, 0, 0], Encoding::Utf32Le),
        (&[0, 0, 0xFE, 0xFF], Encoding::Utf32Be),
        (&[0xEF, 0xBB, 0xBF], Encoding::Utf8),
        (&[0xFF, 0xFE], Encoding::Utf16Le),
        (&[0xFE, 0xFF], Encoding::Utf16Be),
        (&[0x84, 0x31, 0x95, 0x33], Encoding::Gb18030),
    ];
    marks
        .into_iter()
        .find(|(mark, _)| bytes.starts_with(mark))
        .map(|(_, encoding)| encoding)
}

/// Whether the bytes are UTF-8, perhaps a little damaged.
fn is_utf_8(bytes: &[u8]) -> bool {
    let (well, ill) = beyond_ascii(bytes);
    // A long text in another encoding is never so close to UTF-8.
    if ill == 0 || well >= 50 * ill {
        return true;
    }
    // A short one may be, but then it is made of characters that texts are not made of: those count as damage.
    let sample = first_piece(bytes, SAMPLE);
    let (in_sample, ill_in_sample) = beyond_ascii(sample);
    let characters = sample.utf8_chunks().flat_map(|chunk| chunk.valid().chars());
    let unlikely: usize = characters
        .filter(|c| !c.is_ascii() && !is_likely(*c))
        .map(char::len_utf8)
        .sum();
    well >= 3 * ill && in_sample - unlikely >= 3 * (ill_in_sample + unlikely)
}

/// How many bytes beyond ASCII are in well-formed UTF-8, and how many are not.
fn beyond_ascii(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(well, ill), chunk| {
        let beyond = chunk.valid().bytes().filter(|b| !b.is_ascii()).count();
        (well + beyond, ill + chunk.invalid().len())
    })
}

/// What the bytes are likeliest in. One wrong byte rules an encoding out for the detector; so that damage in one place
/// does not make a Chinese text a Western one, pieces of it are asked too, and most of them decide.
fn guess(bytes: &[u8]) -> Encoding {
    let mut rest = first_piece(bytes, SAMPLE);
    let whole = likeliest(rest);
    let mut votes = BTreeMap::<Encoding, usize>::new();
    while !rest.is_empty() {
        let piece = first_piece(rest, PIECE);
        *votes.entry(likeliest(piece)).or_default() += 1;
        rest = &rest[piece.len()..];
    }
    match votes
        .into_iter()
        .max_by_key(|&(encoding, votes)| (votes, !encoding.is_of_single_bytes()))
    {
        Some((most, _)) if !most.is_of_single_bytes() => most,
        _ => whole,
    }
}

/// The start with at least so many bytes `beyond` ASCII, or all. It cuts no character: its last byte is part of a longer
/// one in no encoding.
fn first_piece(bytes: &[u8], beyond: usize) -> &[u8] {
    let mut found = 0;
    let last = bytes.iter().position(|&b| {
        found += usize::from(!b.is_ascii());
        found >= beyond && b < b'0'
    });
    last.map_or(bytes, |last| &bytes[..=last])
}

/// The guess of the detector.
fn likeliest(bytes: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // KOI8-R is told as KOI8-U, which has the same Russian letters.
    if guess == encoding_rs::KOI8_U {
        return Encoding::Koi8R;
    }
    Encoding::of_whatwg(guess).unwrap_or(Encoding::Windows1252)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use Encoding::*;

    const UNICODE: &[Encoding] = &[Utf8, Utf16Le, Utf16Be, Utf32Le, Utf32Be];

    fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
        match encoding {
            Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Utf32Le => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            Utf32Be => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
            _ => {
                let (bytes, _, lossy) = encoding.whatwg().unwrap().encode(text);
                assert!(!lossy, "{encoding} cannot hold {text}");
                bytes.into_owned()
            }
        }
    }

    fn finds(text: &str, encodings: &[Encoding]) {
        for &encoding in encodings {
            assert_eq!(detect(&encode(text, encoding)), encoding, "{text}");
        }
    }

    #[test]
    fn every_encoding_is_found_in_what_is_written_in_it() {
        for (text, others) in [
            (
                "Les analystes ont détecté l’intrusion après le déjeuner, à Noël.",
                &[Windows1252][..],
            ),
            (
                "Аналитики впервые зафиксировали вторжение в сеть министерства.",
                &[Windows1251, Koi8R, Iso8859x5, Ibm866],
            ),
            ("归因判断基于三项发现：操作人员的工作时间。", &[Gb18030]),
            ("歸因判斷基於三項發現：操作人員的工作時間。", &[Big5, Gb18030]),
            ("アナリストは初めて侵入を検知したのである。", &[ShiftJis, EucJp]),
            ("분석가들은 삼월에 처음으로 침입을 감지했다.", &[EucKr]),
            (
                "Analitycy wykryli włamanie dopiero później, gdyż ślady były już usunięte.",
                &[Windows1250],
            ),
            (
                "Οι αναλυτές εντόπισαν για πρώτη φορά την εισβολή στο δίκτυο.",
                &[Windows1253],
            ),
            (
                "Saldırının arkasındaki kişilerin çalışma saatleri değişmiştir, dedi.",
                &[Windows1254],
            ),
            (
                "האנליסטים זיהו לראשונה את הפריצה לרשת המשרד בחודש מרץ.",
                &[Windows1255],
            ),
            (
                "اكتشف المحللون لأول مرة الاختراق في شبكة الوزارة خلال شهر مارس.",
                &[Windows1256],
            ),
            (
                "Analitiķi pirmo reizi konstatēja ielaušanos ministrijas tīklā, šķiet, jūnijā.",
                &[Windows1257],
            ),
        ] {
            finds(text, UNICODE);
            finds(text, others);
        }
        // Windows-1258 has the tones of Vietnamese apart.
        finds(
            "Ca\u{301}c nha\u{300} phân ti\u{301}ch đa\u{303} pha\u{301}t hiê\u{323}n vu\u{323} xâm nhâ\u{323}p ma\u{323}ng.",
            &[Windows1258],
        );
    }

    #[test]
    fn a_byte_order_mark_decides() {
        for &encoding in UNICODE.iter().chain([&Gb18030]) {
            finds("\u{FEFF}", &[encoding]);
            finds("\u{FEFF}aé国\0\u{1}", &[encoding]);
        }
    }

    #[test]
    fn ascii_and_nothing_are_utf_8() {
        for text in [
            "",
            "a",
            "Bush hid the facts",
            "ab\0cd",
            "\u{1B}[1mbold\u{1B}[0m",
            "end\u{1A}",
            "\u{1B}$B4A;z\u{1B}(B",
        ] {
            finds(text, &[Utf8]);
        }
    }

    #[test]
    fn damage_in_one_place_changes_nothing() {
        for (text, encodings) in [
            (
                "归因判断基于三项发现：操作人员的工作时间, 证书的重复使用. ",
                &[Utf8, Gb18030][..],
            ),
            (
                "歸因判斷基於三項發現：操作人員的工作時間, 證書的重複使用. ",
                &[Utf8, Big5],
            ),
            (
                "アナリストは初めて侵入を検知したのである, その後の調査. ",
                &[Utf8, ShiftJis, EucJp],
            ),
            ("분석가들은 삼월에 처음으로 침입을 감지했다. ", &[Utf8, EucKr]),
            (
                "Аналитики впервые зафиксировали вторжение в сеть. ",
                &[Utf8, Windows1251],
            ),
        ] {
            for &encoding in encodings {
                let mut bytes = encode(&text.repeat(20), encoding);
                for at in [0, 300, 301] {
                    bytes[at] = 0xFF;
                    assert_eq!(detect(&bytes), encoding, "{text} {at}");
                }
            }
        }
        let short = b"line1\0\nbad \xFF\xC3( utf8\n\xE9\x9D\x99\xE6\xB8\xAF ok\n";
        assert_eq!(detect(short), Utf8);
    }

    #[test]
    fn a_guess_outside_the_list_is_windows_1252() {
        for (label, text) in [
            ("windows-874", "นักวิเคราะห์ตรวจพบการบุกรุกเครือข่ายเป็นครั้งแรกในเดือนมีนาคม"),
            (
                "iso-8859-2",
                "Škoda žluťoučký kůň úpěl ďábelské ódy, říká ministerstvo v Šumperku.",
            ),
        ] {
            let theirs = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            assert_eq!(detect(&theirs.encode(text).0), Windows1252, "{label}");
        }
    }
}
