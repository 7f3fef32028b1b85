// QR codes (ISO/IEC 18004) of texts that are shown on the screen for another device to read: bytes, of which 15 % may be lost.

/** Codewords that correct errors, of one block, and how many blocks there are, by version from 1 on. */
const CORRECTING = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];

/** What says "bytes", and how the level of correction is written. */
const [BYTES, LEVEL] = [0b0100, 0b00];

type Grid = boolean[][];

/** Whether each square is dark, row by row, without the white around it. */
export function qrCode(text: string): Grid {
  const bytes = new TextEncoder().encode(text);
  const version = BLOCKS.findIndex((_, index) => bits(bytes.length, index + 1) <= 8 * room(index + 1)) + 1;
  if (version === 0) throw new RangeError("the text is too long for a QR code");
  const words = interleaved(filled(bytes, version), version);
  const drawn = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => draw(words, version, mask));
  return drawn.reduce((best, grid) => (penalty(grid) < penalty(best) ? grid : best));
}

/** Bits of a text of so many bytes with what stands before it. */
const bits = (length: number, version: number): number => 4 + (version < 10 ? 8 : 16) + 8 * length;

/** Codewords of a version, all of them. */
function all(version: number): number {
  let squares = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    squares -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) squares -= 36;
  }
  return squares >> 3;
}

const of = (list: readonly number[], version: number): number => list[version - 1] ?? 0;
const room = (version: number): number => all(version) - of(CORRECTING, version) * of(BLOCKS, version);

/** The text as codewords, filled up. */
function filled(bytes: Uint8Array, version: number): number[] {
  const written: number[] = [];
  const write = (value: number, length: number) => {
    for (let at = length - 1; at >= 0; at--) written.push((value >> at) & 1);
  };
  write(BYTES, 4);
  write(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) write(byte, 8);
  write(0, Math.min(4, 8 * room(version) - written.length));
  while (written.length % 8) written.push(0);
  const words = Array.from({ length: written.length / 8 }, (_, at) =>
    written.slice(8 * at, 8 * at + 8).reduce((word, bit) => 2 * word + bit, 0));
  for (let at = 0; words.length < room(version); at++) words.push(at % 2 ? 0x11 : 0xec);
  return words;
}

/** Multiplies in the field of 256 elements. */
function times(x: number, y: number): number {
  let product = 0;
  for (let at = 7; at >= 0; at--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((y >> at) & 1) * x;
  }
  return product;
}

/** What divides the words of a block, without its leading one. */
function divisor(degree: number): number[] {
  const result = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let round = 0; round < degree; round++) {
    for (let at = 0; at < degree; at++) result[at] = times(result[at] ?? 0, root) ^ (result[at + 1] ?? 0);
    root = times(root, 2);
  }
  return result;
}

function remainder(words: readonly number[], divisor: readonly number[]): number[] {
  const rest = divisor.map(() => 0);
  for (const word of words) {
    const factor = word ^ (rest.shift() ?? 0);
    rest.push(0);
    divisor.forEach((part, at) => (rest[at] = (rest[at] ?? 0) ^ times(part, factor)));
  }
  return rest;
}

/** The words in blocks, each with what corrects it, as they are drawn: of each block the first one, then the second ones. */
function interleaved(words: readonly number[], version: number): number[] {
  const [count, correcting] = [of(BLOCKS, version), of(CORRECTING, version)];
  const [least, longer] = [Math.floor(words.length / count), words.length % count];
  const by = divisor(correcting);
  let taken = 0;
  const blocks = Array.from({ length: count }, (_, index) => {
    const data = words.slice(taken, (taken += least + (index < count - longer ? 0 : 1)));
    return { data, checked: remainder(data, by) };
  });
  const across = (lists: readonly (readonly number[])[], length: number) =>
    Array.from({ length }, (_, at) => lists.flatMap((list) => (at < list.length ? [list[at] ?? 0] : []))).flat();
  return [...across(blocks.map(({ data }) => data), least + 1), ...across(blocks.map(({ checked }) => checked), correcting)];
}

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(column / 3) + Math.floor(row / 2)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

function draw(words: readonly number[], version: number, mask: number): Grid {
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const fixed: Grid = grid.map((row) => [...row]);
  const set = (row: number, column: number, dark: boolean) => {
    const [squares, known] = [grid[row], fixed[row]];
    if (!squares || !known || column < 0 || column >= size) return;
    squares[column] = dark;
    known[column] = true;
  };

  /** Squares in squares around a middle. */
  const rings = (row: number, column: number, reach: number, light: readonly number[]) => {
    for (let down = -reach; down <= reach; down++) {
      for (let across = -reach; across <= reach; across++) {
        set(row + down, column + across, !light.includes(Math.max(Math.abs(down), Math.abs(across))));
      }
    }
  };
  for (let at = 0; at < size; at++) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  const places = aligned(version, size);
  const last = places.length - 1;
  places.forEach((row, down) => places.forEach((column, across) => {
    const corner = (down === 0 && across === 0) || (down === 0 && across === last) || (down === last && across === 0);
    if (!corner) rings(row, column, 2, [1]);
  }));
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]] as const) rings(row, column, 4, [2, 4]);

  const said = checked((LEVEL << 3) | mask, 10, 0x537) ^ 0x5412;
  const bit = (value: number, at: number) => ((value >> at) & 1) === 1;
  for (let at = 0; at < 15; at++) {
    set(at < 6 ? at : at < 8 ? at + 1 : size - 15 + at, 8, bit(said, at));
    set(8, at < 8 ? size - 1 - at : at < 9 ? 15 - at : 14 - at, bit(said, at));
  }
  set(size - 8, 8, true);
  if (version >= 7) {
    const number = checked(version, 12, 0x1f25);
    for (let at = 0; at < 18; at++) {
      const [far, near] = [size - 11 + (at % 3), Math.floor(at / 3)];
      set(near, far, bit(number, at));
      set(far, near, bit(number, at));
    }
  }

  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const row = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        const squares = grid[row];
        if (!squares || fixed[row]?.[column]) continue;
        const dark = bit(words[at >> 3] ?? 0, 7 - (at & 7));
        squares[column] = dark !== MASKS[mask]?.(row, column);
        at++;
      }
    }
  }
  return grid;
}

/** Where patterns to align by stand, in both directions. */
function aligned(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((size - 13) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - (count - 2 - at) * step)];
}

/** A number with the remainder of its division behind it. */
function checked(value: number, length: number, by: number): number {
  let rest = value;
  for (let at = 0; at < length; at++) rest = (rest << 1) ^ ((rest >> (length - 1)) * by);
  return (value << length) | rest;
}

/** How hard a code is to read: long runs, blocks, what looks like a corner, and too much of one shade. */
function penalty(grid: Grid): number {
  const lines = [...grid, ...grid.map((_, column) => grid.map((row) => row[column] ?? false))];
  let points = 0;
  for (const line of lines) {
    const text = line.map((dark) => (dark ? "1" : "0")).join("");
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) points += run.length - 2;
    for (const corner of [/(?=00001011101)/g, /(?=10111010000)/g]) points += 40 * [...text.matchAll(corner)].length;
  }
  let dark = 0;
  grid.forEach((row, down) => row.forEach((square, across) => {
    if (square) dark++;
    const below = grid[down + 1];
    if (below && across + 1 < row.length && row[across + 1] === square && below[across] === square && below[across + 1] === square) points += 3;
  }));
  const share = (100 * dark) / grid.length ** 2;
  return points + 10 * Math.floor(Math.abs(share - 50) / 5);
}
