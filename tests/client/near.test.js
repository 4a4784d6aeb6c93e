import assert from 'node:assert/strict';
import test from 'node:test';
import { encode } from './encoder.js';
import { opened, search } from './reader.js';
import { FACETS, miles, random, site } from './sample.js';

const slugs = (hits) => hits.map((hit) => hit.card.slug);

/** What a search must find, by looking at every listing. */
function expected(encoded, at, filters, silent, limit) {
  const meets = (listing) =>
    Object.entries(filters).every(([key, chosen]) => {
      const own = listing.terms.map((term) => encoded.terms[term]).filter((term) => FACETS[term.facet].key === key);
      return own.some((term) => chosen.includes(term.slug)) || (silent && !own.length);
    });
  return encoded.listings
    .map((listing, id) => ({ listing, id, miles: listing.lat === undefined ? Infinity : miles(at, listing) }))
    .filter(({ listing, miles }) => miles < limit && meets(listing))
    .sort((a, b) => Math.round(a.miles * 1e4) - Math.round(b.miles * 1e4) || a.id - b.id)
    .map(({ listing }) => listing.slug);
}

for (const region of ['world', 'poles', 'dateline', 'heaps', 'one']) {
  for (const regions of [0, 5]) {
    test(`what is found near a place is what is there (${region}, ${regions ? 'in regions' : 'one table'})`, async () => {
      const r = random(7 + regions);
      for (let round = 0; round < 3; round++) {
        const encoded = encode(site(round, [40, 300, 900][round], region, { cell: [3, 8, 16][round], region: regions }));
        const { index } = await opened(encoded);
        for (let i = 0; i < 20; i++) {
          const some = r.one(encoded.listings.filter((listing) => listing.lat !== undefined));
          const at = r.next() < 0.3 ? { lat: r.next() * 180 - 90, lon: r.next() * 360 - 180 } : { lat: some.lat + r.next() - 0.5, lon: some.lon };
          at.lat = Math.max(-90, Math.min(90, at.lat));
          const filters = r.next() < 0.5 ? {} : { payment: ['medicaid', 'cash'], ...(r.next() < 0.5 ? { modality: ['dbt'] } : {}) };
          const silent = r.next() < 0.3;
          const radius = r.next() < 0.5 ? null : r.one([5, 25, 100, 500]);
          const wider = r.below(3);
          const query = { where: `${at.lat},${at.lon},CA`, filters, silent, radius, wider, size: 2000 };
          const result = await search(index, query);
          const fractional = result.reach < 1.5 && radius === null;
          const limit = fractional || result.reach === 0 ? null : result.reach + 0.5;
          const found = slugs(result.hits);
          assert.equal(result.total, found.length);
          if (limit !== null && (radius === null || result.reach >= 1.5 || result.complete)) {
            assert.deepEqual(found, expected(encoded, at, filters, silent, limit), JSON.stringify(query));
          } else {
            const all = expected(encoded, at, filters, silent, Infinity);
            if (result.reach > 0) assert.deepEqual(found, all.slice(0, found.length), JSON.stringify(query));
          }
          if (radius !== null && result.complete) assert.equal(result.reach, radius);
          for (const hit of result.hits) assert.ok(Math.abs(hit.miles - miles(at, encoded.listings[hit.id])) < 1e-6 * (1 + hit.miles));
        }
      }
    });
  }
}
