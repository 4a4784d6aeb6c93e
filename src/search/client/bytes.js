// Numbers and texts out of the bytes of a file.

/** Why the index cannot be read. */
export class IndexError extends Error {
  /**
   * @param {'load' | 'version' | 'damaged'} kind
   * @param {string} about the file, or what is wrong
   */
  constructor(kind, about) {
    super(kind + ': ' + about);
    this.kind = kind;
    // The site was published anew while this page was open: loading the page again helps.
    this.renewed = false;
  }
}

const UTF8 = new TextDecoder();

/** A place in the bytes of a file; what is read moves it on. */
export class Bytes {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** @returns {never} */
  fail() {
    throw new IndexError('damaged', 'byte ' + this.at);
  }

  /** True when everything has been read. */
  end() {
    return this.at >= this.bytes.length;
  }

  u8() {
    return this.end() ? this.fail() : this.bytes[this.at++];
  }

  /** A number of seven bits a byte, the low ones first, below 2^32. */
  var() {
    let number = 0;
    let byte = 128;
    for (let unit = 1; byte > 127; unit *= 128) {
      byte = this.u8();
      number += (byte & 127) * unit;
      if (number > 4294967295 || unit > 4e9) this.fail();
    }
    return number;
  }

  /** A number with its sign in the lowest bit. */
  zig() {
    const number = this.var();
    return (number >>> 1) ^ -(number & 1);
  }

  f32() {
    const bytes = this.take(4);
    return new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true);
  }

  /**
   * The next bytes, not copied.
   * @param {number} length
   */
  take(length) {
    const from = this.at;
    this.at += length;
    return this.at > this.bytes.length ? this.fail() : this.bytes.subarray(from, this.at);
  }

  /**
   * So many texts, divided by line feeds.
   * @param {number} count
   */
  lines(count) {
    const text = UTF8.decode(this.take(this.var()));
    const lines = count ? text.split('\n') : [];
    return lines.length === count ? lines : this.fail();
  }

  /**
   * So many texts of which each shares its beginning with the one before. A limit of length keeps a damaged file from
   * growing without end.
   * @param {number} count
   */
  front(count) {
    const shared = this.times(count, () => this.var());
    let last = '';
    return this.lines(count).map((rest, i) => {
      last = last.slice(0, shared[i]) + rest;
      return last.length < 256 ? last : this.fail();
    });
  }

  /** The rest of the file, which is JSON. */
  json() {
    return JSON.parse(UTF8.decode(this.take(this.bytes.length - this.at)));
  }

  /** Six hex digits of three bytes. */
  hash() {
    const [a, b, c] = this.take(3);
    return (16777216 + a * 65536 + b * 256 + c).toString(16).slice(1);
  }

  /**
   * So many of something that is at least a byte each: a wrong number ends with the file.
   * @template T
   * @param {number} count
   * @param {() => T} one
   */
  times(count, one) {
    const all = [];
    while (count-- > 0) all.push(one());
    return all;
  }

  /**
   * The same, with the number before.
   * @template T
   * @param {() => T} one
   */
  list(one) {
    return this.times(this.var(), one);
  }

  /**
   * Numbers as differences, the first one to 0.
   * @param {number} count
   * @param {() => number} one a difference
   */
  sums(count, one) {
    let sum = 0;
    return this.times(count, () => (sum += one()));
  }

  /**
   * A set over `n` documents. Bits after the last document may be set.
   * @param {number} n
   */
  set(n) {
    const size = (n + 7) >> 3;
    const form = this.u8();
    if (form === 1) return this.take(size);
    const bits = new Uint8Array(size);
    if (form === 0) return bits.fill(255);
    if (form !== 2) this.fail();
    let id = -1;
    this.list(() => {
      id += this.var() + 1;
      bits[id >> 3] |= 1 << (id & 7);
    });
    return bits;
  }

  /**
   * Terms with the documents that have them: what ends a cell and a list of care by video.
   * @param {number} n documents
   * @param {number} terms how many terms there are
   * @returns {Map<number, Uint8Array>}
   */
  sets(n, terms) {
    const sets = new Map();
    let term = 0;
    this.list(() => {
      term += this.var();
      if (term >= terms) this.fail();
      sets.set(term, this.set(n));
    });
    return sets;
  }
}

/**
 * One list of all.
 * @template T
 * @param {T[][]} lists
 * @returns {T[]}
 */
export function joined(lists) {
  /** @type {T[]} */
  const none = [];
  return none.concat(...lists);
}
