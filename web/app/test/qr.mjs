// Reads QR codes that stand straight: of the app's screen and of the command line's.

import assert from "node:assert/strict";

const CORRECTING = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const MASKS = [
  (i, j) => (i + j) % 2 === 0, (i) => i % 2 === 0, (_, j) => j % 3 === 0, (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0, (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0, (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
];

/** Which squares hold no words. */
function reserved(size) {
  const version = (size - 17) / 4;
  const count = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const step = Math.ceil((size - 13) / (2 * count - 2)) * 2;
  const lines = count === 0 ? [] : [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - (count - 2 - at) * step)];
  const aligned = (row, column) => lines.some((i) => lines.some((j) => {
    const corner = (i === 6 && j === 6) || (i === 6 && j === size - 7) || (i === size - 7 && j === 6);
    return !corner && Math.abs(row - i) <= 2 && Math.abs(column - j) <= 2;
  }));
  return (row, column) =>
    row === 6 || column === 6 || (row < 9 && column < 9) || (row < 9 && column >= size - 8) || (row >= size - 8 && column < 9) ||
    (version >= 7 && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11))) || aligned(row, column);
}

/** What a code says: of each square, row by row, whether it is dark. Nothing may be lost. */
export function read(grid) {
  const size = grid.length;
  const version = (size - 17) / 4;
  const places = [0, 1, 2, 3, 4, 5, 7, 8].map((row) => [row, 8]).concat([7, 5, 4, 3, 2, 1, 0].map((column) => [8, column]));
  const format = places.reduce((sum, [row, column], at) => sum | (Number(grid[row][column]) << at), 0) ^ 0x5412;
  assert.equal(format >> 13, 0, "the level of correction");
  const mask = MASKS[(format >> 10) & 7];
  const fixed = reserved(size);
  const bits = [];
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const row = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const column of [right, right - 1]) if (!fixed(row, column)) bits.push(grid[row][column] !== mask(row, column) ? 1 : 0);
    }
  }
  const words = Array.from({ length: bits.length >> 3 }, (_, at) => bits.slice(8 * at, 8 * at + 8).reduce((sum, bit) => 2 * sum + bit, 0));

  const count = BLOCKS[version - 1];
  const data = words.length - count * CORRECTING[version - 1];
  const least = Math.floor(data / count);
  const blocks = Array.from({ length: count }, () => []);
  let next = 0;
  for (let at = 0; at <= least; at++) {
    blocks.forEach((block, index) => {
      if (at < least || index >= count - (data % count)) block.push(words[next++]);
    });
  }
  return parsed(blocks.flat(), version);
}

function parsed(words, version) {
  let at = 0;
  const take = (length) => {
    let value = 0;
    for (; length > 0; length--, at++) value = 2 * value + ((words[at >> 3] >> (7 - (at & 7))) & 1);
    return value;
  };
  const group = version < 10 ? 0 : 1;
  const bytes = [];
  const say = (text) => bytes.push(...Buffer.from(text));
  while (at + 4 <= 8 * words.length) {
    const mode = take(4);
    if (mode === 0) break;
    if (mode === 4) for (let left = take([8, 16][group]); left > 0; left--) bytes.push(take(8));
    else if (mode === 2) {
      let left = take([9, 11][group]);
      for (; left > 1; left -= 2) {
        const pair = take(11);
        say(LETTERS[Math.floor(pair / 45)] + LETTERS[pair % 45]);
      }
      if (left) say(LETTERS[take(6)]);
    } else if (mode === 1) {
      let left = take([10, 12][group]);
      for (; left >= 3; left -= 3) say(String(take(10)).padStart(3, "0"));
      if (left) say(String(take(left === 2 ? 7 : 4)).padStart(left, "0"));
    } else throw new Error(`mode ${mode}`);
  }
  return Buffer.from(bytes).toString();
}

/** The squares of a code that is printed with half blocks for what is light. */
export function printed(text) {
  const lines = text.split("\n").filter((line) => /^[\u2580\u2584\u2588 ]{20,}$/.test(line));
  const rows = lines.flatMap((line) => [[..."\u2580\u2588"], [..."\u2584\u2588"]].map((half) => [...line].map((sign) => !half.includes(sign))));
  // Of an odd number of rows the last half is no row.
  return cropped(rows.filter((row) => row.includes(false)));
}

/** The squares of the path that the app draws. */
export function drawn(path) {
  const squares = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, ...numbers]) => numbers.map(Number));
  const size = Math.max(...squares.map(([, row]) => row)) + 1;
  const rows = Array.from({ length: size }, () => Array(size).fill(false));
  for (const [column, row, length] of squares) rows[row].fill(true, column, column + length);
  return cropped(rows);
}

/** Without the white around it. */
function cropped(rows) {
  const filled = (row) => row.some(Boolean);
  const [first, last] = [rows.findIndex(filled), rows.findLastIndex(filled)];
  if (first < 0) return [];
  const kept = rows.slice(first, last + 1);
  const left = Math.min(...kept.map((row) => (filled(row) ? row.indexOf(true) : Infinity)));
  const right = Math.max(...kept.map((row) => row.lastIndexOf(true)));
  return kept.map((row) => row.slice(left, right + 1));
}
