//! Work over a long list on all cores: reading, checking and writing a project.

use std::num::NonZero;
use std::thread;

/// More threads than this were never quicker: the disk and the memory are the limit then.
const MOST_THREADS: usize = 8;

/// Cuts a list into one stretch for each core, of about the same weight, works on them at the same time, and returns
/// the results in the order of the list. Below the weight `worthwhile` it is one stretch on this thread.
pub(in crate::storage) fn stretches<T: Sync, R: Send>(
    items: &[T],
    weight: impl Fn(&T) -> usize,
    worthwhile: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    let total: usize = items.iter().map(&weight).sum();
    // How many cores there are is asked last: the system may look into files for it.
    let cores = || thread::available_parallelism().map_or(1, NonZero::get);
    let threads = if total < worthwhile {
        1
    } else {
        cores().min(MOST_THREADS)
    };
    if threads < 2 {
        return vec![work(items)];
    }
    let mut parts = cut(items, weight, total / threads + 1);
    let Some(last) = parts.pop() else {
        return vec![work(items)];
    };
    thread::scope(|scope| {
        let others: Vec<_> = parts.iter().map(|part| scope.spawn(|| work(part))).collect();
        let last = work(last);
        let mut results: Vec<R> = others
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect();
        results.push(last);
        results
    })
}

/// Cuts a list where the weight of a part reaches `enough`.
fn cut<T>(items: &[T], weight: impl Fn(&T) -> usize, enough: usize) -> Vec<&[T]> {
    let mut parts = Vec::new();
    let (mut from, mut sum) = (0, 0);
    for (at, item) in items.iter().enumerate() {
        sum += weight(item);
        if sum >= enough {
            parts.push(&items[from..=at]);
            (from, sum) = (at + 1, 0);
        }
    }
    if from < items.len() {
        parts.push(&items[from..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_stretches_are_the_list(items in prop::collection::vec(0usize..100, 0..200), worthwhile in 0usize..2) {
            let parts = stretches(&items, |weight| *weight, worthwhile, <[usize]>::to_vec);
            prop_assert_eq!(parts.concat(), items);
        }

        #[test]
        fn no_part_is_much_heavier_than_the_next(items in prop::collection::vec(0usize..100, 0..200)) {
            for part in cut(&items, |weight| *weight, 150) {
                prop_assert!(!part.is_empty());
                prop_assert!(part.iter().sum::<usize>() < 250);
            }
        }
    }
}
