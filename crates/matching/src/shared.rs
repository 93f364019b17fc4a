//! Work that is shared among threads: every thread count gives the same result, as each part depends on its own input only.

use std::num::NonZero;
use std::thread;

/// Below this many people a thread costs more than it saves.
const FEW: usize = 20_000;

/// Lets `write` fill the cells `starts[i]..starts[i + 1]` of each i, on as many threads as the machine has.
pub(crate) fn fill<T: Send>(
    cells: &mut [T],
    starts: &[usize],
    write: impl Fn(usize, &mut [T]) + Sync,
) {
    let available = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = (starts.len() / FEW + 1).min(available);
    fill_on(threads, cells, starts, write);
}

/// The same on that many threads.
fn fill_on<T: Send>(
    threads: usize,
    mut cells: &mut [T],
    starts: &[usize],
    write: impl Fn(usize, &mut [T]) + Sync,
) {
    let people = starts.len().saturating_sub(1);
    let part = people.div_ceil(threads.max(1)).max(1);
    let write = &write;
    thread::scope(move |scope| {
        let mut from = 0;
        while from < people {
            let to = (from + part).min(people);
            let at = |i: usize| starts.get(i).copied().unwrap_or(0);
            let (mine, rest) = cells.split_at_mut((at(to) - at(from)).min(cells.len()));
            cells = rest;
            let first = from;
            let work = move || {
                let mut mine = mine;
                for i in first..to {
                    let length = (at(i + 1) - at(i)).min(mine.len());
                    let (own, rest) = mine.split_at_mut(length);
                    write(i, own);
                    mine = rest;
                }
            };
            if to == people {
                work();
            } else {
                scope.spawn(work);
            }
            from = to;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_threads_fills_the_same_cells() {
        let starts: Vec<usize> = (0..=100).map(|i| i * (i + 1) / 2).collect();
        let filled = |threads| {
            let mut cells = vec![0; starts[100]];
            fill_on(threads, &mut cells, &starts, |i, own| {
                for (j, cell) in own.iter_mut().enumerate() {
                    *cell = i * 1000 + j;
                }
            });
            cells
        };
        let one = filled(1);
        assert!(one.iter().skip(1).all(|cell| *cell > 0));
        for threads in [2, 3, 7, 100, 1000] {
            assert_eq!(filled(threads), one);
        }
    }
}
