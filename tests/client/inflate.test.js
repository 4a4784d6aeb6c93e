import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { constants, deflateRawSync, gzipSync, inflateRawSync } from 'node:zlib';
import { inflate } from '../../src/search/client/inflate.js';
import { random } from './sample.js';

const STRATEGIES = [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED];

/** Bytes of all kinds: text, noise, runs, nothing. */
function samples() {
  const r = random(1);
  const made = [Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(70_000, 7), randomBytes(70_000), Buffer.from('abc'.repeat(20_000))];
  for (let i = 0; i < 40; i++) {
    const letters = 1 + r.below(256);
    made.push(Buffer.from(Array.from({ length: r.below(9000) }, () => r.below(letters) * (r.below(3) && 1))));
  }
  return made;
}

test('whatever zlib packs is unpacked', () => {
  for (const plain of samples()) {
    for (const level of [0, 1, 6, 9]) {
      for (const strategy of STRATEGIES) {
        const packed = deflateRawSync(plain, { level, strategy });
        assert.ok(Buffer.from(inflate(new Uint8Array(packed), false)).equals(plain));
      }
    }
  }
});

test('a gzip header is passed over, with a name, a comment, extra bytes and a sum in it', () => {
  const plain = Buffer.from('Every file is asked for once.');
  const usual = gzipSync(plain);
  assert.ok(Buffer.from(inflate(new Uint8Array(usual), true)).equals(plain));
  const fields = Buffer.from([3, 0, 1, 2, 3, ...Buffer.from('name\0'), ...Buffer.from('why\0'), 9, 9]);
  const full = Buffer.concat([usual.subarray(0, 3), Buffer.from([4 | 8 | 16 | 2]), usual.subarray(4, 10), fields, usual.subarray(10)]);
  assert.ok(Buffer.from(inflate(new Uint8Array(full), true)).equals(plain));
});

test('what is cut off is an error', () => {
  const packed = new Uint8Array(deflateRawSync(Buffer.from('abcdefgh'.repeat(50) + 'some more')));
  for (let length = 0; length < packed.length; length++) assert.throws(() => inflate(packed.subarray(0, length), false), RangeError);
});

test('no bytes make it hang, grow without bound or differ from zlib', () => {
  const r = random(2);
  const seed = deflateRawSync(Buffer.from('Location first: cells, facets, cards; then words. '.repeat(30)));
  let unpacked = 0;
  for (let i = 0; i < 20_000; i++) {
    let bytes = Uint8Array.from({ length: 1 + r.below(60) }, () => r.below(256));
    if (i % 2) {
      bytes = new Uint8Array(seed);
      for (let n = 1 + r.below(3); n > 0; n--) bytes[r.below(bytes.length)] = r.below(256);
    }
    let mine = null;
    try {
      mine = inflate(bytes, false);
    } catch (error) {
      assert.ok(error instanceof RangeError);
    }
    let right = null;
    try {
      right = inflateRawSync(bytes);
    } catch {
      continue;
    }
    // zlib refuses some incomplete codes; whatever it takes is to come out the same.
    assert.ok(mine && Buffer.from(mine).equals(right));
    unpacked++;
  }
  assert.ok(unpacked > 50, `only ${unpacked} were streams at all`);
});

test('a file that would unpack to more than any index has is refused', () => {
  const bomb = new Uint8Array(deflateRawSync(Buffer.alloc(80 << 20), { level: 9 }));
  assert.throws(() => inflate(bomb, false), /too large/);
});
