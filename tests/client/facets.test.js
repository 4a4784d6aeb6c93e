import assert from 'node:assert/strict';
import test from 'node:test';
import { encode } from './encoder.js';
import { facets, opened, search } from './reader.js';
import { FACETS, miles, random, site } from './sample.js';

/** Counts by looking at every listing of an area. */
function expected(encoded, area, filters, silent, key) {
  const has = (listing, facet) => listing.terms.map((term) => encoded.terms[term]).filter((term) => FACETS[term.facet].key === facet).map((term) => term.slug);
  const left = area.filter((listing) =>
    Object.entries(filters).every(([facet, chosen]) => {
      const own = has(listing, facet);
      return facet === key || own.some((slug) => chosen.includes(slug)) || (silent && !own.length);
    }),
  );
  return {
    terms: FACETS.find((facet) => facet.key === key).terms.map(({ slug }) => ({
      slug,
      label: slug,
      count: left.filter((listing) => has(listing, key).includes(slug)).length,
      chosen: (filters[key] || []).includes(slug),
    })),
    silent: left.filter((listing) => !has(listing, key).length).length,
    total: left.length,
  };
}

const ALL = FACETS.map((facet) => facet.key);

async function compare(encoded, index, query, area) {
  const result = await search(index, query);
  const groups = await facets(index, result, ALL);
  assert.deepEqual(groups.map((group) => group.key), ALL);
  for (const group of groups) {
    const { terms, silent, total } = expected(encoded, area(result), query.filters, query.silent, group.key);
    const about = JSON.stringify(query) + group.key;
    assert.deepEqual(group.terms, terms, about);
    assert.equal(group.silent, silent, about);
    assert.equal(group.useful, terms.some(({ count }) => count > 0 && count < total), about);
    assert.equal(group.exact, true);
  }
  return result;
}

const CHOICES = [{}, { payment: ['medicaid'] }, { payment: ['medicaid', 'cash'], time: ['evening'] }, { level: ['iop'], modality: ['dbt', 'art'], language: ['es'] }];

test('counts near a place are those of the listings within reach, each under the choices in the other facets', async () => {
  const encoded = encode(site(11, 700, 'heaps', { cell: 120 }));
  const { index } = await opened(encoded);
  for (const filters of CHOICES) {
    for (const silent of [false, true]) {
      for (const radius of [null, 2, 5]) {
        const at = { lat: 33.75, lon: -117.95 };
        const query = { where: `${at.lat},${at.lon},CA`, filters, silent, radius };
        await compare(encoded, index, query, ({ reach, complete }) => {
          assert.ok(reach >= 1.5 && (complete || radius !== null));
          return encoded.listings.filter((listing) => listing.lat !== undefined && miles(at, listing) < reach + 0.5);
        });
      }
    }
  }
});

test('counts of a state, of words and of both are those of their listings', async () => {
  for (const [count, cell] of [[300, 40], [1500, 4]]) {
    const encoded = encode(site(12, count, 'world', { cell }));
    const { index } = await opened(encoded);
    for (const filters of CHOICES) {
      for (const silent of [false, true]) {
        for (const [where, text] of [['CA', ''], ['', 'horse'], ['NV', 'garden music']]) {
          await compare(encoded, index, { where, text, filters, silent }, () =>
            encoded.listings.filter((listing, id) => {
              const words = encoded.texts[0][id].concat(encoded.texts[1][id]);
              return (!where || listing.state === where) && text.split(' ').every((word) => !word || words.includes(word));
            }),
          );
        }
      }
    }
  }
});

test('counts of the whole directory come with the manifest, and from bit maps once something is chosen', async () => {
  const encoded = encode(site(13, 500, 'world'));
  const { index, network } = await opened(encoded);
  const plain = await search(index, {});
  network.asked = [];
  const groups = await facets(index, plain, ALL);
  assert.deepEqual(network.asked, []);
  for (const group of groups) {
    assert.deepEqual(group.terms, expected(encoded, encoded.listings, {}, false, group.key).terms);
  }
  for (const filters of CHOICES.slice(1)) await compare(encoded, index, { filters, silent: true }, () => encoded.listings);
});

test('without being asked for more, the core facets are counted', async () => {
  const { index } = await opened(encode(site(14, 50, 'world')));
  const result = await search(index, { where: '10,10,CA' });
  assert.deepEqual((await facets(index, result)).map((group) => group.key), ['level', 'payment', 'time']);
});
