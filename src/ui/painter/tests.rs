#![allow(clippy::unwrap_used)]

use eframe::egui::epaint::{ImageDelta, Mesh, TextureId};
use eframe::egui::{Color32, ColorImage, Pos2, Rect, TextureOptions, TexturesDelta, pos2, vec2};

use super::*;

const CLEAR: Color32 = Color32::TRANSPARENT;

/// A painter with a white texture, and one of two texels, red and green.
fn painter() -> (Painter, TextureId, TextureId) {
    let mut painter = Painter::new();
    let mut delta = TexturesDelta::default();
    let (white, two) = (TextureId::Managed(0), TextureId::User(1));
    let image = ColorImage::filled([2, 2], Color32::WHITE);
    delta.push(white, ImageDelta::full(image, TextureOptions::LINEAR));
    let image = ColorImage::new([2, 1], vec![Color32::RED, Color32::GREEN]);
    delta.push(two, ImageDelta::full(image, TextureOptions::NEAREST));
    painter.apply(&mut delta);
    (painter, white, two)
}

fn primitive(mesh: Mesh) -> ClippedPrimitive {
    ClippedPrimitive {
        clip_rect: Rect::EVERYTHING,
        primitive: Primitive::Mesh(mesh),
    }
}

fn rect(min: [f32; 2], max: [f32; 2]) -> Rect {
    Rect::from_min_max(min.into(), max.into())
}

/// Each pixel as a letter.
fn letters(picture: &Picture) -> String {
    let rows = picture.pixels.chunks(picture.width).map(|row| {
        row.iter().map(|pixel| match *pixel {
            CLEAR => '.',
            Color32::WHITE => 'W',
            Color32::RED => 'R',
            Color32::GREEN => 'G',
            _ => '?',
        })
    });
    rows.map(|row| row.collect::<String>())
        .collect::<Vec<_>>()
        .join("/")
}

#[test]
fn a_rectangle_covers_the_pixels_whose_centres_it_holds() {
    let (painter, white, _) = painter();
    let check = |at: Rect, expected: &str| {
        let mut mesh = Mesh::with_texture(white);
        mesh.add_colored_rect(at, Color32::WHITE);
        let quad = painter.paint([4, 3], 1.0, &[primitive(mesh.clone())], CLEAR);
        assert_eq!(letters(&quad), expected);
        // The same as two triangles that are not recognised as one rectangle.
        mesh.indices = vec![0, 1, 2, 0, 0, 0, 2, 1, 3];
        let triangles = painter.paint([4, 3], 1.0, &[primitive(mesh)], CLEAR);
        assert_eq!(letters(&triangles), expected);
    };
    check(rect([1.0, 1.0], [3.0, 2.0]), "..../.WW./....");
    check(rect([0.5, 0.5], [1.5, 1.5]), "W.../..../....");
    check(rect([0.6, 0.6], [1.4, 2.4]), "..../..../....");
    check(rect([-5.0, 1.4], [9.0, 9.0]), "..../WWWW/WWWW");
    check(rect([7.0, 0.0], [9.0, 9.0]), "..../..../....");
}

#[test]
fn neighbouring_triangles_share_no_pixel_and_leave_none_out() {
    let (painter, white, _) = painter();
    let half = Color32::from_white_alpha(128);
    let at = |x: f32, y: f32| Vertex {
        pos: pos2(x, y),
        uv: Pos2::ZERO,
        color: half,
    };
    let mut mesh = Mesh::with_texture(white);
    mesh.vertices = vec![
        at(0.0, 0.0),
        at(16.0, 0.0),
        at(16.0, 16.0),
        at(0.0, 16.0),
        at(5.3, 9.7),
    ];
    mesh.indices = vec![0, 1, 4, 4, 1, 2, 2, 3, 4, 0, 4, 3];
    let picture = painter.paint([16, 16], 1.0, &[primitive(mesh)], CLEAR);
    assert!(picture.pixels.iter().all(|pixel| *pixel == half));
}

#[test]
fn a_texture_is_read_where_the_corners_say() {
    let (painter, _, two) = painter();
    let check = |at: Rect, from: Rect, expected: &str| {
        let mut mesh = Mesh::with_texture(two);
        mesh.add_rect_with_uv(at, from, Color32::WHITE);
        assert_eq!(
            letters(&painter.paint([4, 1], 1.0, &[primitive(mesh)], CLEAR)),
            expected
        );
    };
    let whole = rect([0.0, 0.0], [1.0, 1.0]);
    check(rect([1.0, 0.0], [3.0, 1.0]), whole, ".RG.");
    check(rect([0.0, 0.0], [4.0, 1.0]), whole, "RRGG");
    check(rect([0.0, 0.0], [2.0, 1.0]), rect([1.0, 0.0], [0.0, 1.0]), "GR..");
    check(rect([0.0, 0.0], [1.0, 1.0]), rect([0.5, 0.0], [1.0, 1.0]), "G...");
}

#[test]
fn a_part_of_a_texture_can_be_replaced() {
    let (mut painter, _, two) = painter();
    let mut delta = TexturesDelta::default();
    let green = ColorImage::filled([3, 2], Color32::GREEN);
    delta.push(two, ImageDelta::partial([0, 0], green, TextureOptions::NEAREST));
    painter.apply(&mut delta);
    assert!(delta.is_empty());
    let mut mesh = Mesh::with_texture(two);
    mesh.add_rect_with_uv(
        rect([0.0, 0.0], [2.0, 1.0]),
        rect([0.0, 0.0], [1.0, 1.0]),
        Color32::WHITE,
    );
    assert_eq!(
        letters(&painter.paint([2, 1], 1.0, &[primitive(mesh)], CLEAR)),
        "GG"
    );
}

#[test]
fn a_freed_texture_is_painted_with_until_the_next_pass() {
    let (mut painter, white, _) = painter();
    let mut mesh = Mesh::with_texture(white);
    mesh.add_colored_rect(rect([0.0, 0.0], [1.0, 1.0]), Color32::WHITE);
    let primitives = [primitive(mesh)];
    let mut delta = TexturesDelta::default();
    delta.free(white);
    painter.apply(&mut delta);
    assert_eq!(letters(&painter.paint([1, 1], 1.0, &primitives, CLEAR)), "W");
    painter.apply(&mut delta);
    assert_eq!(letters(&painter.paint([1, 1], 1.0, &primitives, CLEAR)), ".");
}

#[test]
fn colours_blend_premultiplied_and_in_gamma_space() {
    let (painter, white, _) = painter();
    let check = |top: Color32, ground: Color32, expected: Color32| {
        let mut mesh = Mesh::with_texture(white);
        mesh.add_colored_rect(rect([0.0, 0.0], [1.0, 1.0]), top);
        assert_eq!(
            painter.paint([1, 1], 1.0, &[primitive(mesh)], ground).pixels,
            [expected]
        );
    };
    let grey = Color32::from_gray;
    check(
        Color32::from_rgba_premultiplied(64, 64, 64, 128),
        grey(200),
        grey(164),
    );
    check(Color32::from_rgba_premultiplied(0, 0, 0, 255), grey(200), grey(0));
    check(CLEAR, grey(200), grey(200));
    check(
        Color32::from_rgba_premultiplied(10, 10, 10, 0),
        grey(200),
        grey(210),
    );
}

#[test]
fn the_clip_is_rounded_to_pixels() {
    let (painter, white, _) = painter();
    let mut mesh = Mesh::with_texture(white);
    mesh.add_colored_rect(rect([0.0, 0.0], [4.0, 2.0]), Color32::WHITE);
    let clip_rect = rect([0.7, 0.0], [1.4, 0.5]);
    let clipped = ClippedPrimitive {
        clip_rect,
        primitive: Primitive::Mesh(mesh),
    };
    assert_eq!(
        letters(&painter.paint([6, 2], 2.0, &[clipped], CLEAR)),
        ".WW.../......"
    );
}

#[test]
fn a_colour_runs_from_corner_to_corner() {
    let (painter, white, _) = painter();
    let mut mesh = Mesh::with_texture(white);
    let at = |x: f32, y: f32, grey: u8| Vertex {
        pos: pos2(x, y),
        uv: Pos2::ZERO,
        color: Color32::from_gray(grey),
    };
    mesh.vertices = vec![
        at(0.0, 0.0, 0),
        at(10.0, 0.0, 100),
        at(10.0, 1.0, 100),
        at(0.0, 1.0, 0),
    ];
    mesh.indices = vec![0, 1, 2, 0, 2, 3];
    let picture = painter.paint([10, 1], 1.0, &[primitive(mesh)], Color32::BLACK);
    let greys: Vec<u8> = picture.pixels.iter().map(|pixel| pixel.r()).collect();
    assert_eq!(greys, [5, 15, 25, 35, 45, 55, 65, 75, 85, 95]);
}

#[test]
fn a_picture_is_the_same_every_time() {
    let picture = || {
        let ctx = Context::default();
        draw(&ctx, vec2(120.0, 60.0), 1.5, Color32::WHITE, |ui| {
            ui.label("Onus");
            let _ = ui.button("Export");
        })
    };
    let png = |picture: &Picture| {
        let mut bytes = Vec::new();
        picture.write_png(&mut bytes).unwrap();
        bytes
    };
    let first = picture();
    assert_eq!((first.width, first.height), (180, 90));
    assert!(first.pixels.iter().any(|pixel| *pixel != Color32::WHITE));
    assert_eq!(png(&first), png(&picture()));
}
