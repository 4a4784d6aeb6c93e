import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { encode } from './encoder.js';
import { IndexError, Network, card, facets, open, search, suggest } from './reader.js';
import { random, site } from './sample.js';

const guides = [{ language: 'en', path: 'a/', title: 'Sleep', summary: '', text: 'sleep horse' }];
const places = ['long beach', 'longview', 'lodi'].map((key, i) => ({ key, name: key, state: 'CA', lat: i, lon: i, population: 10 ** i }));
const zips = [{ zip: '90802', lat: 33.7, lon: -118.1, state: 'CA', city: 'Long Beach' }];
const lexicon = [{ word: 'horse', kind: 1, size: 3 }];
const encoded = encode(site(41, 90, 'world', { guides, places, zips, lexicon, light: 30, region: 4, apart: true }));
const names = { index: 'index/', manifest: encoded.manifest, words: encoded.words };

/** A little of everything, so that every kind of file is read. */
async function everything() {
  const index = await open(names);
  const queries = [
    { where: '90802', text: 'horse', filters: { payment: ['cash'], modality: ['dbt'] }, sort: 'match' },
    { where: '10,10,CA', silent: true, filters: { language: ['es'] } },
    { text: 'sleep horse', filters: { time: ['evening'] }, sort: 'name' },
    { where: 'CA', filters: { modality: ['cbt'] } },
    { filters: { payment: ['cash'] } },
  ];
  for (const query of queries) await facets(index, await search(index, query), ['modality', 'payment']);
  await suggest(index, 'lon');
  await suggest(index, '90');
  await card(index, 3);
}

/** Answers without the pause before a second attempt. */
function impatient() {
  const before = globalThis.setTimeout;
  globalThis.setTimeout = (done) => before(done, 0);
  return () => (globalThis.setTimeout = before);
}

test('nothing is wrong with it as it is', async () => {
  const network = new Network(encoded.files);
  await everything();
  const kinds = new Set(network.asked.map((url) => url.match(/([a-z]+)\d*-[0-9a-f]+\.bin$/)[1]));
  assert.deepEqual([...kinds].sort(), ['b', 'bh', 'c', 'ch', 'f', 'g', 'h', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'th', 'v', 'wen', 'x', 'z']);
});

test('whatever bytes a file has, reading ends soon, and either it works or it is an IndexError', { timeout: 240_000 }, async () => {
  const restore = impatient();
  const r = random(6);
  let errors = 0;
  const kinds = [...new Set([...encoded.files.keys()].map((name) => name.match(/^[a-z]+/)[0]))];
  const ways = {
    random: (name) => Buffer.concat([Buffer.from(name.split('-')[0] + '\0'), Buffer.from(Array.from({ length: r.below(200) }, () => r.below(256)))]),
    large: (name) => Buffer.concat([Buffer.from(name.split('-')[0] + '\0'), Buffer.from(Array.from({ length: r.below(200) }, () => r.one([255, 255, 255, 127, 15, 0, 1, 2])))]),
    changed: (name, plain) => {
      const bytes = Buffer.from(plain);
      const start = name.split('-')[0].length + 1;
      for (let n = 1 + r.below(4); n > 0; n--) bytes[start + r.below(bytes.length - start)] = r.below(256);
      return bytes;
    },
    cut: (name, plain) => plain.subarray(0, r.below(plain.length)),
    longer: (name, plain) => Buffer.concat([plain, Buffer.from([0])]),
    raw: () => Buffer.from(Array.from({ length: r.below(300) }, () => r.below(256))),
  };
  try {
    for (const kind of kinds) {
      for (const [way, change] of Object.entries(ways)) {
        for (let round = 0; round < 4; round++) {
          const network = new Network(encoded.files);
          network.answer = (name) => {
            if (name.match(/^[a-z]+/)[0] !== kind) return null;
            const packed = encoded.files.get(name);
            const plain = packed[0] === 0x57 ? inflateRawSync(packed.subarray(1)) : packed.subarray(1);
            const body = change(name, plain);
            return new Response(Buffer.concat(r.below(2) ? [Buffer.from('W'), deflateRawSync(body)] : [Buffer.from('w'), body]));
          };
          const start = performance.now();
          try {
            await everything();
          } catch (error) {
            assert.ok(error instanceof IndexError, `${kind} ${way}: ${error.stack}`);
            errors++;
          }
          assert.ok(performance.now() - start < 5000, `${kind} ${way}: too long`);
        }
      }
    }
  } finally {
    restore();
  }
  assert.ok(errors > 200, `${errors} errors`);
});
