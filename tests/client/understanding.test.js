// The same searches as in Rust: `cargo test --test understanding` writes what it understood, and what is in the files of
// its directory, and runs these tests.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { placeOnly, zipOf } from '../../src/search/client/place.js';
import { suggestPlaces } from '../../src/search/client/places.js';
import { understand } from '../../src/search/client/understand.js';

const path = process.env.WAYPOST_UNDERSTANDING || new URL('../../target/tmp/understanding.json', import.meta.url);
const dump = existsSync(path) && JSON.parse(readFileSync(path, 'utf8'));
const skip = !dump && 'run `cargo test --test understanding` first';

const rows = (list, keys) => list.map((row) => Object.fromEntries(keys.map((key, i) => [key, row[i]])));

/** What the reader would answer from the files. */
function worldOf(dump) {
  const { phrases, states, terms, facets, served } = dump;
  const places = rows(dump.places, ['key', 'name', 'state', 'lat', 'lon', 'size', 'listings']);
  const zips = rows(dump.zips, ['zip', 'city', 'state', 'lat', 'lon']);
  const lexicon = rows(dump.lexicon, ['word', 'kind', 'size']);
  const known = new Set(dump.known);
  const first = new Set(places.filter(({ size, listings }) => size >= 122 || listings).map(({ key }) => key.split(' ')[0]));
  const starting = (list, key, prefix) => {
    let [from, to] = [0, list.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (list[middle][key] < prefix) from = middle + 1;
      else to = middle;
    }
    let end = from;
    while (end < list.length && list[end][key].startsWith(prefix)) end++;
    return list.slice(from, end);
  };
  return {
    words: { states },
    phrases: async () => phrases,
    terms,
    facets,
    served,
    language: 'en',
    asked: [],
    placesFrom(prefix) {
      if (prefix.length < 2) return Promise.resolve([]);
      this.asked.push(prefix);
      return Promise.resolve(starting(places, 'key', prefix));
    },
    zips: async (prefix) => starting(zips, 'zip', prefix),
    zip(digits) {
      return zipOf(digits, this.zips);
    },
    hasWord: async (word) => known.has(word),
    mayBeTown: async (word) => !known.has(word) || first.has(word),
    lexicon: async () => lexicon,
  };
}

const world = dump && worldOf(dump);

test('searches are understood as in Rust', { skip }, async () => {
  for (const { text = '', where = '', exact, served, understood } of dump.cases) {
    const here = served ? { ...world, served } : world;
    const about = JSON.stringify({ text, where, exact, served });
    const found = await understand(text, where, here, { exact });
    assert.deepEqual(JSON.parse(JSON.stringify(found)), understood, about);
    const quick = await placeOnly(text, where, here);
    if (quick) assert.deepEqual(JSON.parse(JSON.stringify(quick)), understood, about);
  }
});

test('places are asked for only where one may begin', { skip }, async () => {
  const asked = async (text, where = '') => {
    world.asked = [];
    await understand(text, where, world, {});
    return world.asked;
  };
  assert.deepEqual(await asked('evening iop for teens with medicaid, dbt'), []);
  assert.deepEqual(await asked('dbt sunrise', 'Long Beach, CA'), ['long']);
  assert.deepEqual(await asked('dbt in california'), []);
});

test('a ZIP and a town with its state are places without anything else', { skip }, async () => {
  const read = { ...world, phrases: () => assert.fail('no phrases are needed') };
  for (const where of ['92648', '92648-1234', ' Long Beach, CA ', '09021', '00000', 'St. Louis, MO']) {
    assert.ok(await placeOnly('', where, read), where);
  }
  assert.deepEqual(await placeOnly(' ', '', read), { states: [], terms: [], words: [], fillers: [] });
  for (const [text, where] of [['dbt', '92648'], ['', 'Long Beach'], ['', 'Atlantis, CA'], ['', '--, CA'], ['', 'Washington, DC'], ['', '9264']]) {
    assert.equal(await placeOnly(text, where, read), undefined, where);
  }
});

test('what is typed for a place becomes one', { skip }, async () => {
  const labels = async (text, limit = 8) => (await suggestPlaces(text, world, limit)).map(({ label }) => label);
  assert.deepEqual(await labels('long b', 2), ['Long Beach, CA', 'Long Beach, NY']);
  assert.equal((await labels('st lou'))[0], 'St. Louis, MO');
  assert.equal((await labels('springfield, il'))[0], 'Springfield, IL');
  assert.ok((await labels('springfield, m')).every((label) => label.includes(', M')));
  assert.deepEqual(await labels('calif', 1), ['California']);
  assert.deepEqual(await labels('92648'), ['Huntington Beach, CA 92648']);
  assert.equal((await labels('926')).length, 8);
  assert.deepEqual(await labels('92'), []);
  assert.deepEqual(await labels('x'), []);
  assert.deepEqual(await labels(''), []);
  assert.deepEqual(await labels(',,,'), []);
});
