// What pages tell search engines: structured data of known types and properties, and titles, descriptions and
// addresses that are each page's own.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { SITES } from './pages.js';
import { built } from './site.js';

const sites = {};
before(() => {
  for (const name of Object.keys(SITES)) sites[name] = built(name);
});
after(() => Object.values(sites).forEach((site) => site.remove()));

// The path of each page and its HTML, without those that only lead on.
const pages = (name) => readdirSync(sites[name].public, { recursive: true })
  .filter((file) => file.endsWith('.html'))
  .map((file) => ['/' + file.replace(/index\.html$/, ''), readFileSync(join(sites[name].public, file), 'utf8')])
  .filter(([, html]) => !/http-equiv="refresh"/.test(html));
const data = (html) => [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, json]) => JSON.parse(json));
const parts = (one) => one['@graph'] || [one];

// Has TypeScript check data against the vocabulary of schema.org, and returns what it says.
const checked = async (all) => {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-facts-'));
  try {
    symlinkSync(new URL('node_modules', import.meta.url).pathname, join(folder, 'node_modules'));
    const lines = all.map(({ '@context': _, ...part }, i) => `export const part${i}: ${part['@type']} = ${JSON.stringify(part)};`);
    const types = [...new Set(all.map((part) => part['@type']))];
    writeFileSync(join(folder, 'facts.ts'), `import type { ${types.join(', ')} } from 'schema-dts';\n${lines.join('\n')}\n`);
    const compiler = new URL('node_modules/typescript/bin/tsc', import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, '--noEmit', '--strict', '--skipLibCheck', '--target', 'es2020', '--moduleResolution', 'node', join(folder, 'facts.ts')]).catch((error) => error);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

// What search engines ask for beyond the vocabulary, by type.
const NEEDED = {
  MedicalClinic: ['name', 'url', 'address', 'medicalSpecialty'],
  BreadcrumbList: ['itemListElement'],
  ItemList: ['itemListElement', 'numberOfItems'],
  MedicalWebPage: ['name', 'url', 'inLanguage', 'lastReviewed'],
  WebSite: ['name', 'url'],
};

for (const name of Object.keys(SITES)) {
  test(`structured data has only types and properties of schema.org, with values of their kind: ${name}`, async () => {
    // Data of one shape is checked once; programs differ in shape, so there are many.
    const shapes = new Map();
    for (const [, html] of pages(name)) for (const part of data(html).flatMap(parts)) shapes.set(JSON.stringify(part, (key, value) => (/^(name|description|url|@id|item|telephone|street.*|address[LR].*|postalCode|latitude|longitude|email|sameAs|position)$/.test(key) ? typeof value : Array.isArray(value) ? value.slice(0, 3) : value)), part);
    const all = [...shapes.values()].map((part) => (part['@type'] === 'ItemList' ? { ...part, itemListElement: part.itemListElement.slice(0, 3) } : part));
    assert.ok(all.length >= 10, all.length);
    assert.equal(await checked(all), '');
  });

  test(`structured data has what search engines need, and only what the page says: ${name}`, () => {
    const seen = new Set();
    for (const [path, html] of pages(name)) {
      for (const part of data(html).flatMap(parts)) {
        const type = part['@type'];
        seen.add(type);
        assert.ok(NEEDED[type], path + ': ' + type);
        for (const key of NEEDED[type]) assert.ok(part[key] !== undefined && part[key] !== '', `${path}: ${type} without ${key}`);
        assert.ok(!/aggregateRating|"review"|FAQPage/.test(JSON.stringify(part)), path);
        if (part.telephone) assert.ok(html.includes(`href="tel:${part.telephone}`), path + ' does not show ' + part.telephone);
        const list = part.itemListElement || [];
        list.forEach((item, i) => {
          assert.equal(item.position, i + 1, path);
          assert.match(item.url || item.item, /^https:\/\/waypost\.example\.org\//, path);
          assert.ok(item.name, path);
        });
      }
    }
    for (const type of ['MedicalClinic', 'BreadcrumbList', 'ItemList', 'MedicalWebPage', 'WebSite']) assert.ok(seen.has(type), 'no ' + type);
  });

  test(`no two pages of a language that may be found share a description or an address: ${name}`, () => {
    const seen = new Map();
    for (const [path, html] of pages(name)) {
      if (/<meta name="robots" content="noindex/.test(html)) continue;
      const [, description] = /<meta name="description" content="([^"]*)">/.exec(html);
      const language = path.startsWith('/es/') ? 'es ' : 'en ';
      const [, canonical] = /<link rel="canonical" href="([^"]*)">/.exec(html);
      assert.equal(canonical, 'https://waypost.example.org' + path);
      assert.ok(!seen.has(language + description), `${path} and ${seen.get(language + description)}: ${description}`);
      seen.set(language + description, path);
    }
    assert.ok(seen.size > 10);
  });
}

test('the check of structured data bites', async () => {
  const said = await checked([{ '@type': 'MedicalClinic', name: 'A', telefone: '1' }, { '@type': 'BreadcrumbList', itemListElement: [{ '@type': 'ListItm' }] }, { '@type': 'MedicalClinic', medicalSpecialty: 'Anything' }]);
  assert.match(said, /telefone/);
  assert.match(said, /ListItm/);
});
