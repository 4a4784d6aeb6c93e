import assert from 'node:assert/strict';
import test from 'node:test';
import { encode, lengthCode, lengthOf } from './encoder.js';
import { opened, search } from './reader.js';
import { random, site } from './sample.js';

/** BM25 of a listing, in double precision. */
function score(encoded, id, words) {
  let sum = 0;
  for (const word of words) {
    for (const list of encoded.lists) {
      if (list.field > 1 || !list.words.has(word) || !list.postings.has(id)) continue;
      const tf = list.postings.get(id);
      const field = encoded.texts[list.field];
      const average = field.reduce((total, some) => total + some.length, 0) / (encoded.listings.length + encoded.guides.length);
      sum += (list.weight * tf) / (tf + 1.2 * (0.25 + (0.75 * lengthOf(lengthCode(field[id].length))) / average));
    }
  }
  return sum;
}

function has(encoded, id, word) {
  return encoded.lists.some((list) => list.field < 2 && list.words.has(word) && list.postings.has(id));
}

for (const apart of [false, true]) test(`words find what has all of them, the best score first${apart ? ', with a table of words' : ''}`, async () => {
  const encoded = encode(site(21, 600, 'world', { light: 100, stems: { teens: 'teen', trauma: 'traum' }, terms: 3, apart }));
  assert.ok(encoded.lists.some((list) => list.slices), 'no list is in slices');
  const { index } = await opened(encoded);
  const r = random(5);
  for (let i = 0; i < 60; i++) {
    const words = [...new Set(Array.from({ length: 1 + r.below(3) }, () => r.one(['hope', 'center', 'bridge', 'horse', 'teens', 'trauma', 'alumni', 'family', 'garden'])))];
    const ids = encoded.listings.map((_, id) => id).filter((id) => words.every((word) => has(encoded, id, word)));
    if (!ids.length) continue;
    const result = await search(index, { text: words.join(' '), size: 1000 });
    assert.equal(result.partial, false);
    assert.deepEqual(result.hits.map((hit) => hit.id).sort((a, b) => a - b), ids);
    for (const [at, hit] of result.hits.entries()) {
      const right = score(encoded, hit.id, words);
      assert.ok(Math.abs(hit.score - right) < 1e-5 * right, `${hit.score} is not ${right}`);
      if (at) assert.ok(result.hits[at - 1].score >= hit.score);
    }
  }
});

test('when no listing has all words, those with any are found and said to be partial', async () => {
  const encoded = encode(site(22, 200, 'world', { light: 60 }));
  const { index } = await opened(encoded);
  const result = await search(index, { text: 'horse zzzz', size: 1000 });
  assert.equal(result.partial, true);
  const ids = encoded.listings.map((_, id) => id).filter((id) => has(encoded, id, 'horse'));
  assert.deepEqual(result.hits.map((hit) => hit.id).sort((a, b) => a - b), ids);
  const none = await search(index, { text: 'zzzz yyyy' });
  assert.equal(none.state, 'nothing');
  assert.equal(none.partial, false);
});

test('near a place words choose, and distance orders unless the best match is asked for', async () => {
  for (const light of [10, 6144]) {
    const encoded = encode(site(23, 900, 'heaps', { cell: 120, light }));
    const { index } = await opened(encoded);
    const query = { where: '33.75,-117.95,CA', text: 'horse music', size: 1000 };
    const near = await search(index, query);
    assert.ok(near.total > 5);
    for (const hit of near.hits) assert.ok(has(encoded, hit.id, 'horse') && has(encoded, hit.id, 'music'));
    for (const [at, hit] of near.hits.entries()) if (at) assert.ok(hit.miles >= near.hits[at - 1].miles - 1e-4);
    const best = await search(index, { ...query, sort: 'match' });
    assert.deepEqual(best.hits.map((hit) => hit.id).sort((a, b) => a - b), near.hits.map((hit) => hit.id).sort((a, b) => a - b));
    for (const [at, hit] of best.hits.entries()) {
      assert.ok(Math.abs(hit.score - score(encoded, hit.id, ['horse', 'music'])) < 1e-4);
      if (at) assert.ok(hit.score <= best.hits[at - 1].score);
    }
  }
});

test('a rare word is found however far away it is, and no cell without it is read', async () => {
  const directory = site(24, 400, 'world', { cell: 8 });
  const far = directory.listings.filter((listing) => listing.lat < -20).slice(0, 3);
  for (const listing of far) listing.text += ' unicorn';
  const encoded = encode(directory);
  const { index, network } = await opened(encoded);
  network.asked = [];
  const result = await search(index, { where: '60,0,CA', text: 'unicorn' });
  assert.deepEqual(result.hits.map((hit) => hit.card.slug).sort(), far.map((listing) => listing.slug).sort());
  assert.ok(network.asked.filter((url) => /\/g\d/.test(url)).length <= 3);
});

test('guides are found in the language of the page', async () => {
  const guides = [
    { language: 'en', path: 'guides/a/', title: 'What is an IOP', summary: 'A', text: 'evening care at home sleep' },
    { language: 'en', path: 'guides/b/', title: 'Sleep', summary: 'B', text: 'sleep sleep evening' },
    { language: 'es', path: 'es/guides/c/', title: 'Sleep', summary: 'C', text: 'sleep' },
  ];
  for (const [language, paths] of [['en', ['guides/b/', 'guides/a/']], ['es', ['es/guides/c/']]]) {
    const { index } = await opened(encode(site(25, 40, 'world', { guides, language })));
    const result = await search(index, { text: 'sleep' });
    assert.deepEqual(result.guides.map((guide) => guide.path), paths);
    assert.equal(result.guides[0].title, 'Sleep');
    for (const hit of result.hits) assert.ok(hit.id < 40);
  }
});
