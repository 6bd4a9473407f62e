//! Names of records: what a record is called in one line, and the link that leads to it.

use super::form::Form;
use super::row;
use crate::project::*;
use crate::session::quote_begin;
use crate::ui::text::TextStyle;
use crate::ui::theme::{self, Ring, Theme, metrics};
use eframe::egui::{self, CursorIcon, Response, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

/// What a record is called, and the language of those words.
pub(super) struct Name {
    pub(super) words: String,
    pub(super) language: String,
    /// Whether the words are those of a source.
    pub(super) quoted: bool,
    /// What it is, in a word or two.
    pub(super) kind: String,
}

impl Name {
    fn ours(words: impl Into<String>, kind: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            language: "und".into(),
            quoted: false,
            kind: kind.into(),
        }
    }

    /// The name of a record of the project.
    pub(super) fn of(project: &Project, id: Id) -> Self {
        let Some(record) = project.record(id) else {
            return Self::ours("Missing record", "");
        };
        match &record {
            Record::Annotation(a) => Self::of_annotation(project, a),
            Record::Source(s) => Self {
                language: s.language.to_string(),
                ..Self::ours(s.title.clone(), said(s.kind.name()))
            },
            Record::Entity(e) => Self::ours(e.name.clone(), e.kind.name()),
            Record::Event(e) => Self::ours(e.name.clone(), e.kind.name()),
            Record::Proposition(p) => Self::ours(p.text.clone(), "proposition"),
            Record::Tag(t) => Self::ours(t.name.clone(), "tag"),
            Record::Analyst(a) => Self::ours(a.handle.clone(), "analyst"),
            Record::Project(a) => Self::ours(a.title.clone(), "project"),
            Record::Relation(r) => {
                let end = |id| Self::of(project, id).words;
                Self::ours(
                    format!("{} {} {}", end(r.from), said(r.kind.name()), end(r.to)),
                    "relation",
                )
            }
            Record::Link(l) => Self::ours(
                format!("{} {}", said(l.kind.name()), Self::of(project, l.to).words),
                "link",
            ),
            Record::Grade(g) => Self::ours(graded(g), "grade"),
            Record::Review(r) => Self::ours(r.reason.clone(), format!("review: {}", r.verdict)),
            Record::Comment(c) => Self::ours(c.text.clone(), "comment"),
            Record::Reading(r) => Self::ours(Self::of(project, r.source).words, said(r.state.name())),
        }
    }

    fn of_annotation(project: &Project, annotation: &Annotation) -> Self {
        let source = project.sources.get(&annotation.source);
        let words = source.map_or_else(String::new, |s| quote_begin(s, annotation.spans()));
        let tag = annotation.body.tag();
        Self {
            words: if words.is_empty() {
                "A part of a page".into()
            } else {
                words
            },
            language: source.map_or_else(|| "und".into(), |s| s.language.to_string()),
            quoted: true,
            kind: tag_name(project, tag),
        }
    }
}

/// The name of a tag, with a capital; the built-in ones have theirs even before the first edit has put them into the project.
pub(super) fn tag_name(project: &Project, tag: TagId) -> String {
    let built_in = || {
        let names = ["Claim", "Evidence", "Individual"];
        let at = builtin_tags().iter().position(|id| *id == tag);
        at.and_then(|at| names.get(at)).map_or("Tag", |n| *n).to_owned()
    };
    let name = project.tags.get(&tag).map_or_else(built_in, |t| t.name.clone());
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A grade in the words of its scale.
pub(super) fn graded(grade: &Grade) -> String {
    let term = grade.scale.term(&grade.value);
    term.map_or_else(|| grade.value.clone(), |t| t.words.clone())
}

/// A value of a closed list as people read it: `control-server` is “control server”.
pub(super) fn said(value: &str) -> String {
    value.replace('-', " ")
}

/// A name that leads to its record. People are boxed, wherever they stand.
pub(super) fn name_ui(ui: &mut Ui, form: &mut Form<'_>, id: Id, width: f32) -> Response {
    let theme = Theme::of(ui);
    let name = Name::of(form.project(), id);
    let person = form
        .project()
        .entities
        .get(&id)
        .is_some_and(|e| e.kind == EntityKind::Person);
    let style = if name.quoted {
        TextStyle::listed(&name.language)
    } else {
        TextStyle::label(&name.language)
    };
    let laid = form
        .engine
        .layout(&name.words, &style.wide((width - 2.0 * row::INSET).max(24.0)));
    let size = vec2(laid.size().x + 2.0 * row::INSET, 24.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name.words));
    let at = pos2(rect.left() + row::INSET, rect.center().y - laid.height() / 2.0);
    let ink = if response.hovered() {
        theme.accent
    } else {
        theme.text
    };
    form.engine.paint(ui.painter(), at, &laid, ink);
    if person {
        let stroke = Stroke::new(1.0, theme.tag(theme::Hue::Individual).ink);
        let bounds = rect.shrink2(vec2(2.0, 3.0));
        ui.painter()
            .rect_stroke(bounds, metrics::CHIP_RADIUS, stroke, egui::StrokeKind::Inside);
    }
    theme::ring(ui, &response, Ring::Inside);
    if response.clicked() {
        form.go(id);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}
