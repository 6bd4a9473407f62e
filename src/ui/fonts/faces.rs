//! The faces there are, for parley.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use parley::FontContext;
use parley::fontique::{
    Blob, Collection, CollectionOptions, FontInfoOverride, GenericFamily, SourceCache, SourceCacheOptions,
};

use super::choice::{self, Role};
use super::embedded::{self, Bytes};

/// The faces a text can be set in: the embedded ones, and on request this machine's. Cheap to clone; clones may go to
/// other threads and share what they load.
#[derive(Clone)]
pub struct Faces {
    pub(in crate::ui) context: FontContext,
    system: bool,
    others: Arc<[String]>,
}

impl Faces {
    /// The embedded faces alone: the same on every machine.
    pub fn embedded() -> Self {
        let mut collection = Collection::new(CollectionOptions {
            shared: false,
            system_fonts: false,
        });
        for face in embedded::faces() {
            let known_as = FontInfoOverride {
                family_name: Some(face.family),
                weight: Some(face.weight),
                style: Some(face.style),
                ..FontInfoOverride::default()
            };
            collection.register_fonts(Blob::new(face.bytes), Some(known_as));
        }
        // parley asks this one where a list of families holds none it knows.
        let sans = collection.family_id(embedded::UI);
        collection.set_generic_families(GenericFamily::SansSerif, sans.into_iter());
        let source_cache = SourceCache::new(SourceCacheOptions { shared: true });
        Self {
            context: FontContext {
                collection,
                source_cache,
            },
            system: false,
            others: Arc::new([]),
        }
    }

    /// The embedded faces and those of this machine's usual font folders. Takes up to some hundred milliseconds: call
    /// it on a thread.
    pub fn with_system() -> Self {
        let mut faces = Self::embedded();
        faces.context.collection.load_fonts_from_paths(folders());
        faces.system = true;
        // For scripts Onus has no opinion on, whatever the machine has for them, in a fixed order.
        let collection = &mut faces.context.collection;
        let mut names: Vec<String> = collection.family_names().map(str::to_owned).collect();
        names.retain(|name| is_broad(name));
        names.sort();
        faces.others = names.into();
        faces
    }

    /// Whether the machine's own faces are among them.
    pub fn has_system(&self) -> bool {
        self.system
    }

    /// The names of the families a text is set in, best first; only such as are there, so never empty.
    pub(in crate::ui) fn families(&mut self, role: Role, language: &str) -> Vec<String> {
        let mut names = choice::names(role, language);
        names.extend(self.others.iter().cloned());
        let mut seen = BTreeSet::new();
        names.retain(|name| self.context.collection.family_id(name).is_some() && seen.insert(name.clone()));
        names
    }

    /// The machine's faces for the chrome in a language: name, bytes, and the index of the face in its file.
    pub(super) fn chrome(&mut self, language: &str) -> Vec<(String, Bytes, u32)> {
        let names = choice::names(Role::Ui, language);
        let FontContext {
            collection,
            source_cache,
        } = &mut self.context;
        names
            .into_iter()
            .filter(|name| !name.starts_with(embedded::PREFIX))
            .filter_map(|name| {
                let family = collection.family_by_name(&name)?;
                let font = family.default_font()?;
                let blob = font.load(Some(&mut *source_cache))?;
                Some((name, blob.into_raw_parts().0, font.index()))
            })
            .collect()
    }
}

/// Whether a family of the machine serves scripts the chosen ones may lack.
fn is_broad(name: &str) -> bool {
    let broad = [
        "Noto Sans ",
        "Noto Serif ",
        "DejaVu Sans",
        "FreeSerif",
        "FreeSans",
        "Symbola",
        "Unifont",
    ];
    let regional = [" CJK ", " SC", " TC", " HK", " JP", " KR"];
    broad.iter().any(|stem| name.starts_with(stem)) && !regional.iter().any(|part| name.contains(part))
}

/// Where this machine keeps fonts.
fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = if cfg!(windows) {
        vec!["C:\\Windows\\Fonts".into()]
    } else if cfg!(target_os = "macos") {
        vec!["/System/Library/Fonts".into(), "/Library/Fonts".into()]
    } else {
        vec!["/usr/share/fonts".into(), "/usr/local/share/fonts".into()]
    };
    if let Some(dirs) = directories::BaseDirs::new() {
        folders.push(dirs.data_dir().join("fonts"));
        folders.push(dirs.home_dir().join(".fonts"));
    }
    folders.retain(|folder| folder.is_dir());
    folders
}
