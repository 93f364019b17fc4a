//! Sorting by radix: 64-bit numbers by their high bits, in time that grows with their number only.

/// Bits of one pass.
const DIGIT: u32 = 11;

/// Sorts by the bits from `low` on; equal ones keep their order.
pub(crate) fn sort(numbers: &mut Vec<u64>, low: u32) {
    let (all, any) = (numbers.iter()).fold((u64::MAX, 0), |(all, any), one| (all & one, any | one));
    let differing = (all ^ any) >> low << low;
    let mut other = vec![0; numbers.len()];
    let mut shift = low;
    while shift < u64::BITS && differing >> shift != 0 {
        if differing >> shift & ((1 << DIGIT) - 1) != 0 {
            pass(numbers, &mut other, shift);
            std::mem::swap(numbers, &mut other);
        }
        shift += DIGIT;
    }
}

/// One pass from `from` to `to` by the digit at `shift`.
#[allow(
    clippy::indexing_slicing,
    reason = "a digit is below the number of counts, a position below that of the numbers"
)]
fn pass(from: &[u64], to: &mut [u64], shift: u32) {
    let digit = |number: u64| (number >> shift & ((1 << DIGIT) - 1)) as usize;
    let mut next = vec![0_u32; 1 << DIGIT];
    for one in from {
        next[digit(*one)] += 1;
    }
    let mut sum = 0;
    for count in &mut next {
        sum += std::mem::replace(count, sum);
    }
    for one in from {
        let cell = &mut next[digit(*one)];
        to[*cell as usize] = *one;
        *cell += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_stable_sort_by_the_high_bits(
            mut numbers in prop::collection::vec(any::<u64>(), 0..300),
            wide in 0_u32..64,
            low in 0_u32..64,
        ) {
            numbers.iter_mut().for_each(|one| *one >>= wide);
            let mut sorted = numbers.clone();
            sorted.sort_by_key(|one| one >> low);
            super::sort(&mut numbers, low);
            prop_assert_eq!(numbers, sorted);
        }
    }
}
