//! Reads every path a source file names: in `use` trees, expressions, types, patterns and attributes, and in the tokens
//! of macros, which `syn` leaves unread.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Span, TokenStream};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

/// A path from the root of the crate or from outside it, and where it is named.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) to: Target,
    /// Named in code that only tests compile.
    pub(crate) in_test: bool,
}

/// Where a path leads. A glob ends in `*`; a macro's variable keeps its `$`.
#[derive(Debug)]
pub(crate) enum Target {
    /// Within this crate, counted from its root.
    Here(Vec<String>),
    /// Another crate, or a name of the file's own; what `use` renamed has its full name again.
    Outside(Vec<String>),
}

/// What one file says.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) named: Vec<Named>,
    /// Modules in files of their own that only tests compile.
    pub(crate) test_modules: Vec<Vec<String>>,
    /// Lines that bring in code from a place this reading cannot follow.
    pub(crate) unseen: Vec<(usize, &'static str)>,
}

/// Reads a file that is the module `module`, named from the root of the crate.
pub(crate) fn read(source: &str, module: &[String]) -> syn::Result<Reading> {
    let file = syn::parse_file(source)?;
    let mut reader = Reader {
        module: module.to_vec(),
        ..Reader::default()
    };
    reader.visit_file(&file);
    let named = reader.written.iter().map(|written| Named {
        line: written.line,
        to: reader.target(written),
        in_test: written.in_test,
    });
    Ok(Reading {
        named: named.collect(),
        test_modules: reader.test_modules,
        unseen: reader.unseen,
    })
}

/// A path as it is written.
struct Written {
    segments: Vec<String>,
    module: Vec<String>,
    line: usize,
    in_test: bool,
}

#[derive(Default)]
pub(crate) struct Reader {
    module: Vec<String>,
    in_test: bool,
    written: Vec<Written>,
    /// Names that `use` brings in from other crates, anywhere in the file.
    imports: BTreeMap<String, Vec<String>>,
    modules: BTreeSet<Vec<String>>,
    test_modules: Vec<Vec<String>>,
    unseen: Vec<(usize, &'static str)>,
}

impl Reader {
    pub(crate) fn record(&mut self, segments: Vec<String>, span: Span) {
        let (module, in_test) = (self.module.clone(), self.in_test);
        self.written.push(Written {
            segments,
            module,
            line: span.start().line,
            in_test,
        });
    }

    fn not_seen(&mut self, span: Span, says: &'static str) {
        self.unseen.push((span.start().line, says));
    }

    fn import(&mut self, name: String, segments: &[String]) {
        if segments.first().is_some_and(|first| !is_path_word(first)) && segments != [name.as_str()] {
            self.imports.insert(name, segments.to_vec());
        }
    }

    fn target(&self, written: &Written) -> Target {
        let mut rest = written.segments.iter();
        let mut base: Vec<String> = match written.segments[0].as_str() {
            "crate" => Vec::new(),
            "self" | "super" => written.module.clone(),
            first => {
                if !self.modules.contains(&join(&written.module, first)) {
                    return Target::Outside(self.full(&written.segments));
                }
                written.module.clone()
            }
        };
        while let Some(segment) = rest.as_slice().first() {
            match segment.as_str() {
                "crate" | "self" => {}
                "super" => drop(base.pop()),
                _ => break,
            }
            rest.next();
        }
        base.extend(rest.cloned());
        Target::Here(base)
    }

    /// The path with what `use` shortened put back; an import may build on another, but not for ever.
    fn full(&self, segments: &[String]) -> Vec<String> {
        let mut full = segments.to_vec();
        for _ in 0..4 {
            let Some(import) = self.imports.get(&full[0]) else {
                break;
            };
            full.splice(..1, import.iter().cloned());
        }
        full
    }

    fn use_tree(&mut self, tree: &UseTree, prefix: &[String]) {
        // `{self}` names what stands before the braces.
        let leaf = |name: &syn::Ident| match prefix {
            [_, ..] if name == "self" => prefix.to_vec(),
            _ => join(prefix, name),
        };
        match tree {
            UseTree::Path(path) => self.use_tree(&path.tree, &join(prefix, &path.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.use_tree(item, prefix)),
            UseTree::Glob(glob) => self.record(join(prefix, "*"), glob.star_token.spans[0]),
            UseTree::Name(name) => {
                let path = leaf(&name.ident);
                self.import(path[path.len() - 1].clone(), &path);
                self.record(path, name.ident.span());
            }
            UseTree::Rename(name) => {
                let path = leaf(&name.ident);
                self.import(name.rename.to_string(), &path);
                self.record(path, name.ident.span());
            }
        }
    }

    /// Attributes name paths in strings too, as in `#[serde(with = "crate::…")]`.
    pub(crate) fn text(&mut self, text: &syn::LitStr, span: Span) {
        let Ok(path) = text.parse_with(syn::Path::parse_mod_style) else {
            return;
        };
        let segments = words(&path);
        if segments.len() > 1 && is_path_word(&segments[0]) {
            self.record(segments, span);
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let outside = self.in_test;
        self.in_test |= attributes(item).iter().any(is_for_tests);
        visit::visit_item(self, item);
        self.in_test = outside;
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module
            .attrs
            .iter()
            .any(|attribute| attribute.path().is_ident("path"))
        {
            self.not_seen(
                module.ident.span(),
                "`#[path]` brings in a module from another place",
            );
        }
        let name = join(&self.module, &module.ident);
        if module.content.is_none() && self.in_test {
            self.test_modules.push(name.clone());
        }
        self.modules.insert(name);
        self.module.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        item.attrs
            .iter()
            .for_each(|attribute| self.visit_attribute(attribute));
        self.use_tree(&item.tree, &[]);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let name = if item.ident == "self" {
            "crate".to_owned()
        } else {
            item.ident.to_string()
        };
        if let Some((_, rename)) = &item.rename {
            self.import(rename.to_string(), std::slice::from_ref(&name));
        }
        self.record(vec![name], item.ident.span());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(first) = path.segments.first() {
            self.record(words(path), first.ident.span());
        }
        visit::visit_path(self, path);
    }

    /// `pub(crate)` and `pub(in …)` say who may look in, and lead nowhere.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    /// Documentation may point anywhere.
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if !attribute.path().is_ident("doc") {
            visit::visit_attribute(self, attribute);
        }
    }

    fn visit_meta_name_value(&mut self, meta: &'ast syn::MetaNameValue) {
        if let syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) = &meta.value
        {
            self.text(text, text.span());
        }
        visit::visit_meta_name_value(self, meta);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if words(&call.path).last().is_some_and(|name| name == "include") {
            self.not_seen(
                call.bang_token.spans[0],
                "`include!` brings in code from another place",
            );
        }
        visit::visit_macro(self, call);
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        self.tokens(tokens);
    }
}

fn words(path: &syn::Path) -> Vec<String> {
    path.segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect()
}

fn join(prefix: &[String], name: &(impl ToString + ?Sized)) -> Vec<String> {
    prefix.iter().cloned().chain([name.to_string()]).collect()
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn is_for_tests(attribute: &Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    let words = list.tokens.to_string();
    list.path.is_ident("cfg") && (words == "test" || words.starts_with("all (test ,"))
}

pub(crate) fn is_path_word(word: &str) -> bool {
    matches!(word, "crate" | "self" | "super")
}
