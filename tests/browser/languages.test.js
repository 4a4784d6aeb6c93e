// The other language of a page is one press away, is the same page, and says so to search engines from both sides.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DEMONSTRATION, HARD } from './pages.js';
import { start } from './site.js';
import { visitor, walk } from './walk.js';

const sites = {};
before(async () => {
  for (const name of ['demonstration', 'hard']) sites[name] = await start(name);
});
after(() => Promise.all(Object.values(sites).map((site) => site.stop())));

// A missing page is the same everywhere: from there the way leads home.
const other = (path) => (path.startsWith('/es/') ? path.slice(3) : '/es' + path).replace('404.html', '');
const NAMES = { en: 'English', es: 'Español' };

test('the link to the other language leads to the same page in it', () => walk(sites.demonstration, DEMONSTRATION, { viewport: { width: 360, height: 640 } }, async (page, path) => {
  const link = page.locator('.langs a');
  const language = path.startsWith('/es/') ? 'en' : 'es';
  const found = { href: new URL(await link.getAttribute('href'), page.url()).pathname, lang: await link.getAttribute('lang'), hreflang: await link.getAttribute('hreflang'), text: await link.textContent() };
  assert.deepEqual(found, { href: other(path), lang: language, hreflang: language, text: NAMES[language] });
  const box = await link.boundingBox();
  const wrong = [];
  if (box.x + box.width < 320 || box.y > 240) wrong.push('not at the top right: ' + JSON.stringify(box));
  await link.click();
  await page.waitForURL((url) => url.pathname === other(path));
  if ((await page.getAttribute('html', 'lang')) !== language) wrong.push('leads to ' + (await page.getAttribute('html', 'lang')));
  return wrong;
}));

test('nobody is sent to another language because of a browser’s settings', async () => {
  const page = await visitor(sites.demonstration, { locale: 'es-MX' });
  await page.goto(sites.demonstration.url('/locations/'));
  assert.equal(new URL(page.url()).pathname, '/locations/');
  await page.context().close();
});

test('every page names its other languages, from both sides, and one for everybody else', () => {
  const { folder } = sites.demonstration;
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.html'));
  const named = {};
  for (const file of files) {
    const html = readFileSync(join(folder, file), 'utf8');
    // Pages that only lead on, and the ones a host sends in place of a missing page, have no address of their own.
    if (/http-equiv="refresh"/.test(html) || file.endsWith('404.html')) continue;
    const links = [...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">/g)].map(([, lang, href]) => [lang, href]);
    named['https://waypost.example.org/' + file.replace(/index\.html$/, '')] = Object.fromEntries(links);
  }
  assert.ok(Object.keys(named).length > 200);
  for (const [address, links] of Object.entries(named)) {
    assert.deepEqual(Object.keys(links).sort(), ['en', 'es', 'x-default'], address);
    assert.ok(Object.values(links).includes(address), address + ' does not name itself');
    assert.equal(links['x-default'], links.en);
    for (const target of Object.values(links)) assert.deepEqual(named[target], links, address + ' and ' + target);
  }
});

test('a page in one language only says so and leads on', async () => {
  const page = await visitor(sites.hard, { viewport: { width: 360, height: 640 } });
  await page.goto(sites.hard.url(HARD['wide guide']));
  assert.match(await page.locator('.langs').innerText(), /only in English/);
  await page.locator('.langs a').click();
  await page.waitForURL('**/es/');
  assert.equal(await page.getAttribute('html', 'lang'), 'es');
  await page.context().close();
});
