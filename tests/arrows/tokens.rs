//! Reads paths in the tokens of macros: bodies of `macro_rules!`, what is given to a macro, and lists in attributes.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::paths::{Reader, is_path_word};

impl Reader {
    pub(crate) fn tokens(&mut self, tokens: &TokenStream) {
        let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            at = match &trees[at] {
                TokenTree::Ident(_) => self.token_path(&trees, at, &[]),
                TokenTree::Group(group) => {
                    self.tokens(&group.stream());
                    at + 1
                }
                TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str(&literal.to_string()) {
                        self.text(&text, literal.span());
                    }
                    at + 1
                }
                TokenTree::Punct(_) => at + 1,
            };
        }
    }

    /// Reads the path that begins at `at` and returns where it ends. Of paths with one word only a renamed `crate` or
    /// `super` counts: the others are names, or the `crate` of `pub(crate)`.
    fn token_path(&mut self, trees: &[TokenTree], mut at: usize, prefix: &[String]) -> usize {
        let span = trees[at].span();
        let mut path = prefix.to_vec();
        loop {
            match trees.get(at) {
                Some(TokenTree::Ident(word)) if is_keyword(&word.to_string()) => return at + 1,
                Some(TokenTree::Ident(word)) => {
                    // `{self}` names what stands before the braces.
                    if word != "self" || path.is_empty() {
                        path.push(word.to_string());
                    }
                    at += 1;
                }
                Some(TokenTree::Punct(sign)) if sign.as_char() == '*' => {
                    path.push("*".to_owned());
                    at += 1;
                }
                Some(TokenTree::Punct(sign)) if sign.as_char() == '$' => {
                    let name = trees.get(at + 1).map(ToString::to_string).unwrap_or_default();
                    path.push(format!("${name}"));
                    at += 2;
                }
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    self.token_group(&group.stream(), &path);
                    return at + 1;
                }
                _ => break,
            }
            if !is_path_sign(trees, at) {
                break;
            }
            at += 2;
        }
        let renamed = matches!(trees.get(at), Some(TokenTree::Ident(word)) if word == "as");
        if path.len() > 1 || renamed && (path == ["crate"] || path == ["super"]) {
            self.record(path, span);
        }
        at
    }

    /// Reads what stands in the braces of a `use` within tokens.
    fn token_group(&mut self, tokens: &TokenStream, prefix: &[String]) {
        let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            at = self.token_path(&trees, at, prefix).max(at + 1);
            while at < trees.len() && !is_sign(&trees[at], ',') {
                at += 1;
            }
            at += 1;
        }
    }
}

/// A keyword that is no part of a path, such as the `return` of `return ::std::…`.
fn is_keyword(word: &str) -> bool {
    !is_path_word(word) && word != "Self" && syn::parse_str::<syn::Ident>(word).is_err()
}

fn is_sign(tree: &TokenTree, sign: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_path_sign(trees: &[TokenTree], at: usize) -> bool {
    trees
        .get(at..at + 2)
        .is_some_and(|pair| pair.iter().all(|tree| is_sign(tree, ':')))
}
