//! Work that is shared among threads: every thread count gives the same result, as each part depends on its own input only.

use std::num::NonZero;
use std::thread;

/// Below this many people a thread costs more than it saves.
const FEW: usize = 20_000;

/// Cells to fill that can be cut in two.
pub(crate) trait Cells: Send + Sized {
    /// How many they are.
    fn count(&self) -> usize;
    /// The first `at`, and the rest.
    fn cut(self, at: usize) -> (Self, Self);
}

impl<T: Send> Cells for &mut [T] {
    fn count(&self) -> usize {
        self.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at_mut(at)
    }
}

/// Two arrays of the same length.
impl<A: Send, B: Send> Cells for (&mut [A], &mut [B]) {
    fn count(&self) -> usize {
        self.0.len().min(self.1.len())
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let (a, b) = (self.0.split_at_mut(at), self.1.split_at_mut(at));
        ((a.0, b.0), (a.1, b.1))
    }
}

/// Lets `write` fill the cells `start(i)..start(i + 1)` of each i below `people`, on as many threads as the machine has.
pub(crate) fn fill<C: Cells>(
    cells: C,
    people: usize,
    start: impl Fn(usize) -> usize + Sync,
    write: impl Fn(usize, C) + Sync,
) {
    let available = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = (people / FEW + 1).min(available);
    fill_on(threads, cells, people, start, write);
}

/// The same on that many threads.
fn fill_on<C: Cells>(
    threads: usize,
    mut cells: C,
    people: usize,
    start: impl Fn(usize) -> usize + Sync,
    write: impl Fn(usize, C) + Sync,
) {
    let part = people.div_ceil(threads.max(1)).max(1);
    let (write, at) = (&write, &start);
    thread::scope(move |scope| {
        let mut from = 0;
        while from < people {
            let to = (from + part).min(people);
            let count = (at(to) - at(from)).min(cells.count());
            let (mine, rest) = cells.cut(count);
            cells = rest;
            let first = from;
            let work = move || {
                let mut mine = mine;
                for i in first..to {
                    let length = (at(i + 1) - at(i)).min(mine.count());
                    let (own, rest) = mine.cut(length);
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
            let (mut cells, mut others) = (vec![0; starts[100]], vec![0; starts[100]]);
            let both = (cells.as_mut_slice(), others.as_mut_slice());
            fill_on(
                threads,
                both,
                100,
                |i| starts[i],
                |i, own| {
                    for (j, cell) in own.0.iter_mut().enumerate() {
                        *cell = i * 1000 + j;
                    }
                    own.1.copy_from_slice(own.0);
                },
            );
            assert_eq!(cells, others);
            cells
        };
        let one = filled(1);
        assert!(one.iter().skip(1).all(|cell| *cell > 0));
        for threads in [2, 3, 7, 100, 1000] {
            assert_eq!(filled(threads), one);
        }
    }
}
