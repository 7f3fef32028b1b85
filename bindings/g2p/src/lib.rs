//! Finite fields of 2, 4, … 256 elements, in which `rqrr` corrects what is dirty of a QR code. The crate of this name looks products up
//! in a table of 64 kB for each field, which no packing makes smaller and every app would carry; here they are computed.
//! That takes some microseconds more for a code.
//!
//! Only what `rqrr` asks for lives here.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub};

/// A finite field.
pub trait GaloisField:
    Add<Output = Self>
    + AddAssign
    + Sub<Output = Self>
    + Mul<Output = Self>
    + MulAssign
    + Div<Output = Self>
    + Copy
    + PartialEq
    + Eq
{
    /// How many elements it has.
    const SIZE: usize;
    /// Nothing.
    const ZERO: Self;
    /// What multiplies without changing anything.
    const ONE: Self;
    /// The element whose powers are all the others but nothing.
    const GENERATOR: Self;

    /// This element so many times multiplied by itself.
    fn pow(self, times: usize) -> Self {
        let (mut power, mut square, mut left) = (Self::ONE, self, times);
        while left > 0 {
            if left & 1 == 1 {
                power *= square;
            }
            square *= square;
            left >>= 1;
        }
        power
    }
}

/// The product of two polynomials over two elements, each a number's bits, modulo one of this degree.
pub const fn product(a: u8, b: u8, degree: u32, modulus: u32) -> u8 {
    let (mut sum, mut shifted, mut left) = (0, a as u32, b);
    while left > 0 {
        if left & 1 == 1 {
            sum ^= shifted;
        }
        shifted <<= 1;
        if shifted >> degree == 1 {
            shifted ^= modulus;
        }
        left >>= 1;
    }
    sum as u8
}

/// Makes the field of 2 to this power elements, at most 8, with a modulus of which 2 is a generator.
#[macro_export]
macro_rules! g2p {
    ($name:ident, $degree:literal, modulus: $modulus:literal) => {
        /// An element of the field.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub u8);

        impl ::std::ops::Add for $name {
            type Output = Self;

            #[allow(clippy::suspicious_arithmetic_impl)]
            fn add(self, other: Self) -> Self {
                Self(self.0 ^ other.0)
            }
        }

        impl ::std::ops::AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl ::std::ops::Sub for $name {
            type Output = Self;

            #[allow(clippy::suspicious_arithmetic_impl)]
            fn sub(self, other: Self) -> Self {
                self + other
            }
        }

        impl ::std::ops::Mul for $name {
            type Output = Self;

            fn mul(self, other: Self) -> Self {
                Self($crate::product(self.0, other.0, $degree, $modulus))
            }
        }

        impl ::std::ops::MulAssign for $name {
            fn mul_assign(&mut self, other: Self) {
                *self = *self * other;
            }
        }

        impl ::std::ops::Div for $name {
            type Output = Self;

            /// By nothing it is nothing, as the inverse of nothing is here.
            #[allow(clippy::suspicious_arithmetic_impl)]
            fn div(self, other: Self) -> Self {
                self * $crate::GaloisField::pow(other, (1 << $degree) - 2)
            }
        }

        impl $crate::GaloisField for $name {
            const SIZE: usize = 1 << $degree;
            const ZERO: Self = Self(0);
            const ONE: Self = Self(1);
            const GENERATOR: Self = Self(2);
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub)] // the fields are public where they are made
mod tests {
    use super::GaloisField;

    g2p!(Small, 4, modulus: 0b1_0011);
    g2p!(Large, 8, modulus: 0b1_0001_1101);

    fn holds<F: GaloisField>(of: fn(u8) -> F) {
        let all: Vec<F> = (0..F::SIZE).map(|number| of(number as u8)).collect();
        let mut powers: Vec<F> = Vec::new();
        for times in 0..F::SIZE - 1 {
            let power = F::GENERATOR.pow(times);
            assert!(power != F::ZERO && !powers.contains(&power), "a generator");
            powers.push(power);
        }
        assert!(F::GENERATOR.pow(F::SIZE - 1) == F::ONE);
        for &a in &all {
            assert!(a + a == F::ZERO && a * F::ONE == a && a * F::ZERO == F::ZERO);
            for &b in &all {
                assert!(a * b == b * a);
                assert!(b == F::ZERO || a * b / b == a);
                assert!(a * (b + F::GENERATOR) == a * b + a * F::GENERATOR);
            }
        }
    }

    #[test]
    fn both_fields_of_a_code_are_fields() {
        holds(Small);
        holds(Large);
    }

    /// ISO/IEC 18004 names some.
    #[test]
    fn the_larger_one_is_that_of_the_standard() {
        assert_eq!([Large::GENERATOR.pow(8), Large::GENERATOR.pow(25)], [Large(29), Large(3)]);
    }
}
