// The demonstration site, built by the program, read by the reader.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Network, Rounds } from './network.js';
import { miles } from './sample.js';

const { card, facets, open, search, suggest } = await import('../../src/search/client/index.js');

const root = new URL('../../', import.meta.url).pathname;
const program = process.env.WAYPOST || join(root, 'target/debug/waypost');
const skip = !existsSync(program) && `${program} is not built`;

let folder = '';
let site;

before(() => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), 'waypost-client-'));
  execFileSync(program, ['build', '-o', folder, '--date', '2026-11-22', '--quiet'], { cwd: root, stdio: 'pipe' });
  const files = join(folder, 'search/index');
  const names = readdirSync(files);
  const named = (kind) => names.find((name) => name.startsWith(kind + '-'));
  site = {
    names: { index: 'search/index/', manifest: named('m'), words: named('wen'), phrases: named('f') },
    files: new Map(names.map((name) => [name, readFileSync(join(files, name))])),
    programs: JSON.parse(readFileSync(join(folder, 'data/programs.json'), 'utf8')).programs,
  };
});

after(() => folder && rmSync(folder, { recursive: true }));

async function opened() {
  const network = new Network(site.files);
  return { network, index: await open(site.names) };
}

/** Miles by which the rounding of points moves a program at most. */
const ROUNDING = 0.1;

test('every program has a card that says what the open data say', { skip }, async () => {
  const { index } = await opened();
  const listed = site.programs.filter((program) => program.status !== 'closed');
  assert.equal(index.listings, listed.length);
  const all = await Promise.all(listed.map((_, id) => card(index, id)));
  const bySlug = new Map(all.map((one) => [one.slug, one]));
  for (const program of listed) {
    const shown = bySlug.get(program.slug);
    assert.ok(shown, program.slug);
    for (const key of ['name', 'city', 'state']) assert.equal(shown[key], program[key], program.slug);
  }
});

test('near a place, what is found is what the open data have within reach', { skip }, async () => {
  const { index } = await opened();
  const visited = site.programs.filter((program) => program.status !== 'closed' && typeof program.lat === 'number' && program.point_is);
  for (const where of ['92648', '10001', '59801', 'Birmingham, AL', 'anchorage ak']) {
    for (const radius of [null, 25, 100, 1000]) {
      for (const filters of [{}, { payment: ['medicaid'] }, { payment: ['medicaid'], time: ['evening'] }]) {
        const result = await search(index, { where, radius, filters, size: 1000 });
        const place = result.understood.place;
        assert.ok(place && place.lat !== undefined, where);
        const meets = (program) =>
          (!filters.payment || (program.accepts || []).includes('medicaid')) &&
          (!filters.time || program.programs.some((one) => (one.times || []).includes('evening')));
        const expected = visited
          .map((program) => ({ slug: program.slug, miles: miles(place, program), program }))
          .filter((one) => one.miles < result.reach + 0.5 + ROUNDING && meets(one.program));
        // The open data have no point of those whose address is confidential.
        const hits = result.hits.filter((hit) => !hit.card.flags.confidential);
        const about = `${where} ${radius} ${JSON.stringify(filters)}`;
        hits.forEach((hit, at) => {
          const one = expected.find(({ slug }) => slug === hit.card.slug);
          assert.ok(one && Math.abs(hit.miles - one.miles) < ROUNDING, `${hit.card.slug} ${about}`);
          if (at) assert.ok(hit.miles >= hits[at - 1].miles - 1e-4);
        });
        for (const { slug, miles } of expected) {
          const found = hits.some((hit) => hit.card.slug === slug);
          assert.ok(found || miles > result.reach + 0.5 - ROUNDING, `${slug} is not found: ${about}`);
        }
        if (radius !== null) assert.equal(result.reach, radius);
      }
    }
  }
});

test('every program is found by its name', { skip }, async () => {
  const { index } = await opened();
  for (let id = 0; id < index.listings; id++) {
    const { name, slug } = await card(index, id);
    const result = await search(index, { text: name, size: 100 });
    const found = result.named.concat(result.hits).map((hit) => hit.card.slug);
    assert.ok(found.slice(0, 5).includes(slug), `${name}: ${found.slice(0, 5)}`);
  }
});

test('counts of the whole directory are those of the open data', { skip }, async () => {
  const { index } = await opened();
  const groups = await facets(index, await search(index, {}), ['payment', 'time']);
  const listed = site.programs.filter((program) => program.status !== 'closed');
  const medicaid = groups[0].terms.find((term) => term.slug === 'medicaid');
  assert.equal(medicaid.count, listed.filter((program) => (program.accepts || []).includes('medicaid')).length);
  const evening = groups[1].terms.find((term) => term.slug === 'evening');
  assert.equal(evening.count, listed.filter((program) => program.programs.some((one) => (one.times || []).includes('evening'))).length);
});

test('a query takes at most four rounds and tells no address what was asked', { skip }, async () => {
  for (const query of [{ where: '35203', filters: { payment: ['medicaid'], time: ['evening'] } }, { text: 'evening recovery' }, { where: 'Alabama' }, {}]) {
    const network = new Rounds(site.files);
    const index = await open(site.names);
    await search(index, query);
    assert.ok(network.rounds <= 4, `${network.rounds} rounds for ${JSON.stringify(query)}`);
    for (const url of network.asked) assert.match(url, /^GET search\/index\/[a-z]+\d*-[0-9a-f]{6}\.bin$/);
  }
});

test('places and terms are suggested', { skip }, async () => {
  const { index } = await opened();
  assert.equal((await suggest(index, 'birm'))[0].label, 'Birmingham, AL');
  assert.ok((await suggest(index, 'medica')).some((one) => one.kind === 'term' && one.slug === 'medicaid'));
  assert.ok((await suggest(index, '352')).every((one) => one.label.includes('352')));
});
