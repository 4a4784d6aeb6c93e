// What a first visit loads, compressed as a host sends it. Bytes, not seconds: they are the same everywhere.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DEMONSTRATION } from './pages.js';
import { listed, start } from './site.js';
import { visitor } from './walk.js';

let site;
before(async () => (site = await start()));
after(() => site.stop());

const KB = 1024;
const packed = (file) => gzipSync(readFileSync(join(site.folder, file)), { level: 9 }).length;

test('a page of a program has at most 10 KB, every other page 15 KB', () => {
  const files = readdirSync(site.folder, { recursive: true }).filter((file) => file.endsWith('.html'));
  assert.ok(files.length > 200);
  const heavy = files.map((file) => [file, packed(file)]).filter(([file, bytes]) => bytes > (/programs\//.test(file) ? 10 : 15) * KB);
  assert.deepEqual(heavy, []);
});

test('there is one style sheet of at most 12 KB, and no font', () => {
  const files = readdirSync(join(site.folder, 'assets'), { recursive: true });
  const sheets = files.filter((file) => file.endsWith('.css'));
  assert.equal(sheets.length, 1);
  assert.ok(packed('assets/' + sheets[0]) <= 12 * KB);
  assert.deepEqual(files.filter((file) => /\.(woff2?|ttf|otf|png|jpe?g|gif|webp|avif)$/.test(file)), []);
});

// What is loaded by the time a page is quiet: path and bytes of each file. On a slow machine a page that is about to ask for
// more can look quiet, so a search says when it is `done`.
const visit = async (path, done = async () => {}) => {
  const page = await visitor(site);
  const loaded = [];
  page.on('response', (response) => loaded.push({ path: new URL(response.url()).pathname, bytes: Number(response.headers()['content-length']) }));
  await page.goto(site.url(path));
  await done(page);
  await page.waitForLoadState('networkidle');
  await page.context().close();
  // A browser with a window asks for the icon as well.
  const icon = readdirSync(join(site.folder, 'assets')).find((file) => file.startsWith('favicon'));
  if (!loaded.some(({ path }) => path.includes('favicon'))) loaded.push({ path: '/assets/' + icon, bytes: packed('assets/' + icon) });
  return loaded;
};
const sum = (files) => files.reduce((all, { bytes }) => all + bytes, 0);

for (const [type, path] of Object.entries(DEMONSTRATION)) {
  if (/search|submit/.test(type)) continue;
  test(`a first visit needs at most 6 requests, 6 KB of scripts and ${/program/.test(type) ? 30 : 35} KB: ${type}`, async () => {
    const loaded = await visit(path);
    assert.ok(loaded.length <= 6, loaded.map(({ path }) => path).join());
    const scripts = sum(loaded.filter(({ path }) => path.endsWith('.js')));
    assert.ok(scripts > 0 && scripts <= 6 * KB, scripts + ' bytes of scripts');
    const all = sum(loaded);
    assert.ok(all <= (/program/.test(type) ? 30 : 35) * KB, all + ' bytes');
  });
}

test('the script that has to run before the page is shown has at most 1 KB', () => {
  const [exit] = readdirSync(join(site.folder, 'assets')).filter((file) => file.startsWith('exit'));
  assert.ok(packed('assets/' + exit) <= KB, packed('assets/' + exit) + ' bytes');
});

test('the scripts of the form weigh at most 12 KB, and the page 15 KB as any other', async () => {
  const loaded = await visit('/submit/');
  assert.ok(loaded.length <= 6, loaded.map(({ path }) => path).join());
  const scripts = loaded.filter(({ path }) => path.endsWith('.js'));
  assert.equal(scripts.length, 3);
  assert.ok(sum(scripts) <= 12 * KB, sum(scripts) + ' bytes of scripts');
});

test('the scripts of search weigh at most 15 KB for a place, and 20 KB for words', async () => {
  for (const [search, most, least] of [['near=90802', 15, 4], ['q=yoga', 20, 5]]) {
    const scripts = (await visit('/search/#' + search, listed)).filter(({ path }) => path.endsWith('.js'));
    assert.ok(scripts.length >= least, scripts.map(({ path }) => path).join());
    assert.ok(sum(scripts) <= most * KB, search + ': ' + sum(scripts) + ' bytes');
  }
});
