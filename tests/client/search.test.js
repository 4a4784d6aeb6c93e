import assert from 'node:assert/strict';
import test from 'node:test';
import { encode } from './encoder.js';
import { Rounds, card, facets, opened, search, suggest } from './reader.js';
import { FACETS, STATES, site } from './sample.js';

const ids = (hits) => hits.map((hit) => hit.id);

test('a card says what the file says', async () => {
  const encoded = encode(site(51, 70, 'world'));
  const { index } = await opened(encoded);
  for (const id of [0, 31, 32, 69]) {
    const listing = encoded.listings[id];
    const shown = await card(index, id);
    for (const key of ['slug', 'name', 'organization', 'city', 'state']) assert.equal(shown[key], listing[key]);
    const [phone, ext = ''] = listing.phone.split('x');
    assert.deepEqual([shown.phone, shown.ext], [phone, ext]);
    assert.deepEqual(shown.flags, {
      approximate: (listing.flags & 1) > 0,
      confidential: false,
      virtual: (listing.flags & 4) > 0,
      closed: false,
      stale: (listing.flags & 16) > 0,
      waitlist: false,
      full: false,
    });
    assert.equal(shown.verified, new Date(Date.UTC(2000, 0, 1 + listing.day)).toISOString().slice(0, 10));
    assert.deepEqual(shown.terms.map((term) => term.slug), listing.terms.map((term) => encoded.terms[term].slug));
    assert.deepEqual(shown.terms.map((term) => term.facet), listing.terms.map((term) => FACETS[encoded.terms[term].facet].key));
  }
  assert.deepEqual((await Promise.all([5, 3].map((id) => card(index, id)))).map((one) => one.slug), [5, 3].map((id) => encoded.listings[id].slug));
});

test('pages follow each other without gaps, and one that is not there is the nearest', async () => {
  const encoded = encode(site(52, 130, 'world', { cell: 64 }));
  const { index } = await opened(encoded);
  for (const query of [{}, { where: '0,0,CA', radius: 12_500 }, { text: 'horse' }, { where: 'CA' }, { filters: { payment: ['cash'] } }]) {
    const whole = await search(index, { ...query, size: 1000 });
    assert.equal(whole.total, whole.hits.length);
    const pages = Math.ceil(whole.total / 20);
    let all = [];
    for (let page = 1; page <= pages; page++) {
      const result = await search(index, { ...query, page });
      assert.deepEqual([result.page, result.pages, result.total], [page, pages, whole.total]);
      all = all.concat(ids(result.hits));
    }
    assert.deepEqual(all, ids(whole.hits));
    assert.equal((await search(index, { ...query, page: 999 })).page, pages);
    assert.equal((await search(index, { ...query, page: -3 })).page, 1);
  }
});

test('lists of the directory and of states are in their order, also when they are filtered', async () => {
  const encoded = encode(site(53, 400, 'world'));
  const { index } = await opened(encoded);
  assert.deepEqual(ids((await search(index, { size: 500 })).hits), encoded.inOrder);
  const cash = encoded.terms.findIndex((term) => term.slug === 'cash');
  for (const [code] of STATES) {
    const own = encoded.inOrder.filter((id) => encoded.listings[id].state === code);
    assert.deepEqual(ids((await search(index, { where: code, size: 500 })).hits), own);
    const paid = own.filter((id) => encoded.listings[id].terms.includes(cash));
    assert.deepEqual(ids((await search(index, { states: [code], filters: { payment: ['cash'] }, size: 500 })).hits), paid);
    assert.deepEqual(ids((await search(index, { filters: { payment: ['cash'] }, size: 500 })).hits).filter((id) => own.includes(id)), paid);
  }
  const two = await search(index, { states: ['NV', 'GU'], size: 500 });
  assert.equal(two.total, encoded.listings.filter((listing) => ['NV', 'GU'].includes(listing.state)).length);
});

test('a state beside a place keeps to the state', async () => {
  const encoded = encode(site(54, 300, 'heaps', { cell: 64 }));
  const { index } = await opened(encoded);
  const result = await search(index, { where: '33.7,-118,CA', states: ['NV'], radius: 50, size: 500 });
  assert.ok(result.total > 0);
  for (const hit of result.hits) assert.equal(hit.card.state, 'NV');
});

test('results can be put in the order of their names', async () => {
  const encoded = encode(site(55, 200, 'heaps', { cell: 64 }));
  const { index } = await opened(encoded);
  const query = { where: '33.7,-118,CA', radius: 30, size: 500 };
  const near = await search(index, query);
  const named = await search(index, { ...query, sort: 'name' });
  assert.deepEqual(ids(named.hits).sort(), ids(near.hits).sort());
  const names = named.hits.map((hit) => hit.card.name);
  assert.deepEqual(names, names.slice().sort((a, b) => a.localeCompare(b, 'en')));
});

test('unknown facets, terms and states ask for nothing', async () => {
  const { index } = await opened(encode(site(56, 50, 'world')));
  const plain = await search(index, {});
  const odd = await search(index, { filters: { colour: ['red'], payment: ['barter'] }, states: [] });
  assert.equal(odd.total, plain.total);
  assert.equal((await search(index, { states: ['XX'] })).total, 0);
});

test('care by video for the state of the place is beside the results, never in them', async () => {
  const encoded = encode(site(57, 300, 'world', { cell: 16 }));
  const { index } = await opened(encoded);
  for (const filters of [{}, { payment: ['cash'] }, { modality: ['dbt'] }]) {
    const result = await search(index, { where: '5,5,NV', filters, text: 'horse', size: 1000 });
    assert.ok(result.virtual.length > 0 && result.virtual.length <= 5);
    for (const hit of result.virtual) {
      const listing = encoded.listings[hit.id];
      assert.ok(listing.lat === undefined ? listing.state === 'NV' : listing.served.includes('NV'));
      assert.ok(!ids(result.hits).includes(hit.id));
      assert.ok(listing.text.includes('horse') || listing.name.includes('Horse'));
      const slugs = listing.terms.map((term) => encoded.terms[term].slug);
      assert.ok(Object.values(filters).every(([slug]) => slugs.includes(slug)));
    }
  }
  assert.deepEqual((await search(index, { where: '5,5' })).virtual, []);
});

test('when little is found, programs that miss one choice are near; when nothing is, it is said what each choice costs', async () => {
  const encoded = encode(site(258, 120, 'world', { cell: 200 }));
  const { index } = await opened(encoded);
  const filters = { level: ['iop'], payment: ['medicaid'], time: ['weekend'], language: ['vi'], modality: ['art'] };
  const result = await search(index, { where: '0,0,CA', radius: 4000, filters });
  assert.ok(result.total < 10 && result.near.length > 0 && result.near.length <= 5);
  for (const hit of result.near) {
    const slugs = encoded.listings[hit.id].terms.map((term) => encoded.terms[term].slug);
    const missed = Object.entries(filters).filter(([, [slug]]) => !slugs.includes(slug)).map(([facet]) => facet);
    assert.deepEqual(missed, [hit.except]);
    assert.ok(hit.miles < 4000.5);
  }
  const nothing = await search(index, { where: '0,0,CA', radius: 500, filters: { payment: ['medicaid'], language: ['vi'] }, states: ['GU'] });
  if (nothing.state === 'nothing') assert.deepEqual(nothing.empties.map((one) => one.facet), ['payment', 'language']);
  const none = encode({ ...site(258, 120, 'world', { cell: 200 }), listings: site(258, 120, 'world').listings.map((listing) => ({ ...listing, terms: listing.terms.filter((term) => term !== 3) })) });
  const other = await opened(none);
  for (const where of ['0,0,CA', 'CA', '']) {
    const empty = await search(other.index, { where, radius: 12_500, filters: { payment: ['medicaid'], time: ['evening'] } });
    assert.equal(empty.state, 'nothing');
    assert.deepEqual(empty.empties.map((one) => [one.facet, one.slugs]), [['payment', ['medicaid']], ['time', ['evening']]]);
    const paid = await search(other.index, { where, radius: 12_500, filters: { time: ['evening'] } });
    assert.deepEqual(empty.empties.map((one) => one.total), [paid.total, 0]);
  }
});

test('terms in the text choose like filters, and join those of their facet', async () => {
  const { index } = await opened(encode(site(59, 200, 'world')));
  const typed = await search(index, { text: 'payment=cash', size: 500 });
  const chosen = await search(index, { filters: { payment: ['cash'] }, size: 500 });
  assert.deepEqual(ids(typed.hits), ids(chosen.hits));
  const either = await search(index, { text: 'payment=cash', filters: { payment: ['medicaid'] }, size: 500 });
  assert.deepEqual(ids(either.hits), ids((await search(index, { filters: { payment: ['cash', 'medicaid'] }, size: 500 })).hits));
  const groups = await facets(index, either, ['payment']);
  assert.deepEqual(groups[0].terms.filter((term) => term.chosen).map((term) => term.slug), ['medicaid', 'cash']);
});

test('a text that was read as something else finds the programs of that name', async () => {
  const directory = site(60, 200, 'world');
  directory.listings[7].name = 'Evening Cash House';
  const { index } = await opened(encode(directory));
  const result = await search(index, { text: 'time=evening payment=cash house' });
  assert.equal(result.named.length, 0);
  directory.listings[8].name = 'Time Evening House';
  const again = await opened(encode(directory));
  const named = (await search(again.index, { text: 'time=evening house' })).named;
  assert.deepEqual(named.map((hit) => hit.card.name), ['Time Evening House']);
});

test('a place that is not there is said', async () => {
  const { index } = await opened(encode(site(61, 20, 'world')));
  assert.equal((await search(index, { where: '00001' })).state, 'place-not-found');
});

test('a chosen radius that has too many cells is not complete', async () => {
  const encoded = encode(site(62, 900, 'heaps', { cell: 4 }));
  const { index, network } = await opened(encoded);
  const result = await search(index, { where: '33.7,-118,CA', radius: 100 });
  assert.equal(result.complete, false);
  assert.equal(result.canWiden, false);
  assert.ok(result.total > 0 && result.reach < 100);
  assert.ok(network.asked.filter((url) => /\/g\d/.test(url)).length <= 48);
});

test('near a place at most six cells are read, and six more each time it is widened', async () => {
  const encoded = encode(site(63, 900, 'world', { cell: 8 }));
  let before = 0;
  for (const wider of [0, 1, 2]) {
    const { index, network } = await opened(encoded);
    const result = await search(index, { where: '0,0,CA', wider });
    const cells = network.asked.filter((url) => /\/g\d/.test(url)).length;
    assert.ok(cells <= 6 * (1 + wider) || cells <= 6 * (3 + wider) && before === 0);
    assert.ok(result.total > before && result.canWiden, `${result.total}`);
    before = result.total;
  }
});

test('suggestions are terms whose name begins so', async () => {
  const { index } = await opened(encode(site(64, 20, 'world')));
  assert.deepEqual(await suggest(index, 'medi'), [
    { kind: 'term', label: 'medicaid', facet: 'payment', slug: 'medicaid' },
    { kind: 'term', label: 'medicare', facet: 'payment', slug: 'medicare' },
  ]);
  assert.deepEqual(await suggest(index, 'm'), []);
});

test('a query takes at most four rounds: manifest and words; ZIP, words, lists; cells, lengths, bit maps; cards', async () => {
  const zips = [{ zip: '90802', lat: 33.75, lon: -117.95, state: 'CA', city: 'Long Beach' }];
  const encoded = encode(site(65, 300, 'heaps', { zips, cell: 40 }));
  const filters = { payment: ['cash'], modality: ['dbt'] };
  for (const query of [
    { where: '90802', filters },
    { where: '90802', filters: { payment: ['cash'] }, text: 'horse' },
    { text: 'horse music', filters },
    { where: 'CA', filters, silent: true },
    { text: 'garden' },
    { filters, page: 2 },
    {},
  ]) {
    const { index, network } = await opened(encoded, Rounds);
    await search(index, query);
    assert.ok(network.rounds <= 4, `${network.rounds} rounds for ${JSON.stringify(query)}`);
  }
});
