//! The inverse cosine transform at full and reduced size: an 8 × 8 block comes out as 8, 4, 2 or 1 samples a side,
//! made from as many of its low frequencies. That is a sharp and cheap way to shrink, for the high frequencies are
//! the ones left out.

#![expect(
    clippy::cast_precision_loss,
    clippy::inline_always,
    reason = "the numbers are below 100; measured: blocks have to stay in registers"
)]

use std::f32::consts::PI;

/// What coefficient `k` adds to sample `i`. `N` is 8, or 4 for all smaller sizes; what is not needed is zero.
#[derive(Clone, Copy)]
pub(crate) struct Basis<const N: usize>([[f32; N]; N]);

impl<const N: usize> Basis<N> {
    /// For columns, as `[i][k]`: `samples` output samples, at most `N`.
    pub(crate) fn down(samples: usize) -> Self {
        let mut rows = [[0.0; N]; N];
        for (i, row) in rows.iter_mut().enumerate().take(samples) {
            for (k, weight) in row.iter_mut().enumerate().take(samples) {
                *weight = weight_of(i, k, samples);
            }
        }
        Self(rows)
    }

    /// For rows, as `[k][i]`.
    pub(crate) fn across(samples: usize) -> Self {
        let down = Self::down(samples).0;
        Self(std::array::from_fn(|k| std::array::from_fn(|i| down[i][k])))
    }
}

fn weight_of(i: usize, k: usize, samples: usize) -> f32 {
    let angle = (2 * i + 1) as f32 * k as f32 * PI / (2 * samples) as f32;
    if k == 0 { 0.5 / 2_f32.sqrt() } else { angle.cos() / 2.0 }
}

/// Transforms the `N` × `N` lowest coefficients of a block, which come row by row. Written so that lines are vector
/// operations.
#[inline(always)]
pub(crate) fn transform<const N: usize>(coefficients: &[f32], down: &Basis<N>, across: &Basis<N>) -> [[u8; N]; N] {
    let mut out = [[0; N]; N];
    for (out, weights) in out.iter_mut().zip(&down.0) {
        let row = combine(weights, coefficients.as_chunks().0);
        let row = combine(&row, &across.0);
        for (sample, value) in out.iter_mut().zip(row) {
            *sample = to_sample(value);
        }
    }
    out
}

/// The sum of the rows, each times its weight.
#[inline(always)]
fn combine<const N: usize>(weights: &[f32; N], rows: &[[f32; N]]) -> [f32; N] {
    let mut sum = [0.0; N];
    for (weight, row) in weights.iter().zip(rows) {
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += weight * value;
        }
    }
    sum
}

/// Level shift, clamp and round. Adding 1.5 × 2²³ leaves the rounded number in the lowest bits.
#[inline(always)]
fn to_sample(value: f32) -> u8 {
    ((value + 128.0).clamp(0.0, 255.0) + 12_582_912.0).to_bits() as u8
}
