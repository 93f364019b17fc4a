//! Packs value vectors into few 64-bit limbs that compare and add like the vectors, within a checked bound.
//!
//! Every number that the simplex compares is the signed sum of the values of the pairs on one cycle
//! through the limits. A cycle passes each limit at most once, so with C limits and n applicants
//! its component c is at most B_c = (min(C, n) + 2)·D_c in absolute value, where D_c is the spread
//! of the component over all pairs and 0. Components are written in mixed radix 2·B_c + 1, most
//! important first, as many to a limb as keep the product below 2⁶²; then the sign of the first
//! limb that is not 0 is the lexicographic sign of the vector.

use std::fmt::Debug;
use std::ops::{Add, Sub};

use crate::SolveError;

/// A packed value vector: compares like the vector, adds component by component.
pub(crate) trait Cost:
    Copy + Ord + Debug + Send + Sync + Add<Output = Self> + Sub<Output = Self> + 'static
{
    /// What [`Cost::lead`] leaves over.
    type Rest: Copy + Send + Sync;
    /// How many limbs of 64 bits it has.
    const LIMBS: usize;
    /// The vector of zeros.
    const ZERO: Self;
    /// The most significant 64 bits. Where the lead of a + b − c − d, taken lead by lead, is below −1, the
    /// sum itself is below 0, and above 1 it is above 0: carries between limbs are worth less than 2.
    fn lead(self) -> i64;
    /// Lead and rest, to be kept in arrays of their own.
    fn split(self) -> (i64, Self::Rest);
    /// The inverse of [`Cost::split`].
    fn join(lead: i64, rest: Self::Rest) -> Self;
    /// The same with `amount` more in one limb.
    fn add_at(self, limb: usize, amount: i64) -> Self;
}

/// One limb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct One(i64);

/// Two limbs in one integer, first · 2⁶⁴ + second: as long as the second stays within ±2⁶³, the integer
/// compares and adds like the two, without a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Two(i128);

/// N limbs; comparison is lexicographic, addition limb by limb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wide<const N: usize>([i64; N]);

// A difference of two potentials may pass its bits on the way to a result that fits: wrapping keeps it exact.
macro_rules! wrapping {
    ($name:ident) => {
        impl Add for $name {
            type Output = Self;

            #[inline]
            fn add(self, other: Self) -> Self {
                Self(self.0.wrapping_add(other.0))
            }
        }

        impl Sub for $name {
            type Output = Self;

            #[inline]
            fn sub(self, other: Self) -> Self {
                Self(self.0.wrapping_sub(other.0))
            }
        }
    };
}

wrapping!(One);
wrapping!(Two);

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

impl Cost for One {
    type Rest = ();
    const LIMBS: usize = 1;
    const ZERO: Self = Self(0);

    #[inline]
    fn lead(self) -> i64 {
        self.0
    }

    #[inline]
    fn split(self) -> (i64, ()) {
        (self.0, ())
    }

    #[inline]
    fn join(lead: i64, _rest: ()) -> Self {
        Self(lead)
    }

    #[inline]
    fn add_at(self, _limb: usize, amount: i64) -> Self {
        Self(self.0.wrapping_add(amount))
    }
}

impl Cost for Two {
    type Rest = u64;
    const LIMBS: usize = 2;
    const ZERO: Self = Self(0);

    #[inline]
    fn lead(self) -> i64 {
        (self.0 >> 64) as i64
    }

    #[inline]
    fn split(self) -> (i64, u64) {
        (self.lead(), self.0 as u64)
    }

    #[inline]
    fn join(lead: i64, rest: u64) -> Self {
        Self(i128::from(lead) << 64 | i128::from(rest))
    }

    #[inline]
    fn add_at(self, limb: usize, amount: i64) -> Self {
        let amount = i128::from(amount);
        let shifted = if limb == 0 { amount << 64 } else { amount };
        Self(self.0.wrapping_add(shifted))
    }
}

impl<const N: usize> Cost for Wide<N> {
    type Rest = Self;
    const LIMBS: usize = N;
    const ZERO: Self = Self([0; N]);

    #[inline]
    fn lead(self) -> i64 {
        self.0.first().copied().unwrap_or(0)
    }

    #[inline]
    fn split(self) -> (i64, Self) {
        (self.lead(), self)
    }

    #[inline]
    fn join(_lead: i64, rest: Self) -> Self {
        rest
    }

    #[inline]
    fn add_at(mut self, limb: usize, amount: i64) -> Self {
        if let Some(cell) = self.0.get_mut(limb) {
            *cell = cell.wrapping_add(amount);
        }
        self
    }
}

/// Where each component goes: its limb and its weight there; weight 0 leaves it out.
#[derive(Debug, Clone)]
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
    pub(crate) fn pack<C: Cost>(&self, vector: &[i64]) -> C {
        (vector.iter().zip(&self.place)).fold(C::ZERO, |packed, (value, (limb, weight))| {
            packed.add_at(*limb, value.wrapping_mul(*weight))
        })
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
            let sign = vector.cmp(&vec![0; vector.len()]);
            prop_assert_eq!(packing.pack::<Wide<25>>(&vector).cmp(&Wide::ZERO), sign);
            if packing.limbs() <= 2 {
                prop_assert_eq!(packing.pack::<Two>(&vector).cmp(&Two::ZERO), sign);
            }
            if packing.limbs() == 1 {
                prop_assert_eq!(packing.pack::<One>(&vector).cmp(&One::ZERO), sign);
            }
        }

        #[test]
        fn a_lead_beyond_one_is_the_sign_of_the_sum(
            parts in prop::collection::vec((-4_i64..=4, any::<i32>()), 4),
        ) {
            let numbers: Vec<Two> = parts.iter()
                .map(|(first, second)| Two::ZERO.add_at(0, *first).add_at(1, i64::from(*second)))
                .collect();
            let [a, b, c, d] = numbers.as_slice() else { unreachable!("four parts") };
            let (lead, sum) = (a.lead() + b.lead() - c.lead() - d.lead(), *a + *b - (*c + *d));
            if lead < -1 {
                prop_assert!(sum < Two::ZERO);
            }
            if lead > 1 {
                prop_assert!(sum > Two::ZERO);
            }
            let (lead, rest) = a.split();
            prop_assert_eq!(Two::join(lead, rest), *a);
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
