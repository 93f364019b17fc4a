//! Packs value vectors into few 64-bit limbs that compare and add like the vectors, within a checked bound.
//!
//! Every number that the simplex compares is the signed sum of the values of the pairs on one cycle
//! through the limits. A cycle passes each limit at most once, so with C limits and n applicants
//! its component c is at most B_c = (min(C, n) + 2)·D_c in absolute value, where D_c is the spread
//! of the component over all pairs and 0. Components are written in mixed radix 2·B_c + 1, most
//! important first, as many to a limb as keep the product below 2⁶²; then the sign of the first
//! limb that is not 0 is the lexicographic sign of the vector.

use std::ops::{Add, Sub};

use crate::SolveError;

/// A packed value vector of N limbs; comparison is lexicographic, addition limb by limb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wide<const N: usize>(pub(crate) [i64; N]);

impl<const N: usize> Wide<N> {
    pub(crate) const ZERO: Self = Self([0; N]);
}

// A difference of two potentials may pass 64 bits on the way to a result that fits: wrapping keeps it exact.
impl<const N: usize> Add for Wide<N> {
    type Output = Self;

    #[inline]
    fn add(mut self, other: Self) -> Self {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a = a.wrapping_add(b);
        }
        self
    }
}

impl<const N: usize> Sub for Wide<N> {
    type Output = Self;

    #[inline]
    fn sub(mut self, other: Self) -> Self {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a = a.wrapping_sub(b);
        }
        self
    }
}

/// Where each component goes: its limb and its weight there; weight 0 leaves it out.
#[derive(Debug)]
pub(crate) struct Packing {
    place: Vec<(usize, i64)>,
    limbs: usize,
}

impl Packing {
    /// Plans limbs for components with these spreads (0 for a component that decides nothing).
    pub(crate) fn plan(spreads: &[i64], cycle: usize) -> Result<Self, SolveError> {
        const ROOM: i128 = 1 << 62;
        let cycle = i128::try_from(cycle).unwrap_or(i128::MAX >> 64) + 2;
        let mut groups: Vec<Vec<(usize, i128)>> = vec![Vec::new()];
        let mut filled: i128 = 1;
        for (at, spread) in spreads.iter().enumerate() {
            let radix = 2 * cycle * i128::from(*spread) + 1;
            if radix > ROOM {
                return Err(SolveError::TooLarge {
                    component: at,
                    bound: radix,
                });
            }
            if filled * radix > ROOM {
                groups.push(Vec::new());
                filled = 1;
            }
            filled *= radix;
            if let Some(group) = groups.last_mut() {
                group.push((at, radix));
            }
        }
        let mut place = vec![(0, 0); spreads.len()];
        for (limb, group) in groups.iter().enumerate() {
            let mut weight: i128 = 1;
            for (at, radix) in group.iter().rev() {
                if let Some(cell) = place.get_mut(*at)
                    && *radix > 1
                {
                    // Within a group the weights stay below ROOM, so the conversion cannot fail.
                    *cell = (limb, i64::try_from(weight).unwrap_or(0));
                }
                weight *= radix;
            }
        }
        Ok(Self {
            place,
            limbs: groups.len(),
        })
    }

    /// More than component 0 of any number that the simplex compares.
    pub(crate) fn above(spread: i64, cycle: usize) -> i128 {
        i128::from(spread) * (i128::try_from(cycle).unwrap_or(i128::MAX >> 64) + 2) + 1
    }

    /// Number of limbs needed.
    pub(crate) fn limbs(&self) -> usize {
        self.limbs
    }

    /// Limb and weight of one component.
    pub(crate) fn place(&self, component: usize) -> (usize, i64) {
        self.place.get(component).copied().unwrap_or((0, 0))
    }

    /// Packs one value vector.
    pub(crate) fn pack<const N: usize>(&self, vector: &[i64]) -> Wide<N> {
        let mut packed = Wide::ZERO;
        for (value, (limb, weight)) in vector.iter().zip(&self.place) {
            if let Some(cell) = packed.0.get_mut(*limb) {
                *cell = cell.wrapping_add(value.wrapping_mul(*weight));
            }
        }
        packed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn packed_sums_have_the_sign_of_the_vector(
            spreads in prop::collection::vec(0_i64..2_000_000_000, 1..12),
            cycle in 0_usize..1000,
            seeds in prop::collection::vec(-1000_i64..=1000, 12),
        ) {
            let packing = Packing::plan(&spreads, cycle).expect("within the bound");
            // Anything up to the bound, often 0 in front so that later components decide.
            let bound = i64::try_from(cycle + 2).expect("small");
            let vector: Vec<i64> = spreads.iter().zip(&seeds)
                .map(|(spread, seed)| if seed % 3 == 0 { 0 } else { spread * bound / 1000 * seed })
                .collect();
            let packed = packing.pack::<25>(&vector);
            prop_assert_eq!(packed.cmp(&Wide::ZERO), vector.cmp(&vec![0; vector.len()]));
        }
    }

    #[test]
    fn numbers_beyond_the_bound_are_refused() {
        let error = Packing::plan(&[1, 1 << 40], 1 << 22).expect_err("2^62 is passed");
        assert!(
            matches!(error, SolveError::TooLarge { component: 1, .. }),
            "{error}"
        );
    }
}
