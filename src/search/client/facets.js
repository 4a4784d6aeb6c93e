// Choices and counts. In a facet any chosen term will do; every facet with a choice has to agree.

/** @typedef {import('./types').Bits} Bits */
/** @typedef {import('./types').Block} Block */

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (; byte; byte &= byte - 1) ones++;
  return ones;
});

/**
 * How many documents are in both sets.
 * @param {Bits} a
 * @param {Bits} b
 */
export function count(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ONES[a[i] & b[i]];
  return sum;
}

/**
 * @param {Bits} a
 * @param {Bits} b
 * @returns {Bits}
 */
export function both(a, b) {
  return a.map((byte, i) => byte & b[i]);
}

/**
 * The set of all of `n` documents.
 * @param {number} n
 * @returns {Bits}
 */
export function full(n) {
  return new Uint8Array((n + 7) >> 3).fill(255).map((byte, i) => byte & (0xff >> Math.max(0, 8 * i + 8 - n)));
}

/**
 * A set of documents counted from a first one.
 * @param {number} from
 * @param {number} n
 * @param {number[]} ids others than these `n` are passed over
 */
export function bitsOf(from, n, ids) {
  const bits = new Uint8Array((n + 7) >> 3);
  for (const id of ids) if (id >= from && id < from + n) bits[(id - from) >> 3] |= 1 << ((id - from) & 7);
  return bits;
}

/**
 * @param {Bits} bits
 * @param {number} i
 */
export function isIn(bits, i) {
  return (bits[i >> 3] & (1 << (i & 7))) > 0;
}

/**
 * The positions that are in a set.
 * @param {Bits} bits
 */
export function positions(bits) {
  /** @type {number[]} */
  const found = [];
  bits.forEach((byte, i) => {
    for (; byte; byte &= byte - 1) found.push(8 * i + 31 - Math.clz32(byte & -byte));
  });
  return found;
}

/**
 * The documents of a block that have one of these terms.
 * @param {Block} block
 * @param {number[]} terms
 */
function having({ mask, sets }, terms) {
  const found = mask.map(() => 0);
  for (const term of terms) {
    const set = sets.get(term);
    if (set) for (let i = 0; i < found.length; i++) found[i] |= set[i];
  }
  return found;
}

/**
 * The numbers of all terms of a facet.
 * @param {import('./types').Index} index
 * @param {number} facet
 */
export function termsOf({ terms }, facet) {
  return terms.map((_, term) => term).filter((term) => terms[term].facet === facet);
}

/**
 * The documents of a block that meet the choices, and for each choice those that meet all others.
 * @param {import('./types').Index} index
 * @param {Block} block
 * @param {import('./types').Choice} choice
 */
export function chosenIn(index, block, { groups, silent }) {
  const meets = groups.map(({ facet, terms }) => {
    const found = having(block, terms);
    return silent ? having(block, termsOf(index, facet)).map((spoken, i) => found[i] | ~spoken) : found;
  });
  return {
    all: meets.reduce(both, block.mask),
    without: meets.map((_, left) => meets.filter((_, i) => i !== left).reduce(both, block.mask)),
  };
}

/**
 * How many documents meet all choices but one, and which they are.
 * @param {import('./types').Index} index
 * @param {Block[]} blocks
 * @param {import('./types').Choice} choice
 */
export function lacking(index, blocks, choice) {
  const totals = choice.groups.map(() => 0);
  /** @type {import('./types').Found[]} */
  const found = [];
  for (const block of blocks) {
    const { all, without } = chosenIn(index, block, choice);
    without.forEach((bits, g) => {
      totals[g] += count(bits, bits);
      const except = index.facets[choice.groups[g].facet].key;
      for (const i of positions(bits)) {
        if (!isIn(all, i)) found.push({ id: block.from + i, miles: block.miles && block.miles[i], except });
      }
    });
  }
  return { totals, found: found.sort((a, b) => (a.miles || 0) - (b.miles || 0) || a.id - b.id) };
}

/**
 * The counts of the terms of some facets, each under the choices in the others.
 * @param {import('./types').Index} index
 * @param {import('./types').Scope} scope
 * @param {number[]} facets
 * @returns {Promise<import('./types').FacetGroup[]>}
 */
export async function counts(index, scope, facets) {
  const blocks = await scope.blocks(facets);
  const chosen = (blocks || []).map((block) => chosenIn(index, block, scope));
  return facets.map((facet) => {
    const { key, label } = index.facets[facet];
    const at = scope.groups.findIndex((group) => group.facet === facet);
    const numbers = termsOf(index, facet);
    const bases = chosen.map(({ all, without }) => (at < 0 ? all : without[at]));
    /** @type {(of: (block: Block) => Bits | undefined) => number} */
    const sum = (of) => bases.reduce((total, base, b) => total + count(base, of((blocks || [])[b]) || new Uint8Array(0)), 0);
    const terms = numbers.map((number) => {
      const { slug, label, count } = index.terms[number];
      const chosen = at >= 0 && scope.groups[at].terms.includes(number);
      return { slug, label, count: blocks ? sum(({ sets }) => sets.get(number)) : count, chosen };
    });
    const total = blocks ? sum(({ mask }) => mask) : index.listings;
    return {
      key,
      label,
      terms,
      silent: blocks ? total - sum((block) => having(block, numbers)) : 0,
      useful: terms.some(({ count }) => count > 0 && count < total),
      exact: !!blocks,
    };
  });
}
