//! A code cannot be guessed: its symbols are as random as its entropy, and nothing that the server or a letter tells is
//! derived from a part of it. What the server answers to wrong ones, `server/tests/it/guessing.rs` sees.

use verband_protocol::code::{CODE_LEN, InvitationCode, InvitationSecrets, SetUpToken};
use verband_protocol::port::Entropy;
use verband_tests::chance::Seeded;

const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What chi-square of 31 degrees of freedom exceeds once in a million: the seed is fixed, so a fair code never fails.
const ONCE_IN_A_MILLION: f64 = 81.0;

fn symbols(grouped: &str) -> Vec<usize> {
    let place = |symbol| SYMBOLS.iter().position(|known| *known == symbol).expect("a symbol of codes");
    grouped.bytes().filter(|byte| *byte != b'-').map(place).collect()
}

/// How far the counts are from all being the same.
fn chi_square(counts: &[u32]) -> f64 {
    let mean = f64::from(counts.iter().sum::<u32>()) / f64::from(u32::try_from(counts.len()).expect("few"));
    counts.iter().map(|count| (f64::from(*count) - mean).powi(2) / mean).sum()
}

/// Sees that at each of these places every symbol is as likely as any other, also after each symbol before it.
fn uniform(codes: &[Vec<usize>], places: std::ops::Range<usize>) {
    for place in places.clone() {
        let mut counts = [0; 32];
        for code in codes {
            counts[code[place]] += 1;
        }
        let chi = chi_square(&counts);
        assert!(chi < ONCE_IN_A_MILLION, "place {place}: {chi}");
    }
    for place in places.skip(1) {
        // The difference of two independent symbols is uniform, too.
        let mut counts = [0; 32];
        for code in codes {
            counts[(32 + code[place] - code[place - 1]) % 32] += 1;
        }
        let chi = chi_square(&counts);
        assert!(chi < ONCE_IN_A_MILLION, "places {} and {place}: {chi}", place - 1);
    }
}

#[test]
fn every_symbol_of_a_code_is_as_likely_as_any_other() {
    let chance = Seeded::new(650, "codes");
    let codes: Vec<_> = (0..20_000).map(|_| symbols(&InvitationCode::random(&chance).grouped())).collect();
    assert!(codes.iter().all(|code| code.len() == CODE_LEN && code[0] == 1), "the version comes first");
    uniform(&codes, 1..18);
    let tokens: Vec<_> = (0..20_000).map(|_| symbols(&SetUpToken::random(&chance).grouped())).collect();
    uniform(&tokens, 0..14);
}

/// Entropy that gives these symbols.
struct Fixed([u8; 17]);

impl Entropy for Fixed {
    fn fill(&self, out: &mut [u8]) {
        out.copy_from_slice(&self.0[..out.len()]);
    }
}

#[test]
fn what_the_server_knows_of_a_code_takes_all_of_it() {
    let mut drawn = [0; 17];
    Seeded::new(651, "codes").fill(&mut drawn);
    let derive = |symbols: [u8; 17]| {
        let secrets = InvitationSecrets::stretch(&InvitationCode::random(&Fixed(symbols)));
        (secrets.id.0, secrets.key.public().0)
    };
    let (id, key) = derive(drawn);
    assert_eq!((id, key), derive(drawn), "and nothing besides it");
    // One symbol at the beginning, in the middle, at the end: half of all bits are others, so that no part of a code
    // can be tried by itself.
    for place in [0, 8, 16] {
        let mut neighbour = drawn;
        neighbour[place] ^= 1;
        let (other_id, other_key) = derive(neighbour);
        let apart = |a: &[u8], b: &[u8]| a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        assert!((36..=92).contains(&apart(&id, &other_id)), "five deviations around 64 of 128");
        assert!((88..=168).contains(&apart(&key, &other_key)), "five deviations around 128 of 256");
    }
}
