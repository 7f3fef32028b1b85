//! The inverse cosine transform at reduced size: an 8 × 8 block comes out as 4, 2 or 1 samples a side, made from
//! its low frequencies. That is a sharp and cheap way to shrink, for the high frequencies are the ones left out.

use std::f32::consts::PI;

/// Coefficients used of a block: the lowest 4 × 4, row by row.
pub(crate) type Block = [f32; 16];

/// `BASIS[n]`: what coefficient `k` adds to sample `i` of `n` samples, as `[i][k]`.
#[derive(Clone, Copy)]
pub(crate) struct Basis([[f32; 4]; 4]);

impl Basis {
    /// The basis for `samples` output samples, at most 4.
    pub(crate) fn new(samples: usize) -> Self {
        let mut rows = [[0.0; 4]; 4];
        for (i, row) in rows.iter_mut().enumerate().take(samples) {
            for (k, weight) in row.iter_mut().enumerate().take(samples) {
                let angle = (2 * i + 1) as f32 * k as f32 * PI / (2 * samples) as f32;
                *weight = if k == 0 {
                    0.5 / 2_f32.sqrt()
                } else {
                    angle.cos() / 2.0
                };
            }
        }
        Self(rows)
    }

    /// The same, as `[k][i]`.
    pub(crate) fn transposed(self) -> Self {
        let mut out = [[0.0; 4]; 4];
        for (i, row) in self.0.iter().enumerate() {
            for (k, &weight) in row.iter().enumerate() {
                out[k][i] = weight;
            }
        }
        Self(out)
    }
}

/// Transforms one block: `down` is the basis of the columns, `across` the transposed one of the rows.
/// Written so that each line is one vector operation.
#[inline(always)]
pub(crate) fn transform(block: &Block, down: &Basis, across: &Basis) -> [[u8; 4]; 4] {
    let mut out = [[0; 4]; 4];
    for (out, weights) in out.iter_mut().zip(&down.0) {
        let row = combine(weights, block.as_chunks().0);
        let row = combine(&row, &across.0);
        for (sample, value) in out.iter_mut().zip(row) {
            *sample = to_sample(value);
        }
    }
    out
}

/// The sum of four rows, each times its weight.
#[inline(always)]
fn combine(weights: &[f32; 4], rows: &[[f32; 4]]) -> [f32; 4] {
    let mut sum = [0.0; 4];
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
