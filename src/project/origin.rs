//! Where time and chance come from.

use super::{Id, Timestamp};
use rand::rngs::{StdRng, Xoshiro256PlusPlus};
use rand::{Rng, SeedableRng};

/// The one place where the clock and randomness enter. `main` makes it and hands it down; tests and
/// `generate` seed it, and what they make is the same on every run.
#[derive(Debug)]
pub struct Origin(Kind);

#[derive(Debug)]
enum Kind {
    System(Box<StdRng>),
    Seeded {
        next: Timestamp,
        random: Xoshiro256PlusPlus,
    },
}

impl Origin {
    /// The clock and the randomness of this machine.
    pub fn system() -> Self {
        Self(Kind::System(Box::new(rand::make_rng())))
    }

    /// A clock that starts at `start` and moves on by one second each time it is read, and the same ids for
    /// the same `seed`. xoshiro256++ is chosen by name since `StdRng` may change with its crate, and our
    /// bytes would with it.
    pub fn seeded(seed: u64, start: Timestamp) -> Self {
        Self(Kind::Seeded {
            next: start,
            random: Xoshiro256PlusPlus::seed_from_u64(seed),
        })
    }

    /// The present moment, in whole seconds. Not later than year 9999, whatever the machine's clock says.
    pub fn now(&mut self) -> Timestamp {
        match &mut self.0 {
            Kind::System(_) => Timestamp::default().later_by(jiff::Timestamp::now().as_second()),
            Kind::Seeded { next, .. } => {
                let now = *next;
                *next = now.later_by(1);
                now
            }
        }
    }

    /// A new random id (v4).
    pub fn id(&mut self) -> Id {
        Id::from_random(self.bytes())
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        match &mut self.0 {
            Kind::System(random) => random.fill_bytes(&mut bytes),
            Kind::Seeded { random, .. } => random.fill_bytes(&mut bytes),
        }
        bytes
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_seeded_origin_repeats_itself() {
        let start: Timestamp = "2025-05-20T14:03:00Z".parse().unwrap();
        let mut origin = Origin::seeded(7, start);
        assert_eq!(origin.id().to_string(), "3d91ae2a-001a-4c0e-949e-4efaddc80f2c");
        assert_eq!(origin.now(), start);
        assert_eq!(origin.now(), start.later_by(1));
        assert_ne!(origin.id(), origin.id());
        assert_eq!(
            Origin::seeded(7, start).bytes::<5>(),
            Origin::seeded(7, start).bytes::<5>()
        );
        assert_ne!(
            Origin::seeded(7, start).bytes::<16>(),
            Origin::seeded(8, start).bytes::<16>()
        );
    }

    #[test]
    fn the_system_gives_new_ids_and_does_not_run_backwards() {
        let mut origin = Origin::system();
        assert_ne!(origin.id(), origin.id());
        assert!(origin.id().is_v4());
        let now = origin.now();
        assert!(now > "2025-01-01T00:00:00Z".parse().unwrap());
        assert!(origin.now() >= now);
    }
}
