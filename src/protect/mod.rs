//! The gate: a project and a policy make an [`Outgoing`], the only thing a writer of another format accepts, so that a new
//! way out cannot be built around it. Decides who is protected; writes nothing itself.

mod gate;
mod people;

pub use gate::{Options, Outgoing, Policy, Report, says_less};
pub use people::{is_protected, protected_people};
