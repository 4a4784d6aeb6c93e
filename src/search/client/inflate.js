// Raw DEFLATE (RFC 1951) for browsers without DecompressionStream. Small rather than fast; loaded only there.

/** No file of an index is larger; a damaged one may claim to be. */
const LIMIT = 1 << 26;

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * How many codes of each length there are, and their symbols in the order of the codes.
 * @param {number[]} lengths
 */
function tree(lengths) {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  const starts = [0, 0];
  let left = 1;
  for (let length = 1; length < 16; length++) {
    left = 2 * left - counts[length];
    if (left < 0) throw new RangeError('more codes than there can be');
    starts.push(starts[length] + counts[length]);
  }
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length) symbols[starts[length]++] = symbol;
  });
  return { counts, symbols };
}

/**
 * @param {Uint8Array} packed
 * @param {boolean} gzip whether a gzip header comes first
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function inflate(packed, gzip) {
  let at = 0;
  let held = 0;
  let holding = 0;
  let out = new Uint8Array(4 * packed.length + 1024);
  let size = 0;

  const byte = () => {
    if (at >= packed.length) throw new RangeError('cut off');
    return packed[at++];
  };

  /** @param {number} count at most 16 */
  const bits = (count) => {
    while (holding < count) {
      held |= byte() << holding;
      holding += 8;
    }
    const number = held & ((1 << count) - 1);
    held >>>= count;
    holding -= count;
    return number;
  };

  /** @param {{ counts: Uint16Array, symbols: Uint16Array }} codes */
  const symbol = (codes) => {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      code |= bits(1);
      const count = codes.counts[length];
      if (code - count < first) return codes.symbols[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new RangeError('no such code');
  };

  /** @param {number} more */
  const room = (more) => {
    if (size + more > LIMIT) throw new RangeError('too large');
    if (size + more <= out.length) return;
    const wider = new Uint8Array(2 * (size + more));
    wider.set(out);
    out = wider;
  };

  /** @param {number} count */
  const zeros = (count) => new Array(count).fill(0);

  const stored = () => {
    held = 0;
    holding = 0;
    const length = byte() | (byte() << 8);
    if ((byte() | (byte() << 8)) !== (length ^ 65535)) throw new RangeError('length');
    room(length);
    for (let i = 0; i < length; i++) out[size++] = byte();
  };

  /** The codes of a block that brings its own. */
  const codes = () => {
    const literals = bits(5) + 257;
    const total = literals + bits(5) + 1;
    const first = zeros(19);
    const count = bits(4) + 4;
    for (let i = 0; i < count; i++) first[ORDER[i]] = bits(3);
    const lengths = [];
    const of = tree(first);
    while (lengths.length < total) {
      const next = symbol(of);
      if (next < 16) {
        lengths.push(next);
        continue;
      }
      let repeated = 0;
      if (next === 16) {
        if (!lengths.length) throw new RangeError('nothing to repeat');
        repeated = lengths[lengths.length - 1];
      }
      for (let n = next === 16 ? 3 + bits(2) : next === 17 ? 3 + bits(3) : 11 + bits(7); n > 0; n--) lengths.push(repeated);
    }
    if (lengths.length > total) throw new RangeError('too many lengths');
    return [tree(lengths.slice(0, literals)), tree(lengths.slice(literals))];
  };

  const fixed = () => {
    const lengths = zeros(288).map((_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
    return [tree(lengths), tree(zeros(30).fill(5))];
  };

  /** @param {{ counts: Uint16Array, symbols: Uint16Array }[]} of */
  const block = (of) => {
    for (;;) {
      const next = symbol(of[0]);
      if (next === 256) return;
      if (next < 256) {
        room(1);
        out[size++] = next;
        continue;
      }
      // Lengths 3 to 10 have a code each; from there on four codes share a number of extra bits, and 258 is alone.
      const code = next - 257;
      if (code > 28) throw new RangeError('no such length');
      const extra = code < 8 || code === 28 ? 0 : (code >> 2) - 1;
      const length = code < 8 ? code + 3 : code === 28 ? 258 : (((code & 3) | 4) << extra) + 3 + bits(extra);
      const far = symbol(of[1]);
      if (far > 29) throw new RangeError('no such distance');
      const more = far < 2 ? 0 : (far >> 1) - 1;
      const distance = far < 2 ? far + 1 : (((far & 1) | 2) << more) + 1 + bits(more);
      if (distance > size) throw new RangeError('before the beginning');
      room(length);
      for (let i = 0; i < length; i++, size++) out[size] = out[size - distance];
    }
  };

  if (gzip) {
    at = 3;
    const flags = byte();
    at = 10;
    if (flags & 4) {
      const extra = byte() | (byte() << 8);
      at += extra;
    }
    for (const flag of [8, 16]) if (flags & flag) while (byte());
    if (flags & 2) at += 2;
  }
  for (let last = 0; !last; ) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 3) throw new RangeError('no such block');
    if (kind === 0) stored();
    else block(kind === 1 ? fixed() : codes());
  }
  return out.subarray(0, size);
}
