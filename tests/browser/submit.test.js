// The form for a new listing: what it writes, what it finds wrong, where the file goes, and what it keeps.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from './server.js';
import { start, texts } from './site.js';

const AXE = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const here = dirname(fileURLToPath(import.meta.url));
const binary = process.env.WAYPOST || join(here, '../../target/debug/waypost');
let site;
const folders = [];
before(async () => (site = await start()));
afterEach(() => site.tidy());
after(async () => {
  await site.stop();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

// A project in a folder of its own.
const project = (settings) => {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-submit-'));
  folders.push(folder);
  writeFileSync(join(folder, 'waypost.yaml'), 'title: "Test"\ndescription: "A test."\nbase_url: "https://example.org/"\nlanguages: [en, es]\n' + settings);
  return folder;
};
const write = (folder, path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const LISTING = '---\nname: "Alder"\nlocation: { city: "Waco", state: TX, zip: "76701" }\nphones: [{ number: "254-234-0142" }]\nprograms: [{ id: iop, level_of_care: iop, hours_per_week: 9 }]\nverified: { date: 2026-11-01, by: provider, method: form }\n---\n';
// The form of a site with other settings, served from its own folder.
const other = async (settings, run) => {
  const folder = project(settings);
  write(folder, 'content/providers/tx/alder.md', LISTING);
  execFileSync(binary, ['build', '--quiet', '--output', join(folder, 'public')], { cwd: folder });
  const server = await serve(join(folder, 'public'));
  const page = await site.open();
  try {
    await page.goto(server.origin + '/submit/');
    await run(page);
  } finally {
    await server.close();
  }
};

const stored = (page) => page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)]);
const check = (page) => page.getByRole('button', { name: 'Check and continue' }).click();
const field = (page, path) => page.locator('[data-field="' + path + '"]').first();
const error = (page, path) => field(page, path).locator('.error').textContent();
// What a provider with a small program fills in.
const fill = async (page) => {
  await page.getByLabel('Name (required)').fill('River Street House');
  await page.getByLabel('Street address', { exact: true }).fill('12 River Street');
  await page.getByLabel('City or town').fill('Waco');
  await page.getByLabel('State or territory').selectOption('TX');
  await page.getByLabel('ZIP code').fill('76701');
  await page.getByLabel('Phone', { exact: true }).fill('(254) 234-0142');
  await page.getByRole('group', { name: 'Level of care' }).getByLabel('Intensive outpatient (IOP)').check();
  const hours = page.getByRole('group', { name: 'Hours of treatment a week' });
  await hours.getByLabel('From').fill('9');
  await hours.getByLabel('To').fill('12');
};
const FILE = (today) => `---
name: "River Street House"
status: active
location:
  street: "12 River Street"
  city: "Waco"
  state: TX
  zip: "76701"
phones:
  - number: "254-234-0142"
programs:
  - id: "iop"
    level_of_care: [iop]
    hours_per_week: { min: 9, max: 12 }
verified:
  date: ${today}
  by: provider
  method: form
---
`;
const today = (page) => page.evaluate(() => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
});

test('nothing is stored or asked for before something is typed, and nothing ever leaves', async () => {
  const page = await site.open('/submit/');
  const requests = [];
  assert.deepEqual(await stored(page), [[], []]);
  page.on('request', (request) => requests.push(request.url()));
  await fill(page);
  await check(page);
  assert.ok(await page.locator('#submit-send').isVisible());
  assert.deepEqual(requests, []);
  assert.deepEqual(await stored(page), [[], ['listing /']]);
  assert.deepEqual(page.wrong, []);
});

test('the file is shown as it is written, and opens on the forge in a new tab with everything filled in', async () => {
  const page = await site.open('/submit/');
  await page.locator('#submit-file summary').click();
  await fill(page);
  const file = FILE(await today(page));
  assert.equal(await page.locator('#submit-text').textContent(), file);
  assert.equal(await page.locator('#submit-path').textContent(), 'content/providers/tx/river-street-house-waco.md');
  assert.equal(await page.locator('#submit-send').isVisible(), false);
  await check(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'submit-send-h');
  const link = page.getByRole('link', { name: 'Open on GitHub' });
  const url = new URL(await link.getAttribute('href'));
  assert.equal(url.origin + url.pathname, 'https://github.com/example/waypost/new/main');
  assert.deepEqual(Object.fromEntries(url.searchParams), { filename: 'content/providers/tx/river-street-house-waco.md', value: file });
  assert.deepEqual([await link.getAttribute('target'), await link.getAttribute('rel')], ['_blank', 'noopener noreferrer']);
  // A fact that becomes wrong takes the way out away again.
  await page.getByLabel('ZIP code').fill('7670');
  assert.equal(await page.locator('#submit-send').isVisible(), false);
  await page.getByLabel('ZIP code').fill('76701');
  assert.ok(await page.locator('#submit-send').isVisible());
  assert.deepEqual(page.wrong, []);
});

test('what is wrong is told in a summary and at the fields, in the words of a check, and nothing is cleared', async () => {
  const page = await site.open('/submit/');
  await fill(page);
  await page.getByLabel('ZIP code').fill('06401');
  await page.getByLabel('Phone', { exact: true }).fill('988');
  await page.getByLabel('City or town').fill('');
  await check(page);
  assert.equal(await page.title(), 'Error: Add a program | Waypost');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'submit-problems');
  assert.ok(await page.getByRole('group', { name: 'There is a problem' }).isVisible());
  const told = [
    'A location needs “City or town”.',
    'The ZIP 06401 is in Connecticut, not in Texas. Correct the ZIP, or choose Connecticut.',
    "988 is the Suicide and Crisis Lifeline, not the program's own number. Every page shows the crisis lines already.",
  ];
  assert.deepEqual(await texts(page.locator('#submit-problems li')), told);
  assert.deepEqual([await error(page, 'location.city'), await error(page, 'location.zip'), await error(page, 'phones.number')], told);
  assert.equal(await page.getByLabel('ZIP code').getAttribute('aria-invalid'), 'true');
  assert.ok((await page.getByLabel('ZIP code').getAttribute('aria-describedby')).includes('e-f-location_zip'));
  assert.equal(await page.getByLabel('Phone', { exact: true }).inputValue(), '988');
  await page.locator('#submit-problems a').nth(1).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'f-location_zip');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('76701');
  assert.equal(await page.locator('#submit-problems li').count(), 2);
  await page.getByLabel('Phone', { exact: true }).fill('254-234-0142');
  await page.getByLabel('City or town').fill('Waco');
  assert.equal(await page.title(), 'Add a program | Waypost');
  assert.equal(await page.locator('#submit-problems').isVisible(), false);
  assert.deepEqual(page.wrong, []);
});

test('a field tells what is wrong with it once it is left, not while it is typed or empty', async () => {
  const page = await site.open('/submit/');
  await page.getByLabel('ZIP code').focus();
  await page.keyboard.press('Tab');
  assert.equal(await error(page, 'location.zip'), '');
  await page.getByLabel('ZIP code').focus();
  await page.keyboard.type('641');
  assert.equal(await error(page, 'location.zip'), '');
  await page.keyboard.press('Tab');
  assert.match(await error(page, 'location.zip'), /write 00641\.$/);
  assert.equal(await page.locator('#submit-problems').isVisible(), false);
  // The words above a box come up when the press is over, so that the box does not move away below the pointer.
  await page.getByLabel('City or town').fill('x'.repeat(81));
  const box = page.getByRole('group', { name: 'Level of care' }).getByLabel('Regular outpatient');
  await box.scrollIntoViewIfNeeded();
  const { x, y } = await box.boundingBox();
  await page.mouse.move(x + 5, y + 5);
  await page.mouse.down();
  assert.equal(await error(page, 'location.city'), '');
  await page.mouse.up();
  assert.ok(await box.isChecked());
  await page.waitForFunction(() => document.querySelector('#e-f-location_city').textContent !== '');
});

test('problems in folded fields and in later programs are reached from the summary', async () => {
  const page = await site.open('/submit/');
  await fill(page);
  await page.getByRole('button', { name: 'Add another program' }).click();
  const second = page.locator('.part').nth(1);
  assert.equal(await page.evaluate(() => document.activeElement.closest('.part').querySelector('legend').textContent), 'Program 2');
  await second.getByLabel('Partial hospitalization').check();
  await second.locator('summary').click();
  await second.getByRole('group', { name: 'Usual length in weeks' }).getByLabel('From').fill('200');
  await second.locator('summary').click();
  await check(page);
  assert.deepEqual(await texts(page.locator('#submit-problems li')), ['200 is out of bounds for “Usual length in weeks”. It lies between 1 and 156.']);
  await page.locator('#submit-problems a').click();
  assert.ok(await second.getByRole('group', { name: 'Usual length in weeks' }).getByLabel('From').isVisible());
  // Ids stay unique, whatever is added and removed.
  await page.getByRole('button', { name: 'Add another program' }).click();
  await page.locator('.part').nth(0).getByRole('button', { name: 'Remove this program' }).click();
  const ids = await page.$$eval('[id]', (all) => all.map((one) => one.id));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(await texts(page.locator('.part > legend')), ['Program 1', 'Program 2']);
  assert.equal(await page.locator('#submit-cleared').textContent(), 'The program is removed.');
  assert.deepEqual(page.wrong, []);
});

test('a warning stops nobody', async () => {
  const page = await site.open('/submit/');
  await fill(page);
  await page.getByLabel('Website').fill('http://example.org');
  await check(page);
  assert.ok(await page.locator('#submit-send').isVisible());
  assert.deepEqual(await texts(page.locator('#submit-warnings li')), ['The address is linked without https. Write https if that works.']);
  assert.equal(await page.title(), 'Add a program | Waypost');
});

test('the address of a confidential place is neither asked for nor written', async () => {
  const page = await site.open('/submit/');
  await fill(page);
  await page.getByLabel('Yes, but the address is confidential').check();
  assert.equal(await page.getByLabel('Street address', { exact: true }).isVisible(), false);
  const text = await page.locator('#submit-text').textContent();
  assert.ok(!text.includes('River Street"') && text.includes('  confidential: hidden\n'));
  await page.getByLabel('No, all care is by video or phone').check();
  assert.ok((await page.locator('#submit-text').textContent()).includes('  virtual_only: virtual\n'));
});

test('states served are asked for when somebody can take part from elsewhere', async () => {
  const page = await site.open('/submit/');
  await fill(page);
  const served = page.getByRole('group', { name: 'States served by video or phone' });
  assert.equal(await served.isVisible(), false);
  await page.getByRole('group', { name: 'How you attend' }).locator('[value=virtual]').check();
  await check(page);
  assert.match((await texts(page.locator('#submit-problems li')))[0], /^A virtual program does not say which states it serves\./);
  await served.getByLabel('Texas').check();
  assert.ok(await page.locator('#submit-send').isVisible());
  assert.match(await page.locator('#submit-text').textContent(), /states_served: \[TX\]/);
});

test('the listing can be copied, and saved as a file', async () => {
  const page = await site.open(undefined, { acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(site.url('/submit/'));
  await fill(page);
  await check(page);
  const file = FILE(await today(page));
  await page.getByRole('button', { name: 'Copy the listing' }).click();
  await page.getByText('The listing is copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), file);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
  assert.equal(download.suggestedFilename(), 'river-street-house-waco.md');
  assert.equal(readFileSync(await download.path(), 'utf8'), file);
  assert.equal(await page.locator('#submit-status').textContent(), 'The file river-street-house-waco.md is in your downloads.');
  assert.deepEqual(page.wrong, []);
});

test('a listing can be sent by mail; a long one is pasted there', async () => {
  const page = await site.open('/submit/');
  await fill(page);
  await check(page);
  const letter = async () => new URL(await page.getByRole('link', { name: 'Send by email' }).getAttribute('href'));
  const short = await letter();
  assert.equal(short.protocol + short.pathname, 'mailto:directory@example.org');
  assert.equal(short.searchParams.get('subject'), 'New listing: River Street House');
  assert.equal(short.searchParams.get('body'), ('content/providers/tx/river-street-house-waco.md\n\n' + FILE(await today(page))).replace(/\n/g, '\r\n'));
  await page.getByText('Add a description').click();
  await page.getByLabel('Description').fill('word '.repeat(390));
  assert.equal((await letter()).searchParams.get('body'), 'Press “Copy the listing” on the page, and paste it here.');
});

test('above 8,000 bytes of address the button gives way to copying, saving and the upload page, and the page says why', async () => {
  const page = await site.open('/submit/');
  await fill(page);
  await page.getByText('Add a description').click();
  // Each of these letters takes nine bytes of an address.
  const body = page.getByLabel('Description');
  const size = async () => (await page.locator('#submit-link').getAttribute('href')).length;
  await body.fill('x');
  await check(page);
  const rest = 8000 - (await size()) + 1;
  await body.fill('x'.repeat(rest));
  assert.equal(await size(), 8000);
  assert.ok(await page.getByRole('link', { name: 'Open on GitHub' }).isVisible());
  await body.fill('x'.repeat(rest + 1));
  assert.equal(await page.getByRole('link', { name: 'Open on GitHub' }).isVisible(), false);
  assert.ok(await page.getByText('Your listing is too long for GitHub to take it from a link.').isVisible());
  assert.equal(await page.locator('#submit-never').isVisible(), false);
  assert.equal(await page.locator('#submit-upload').getAttribute('href'), 'https://github.com/example/waypost/upload/main/content/providers/tx');
  assert.equal(await page.locator('#submit-blank').getAttribute('href'), 'https://github.com/example/waypost/new/main?filename=content%2Fproviders%2Ftx%2Friver-street-house-waco.md');
  assert.ok(await page.getByRole('button', { name: 'Copy the listing' }).isVisible());
  await body.fill('short');
  assert.ok(await page.getByRole('link', { name: 'Open on GitHub' }).isVisible());
  assert.deepEqual(page.wrong, []);
});

test('a forge that takes no text from a link gets it by hand', () => other('repository: { url: "https://gitlab.com/a/b" }\n', async (page) => {
  await fill(page);
  await check(page);
  assert.equal(await page.locator('#submit-short').isVisible(), false);
  assert.ok(await page.getByText('GitLab does not take the text of a file from a link.').isVisible());
  assert.equal(await page.locator('#submit-blank').getAttribute('href'), 'https://gitlab.com/a/b/-/new/main?file_name=content%2Fproviders%2Ftx%2Friver-street-house-waco.md');
  assert.equal(await page.locator('#submit-upload-or').isVisible(), false);
  assert.equal(await page.locator('#submit-mail').count(), 0);
  assert.deepEqual(page.wrong, []);
}));

test('Codeberg is opened like GitHub', () => other('repository: { url: "https://codeberg.org/a/b" }\n', async (page) => {
  await fill(page);
  await check(page);
  const url = new URL(await page.getByRole('link', { name: 'Open on Codeberg' }).getAttribute('href'));
  assert.equal(url.pathname, '/a/b/_new/main');
  assert.equal(url.searchParams.get('value'), FILE(await today(page)));
}));

test('a directory without a repository takes listings by mail', () => other('owner: { name: "County", email: "listings@example.org" }\n', async (page) => {
  await fill(page);
  await check(page);
  assert.match(await page.getByRole('link', { name: 'Send by email' }).getAttribute('href'), /^mailto:listings@example\.org\?subject=New%20listing%3A%20River%20Street%20House&body=content/);
  assert.equal(await page.locator('#submit-short, #submit-long').count(), 0);
  assert.deepEqual(page.wrong, []);
}));

test('what was typed stays in the tab: over a reload and the other language, not over clearing', async () => {
  const page = await site.open('/submit/');
  await fill(page);
  await page.getByRole('button', { name: 'Add another program' }).click();
  await page.locator('.part').nth(1).getByLabel('Partial hospitalization').check();
  await page.getByLabel('Yes, but the address is confidential').check();
  const text = await page.locator('#submit-text').textContent();
  await page.reload();
  assert.equal(await page.locator('#submit-text').textContent(), text);
  await page.getByRole('link', { name: 'Español' }).click();
  await page.waitForURL('**/es/submit/');
  assert.equal(await page.locator('#submit-text').textContent(), text);
  assert.equal(await page.locator('.part').count(), 2);
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(site.url('/submit/'));
  assert.equal(await elsewhere.getByLabel('Name (required)').inputValue(), '');
  await page.getByRole('button', { name: 'Borrar el formulario' }).click();
  assert.deepEqual(await stored(page), [[], []]);
  assert.equal(await page.locator('#submit-cleared').textContent(), 'El formulario está en blanco.');
  assert.equal(await page.locator('.part').count(), 1);
  assert.equal(await page.getByLabel('Nombre (obligatorio)').inputValue(), '');
  await page.reload();
  assert.equal(await page.getByLabel('Nombre (obligatorio)').inputValue(), '');
  assert.deepEqual(page.wrong, []);
});

test('leaving the site clears what was typed', async () => {
  const page = await site.open('/submit/');
  await page.context().route('https://**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' }));
  await fill(page);
  await page.locator('[data-exit]').click();
  await page.waitForURL(/^https:/);
  await page.goto(site.url('/submit/'));
  assert.equal(await page.getByLabel('Name (required)').inputValue(), '');
  assert.deepEqual(await stored(page), [[], []]);
});

test('junk in the storage of the tab does nothing', async () => {
  for (const junk of ['{', 'null', '[]', '1', '{"programs":3}', '{"programs":[null,{"ages":1,"focus":"x"}],"name":{"a":1}}', '{"name":"<img src=x onerror=alert(1)>","place":"x"}']) {
    const page = await site.open('/about/');
    await page.evaluate((junk) => sessionStorage.setItem('listing /', junk), junk);
    await page.goto(site.url('/submit/'));
    assert.ok(await page.locator('.part').first().isVisible(), junk);
    assert.deepEqual(page.wrong, [], junk);
    await page.context().close();
  }
});

test('the whole way goes by keyboard', async () => {
  const page = await site.open('/submit/');
  // To the control that has this name, by Tab alone.
  const go = async (name) => {
    for (let i = 0; i < 150; i++) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => {
        const one = document.activeElement;
        const label = one.labels && one.labels[0];
        return [(label || one).textContent.trim(), one.closest('fieldset') ? one.closest('fieldset').querySelector('legend').textContent : ''].join(' / ');
      });
      if (here.startsWith(name)) return;
    }
    assert.fail('Tab does not lead to ' + name);
  };
  await go('Name');
  await page.keyboard.type('River Street House');
  await go('Yes, at a street address');
  await go('Street address');
  await page.keyboard.type('12 River Street');
  await go('City or town');
  await page.keyboard.type('Waco');
  await go('State or territory');
  await page.keyboard.type('Texas');
  await go('ZIP code');
  await page.keyboard.type('76701');
  await go('Phone');
  await page.keyboard.type('2542340142');
  await go('Intensive outpatient (IOP)');
  await page.keyboard.press('Space');
  await go('From / Hours');
  await page.keyboard.type('9');
  await go('To / Hours');
  await page.keyboard.type('12');
  await go('Check and continue');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'submit-send-h');
  await go('Open on GitHub');
  assert.equal(await page.locator('#submit-text').textContent(), FILE(await today(page)));
});

test('axe finds nothing when problems are shown and when the listing can be sent, and nothing is cut off', async () => {
  const page = await site.open('/submit/');
  await fill(page);
  await page.getByRole('button', { name: 'Add another program' }).click();
  await page.evaluate(AXE);
  for (const folded of await page.locator('#submit summary').all()) await folded.click();
  for (const state of ['wrong', 'right']) {
    if (state === 'right') {
      await page.locator('.part').nth(1).getByLabel('Partial hospitalization').check();
      await page.getByLabel('Website').fill('http://example.org');
    } else {
      await page.getByLabel('Website').fill('example.org');
    }
    await check(page);
    assert.equal(await page.locator(state === 'wrong' ? '#submit-problems' : '#submit-warnings').isVisible(), true);
    for (const [colorScheme, width] of [['light', 1024], ['dark', 1024], ['light', 320]]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      const found = await page.evaluate(async () => {
        const { violations } = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] });
        return violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' ' + node.html.slice(0, 200)));
      });
      assert.deepEqual(found, [], [state, colorScheme, width].join());
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'sideways at ' + width);
    }
  }
});

test('without scripts the page says what to do instead', async () => {
  for (const path of ['/submit/', '/es/submit/']) {
    const page = await site.open(path, { javaScriptEnabled: false });
    assert.equal(await page.locator('#submit').isVisible(), false);
    const links = await page.locator('.scriptless a').evaluateAll((all) => all.map((one) => one.href));
    assert.match(links[0], /^https:\/\/github\.com\/example\/waypost\/issues\/new\?title=.+&body=.+/);
    assert.deepEqual(links.slice(1), ['mailto:directory@example.org', 'https://github.com/example/waypost/tree/main/content/providers']);
  }
});

// Hostile and odd texts, none of them longer than any field allows.
const ODD = ['yes', 'no', 'null', '~', 'Quote " and \' and \\', 'Colon: value', '# hash', '- dash', '  blanks  ', 'a\tb', '😀 emoji', 'עברית', 'مرحبا', '<b>bold</b>', '{a: b}', '[a, b]', '&a *b', '!tag', '%x', '@at', '`tick`', '---', '...', '| pipe', '> fold', '1e3', '0o17', '2026-11-22', 'key: [', '"', "'", 'a\u0000b', 'a\u202eb', 'a\u2028b', '\ud800', 'é', 'ß', 'x: # y', '? q', '\\n'];
const LINES = [...ODD, '===', '***', '___', '# Heading', '## Heading', '> quote', '1. one', '- item', '+ item', '| a | b |', '|---|---|', '```', '~~~', '[link](/nowhere)', '[link](javascript:alert(1))', '![picture](https://example.org/a.png)', '[ref][x]', '[x]: https://example.org', '[^1]: note', '<script>alert(1)</script>', '<!-- c -->', '&copy; &#x3c;', '    code', 'https://example.org', '<https://example.org>', 'term\n: meaning', '', '\\', '*a* _b_ **c** ~~d~~', '- [ ] task', '{{ t }}'];
const PLACES = [['AL', 'Alabaster', '35007'], ['CT', 'Ansonia', '06401'], ['CA', 'Long Beach', '90802'], ['TX', 'Waco', '76701'], ['PR', 'Adjuntas', '00601'], ['AK', 'Anchorage', '99501'], ['HI', 'Honolulu', '96813'], ['GU', 'Hagatna', '96910'], ['NY', 'New York', '10001'], ['VI', 'St Thomas', '00802']];
const random = (seed) => {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, one: (list) => list[below(list.length)], some: (list, most) => list.filter(() => next() < most / list.length) };
};

test('every file that the form hands out passes the check, and has exactly the warnings that the form told', async () => {
  const page = await site.open();
  const folder = project('repository: { url: "https://github.com/a/b" }\n');
  await page.goto(site.url('/submit/'));
  const known = await page.evaluate(() => Object.fromEntries(Array.from(document.querySelectorAll('[data-kind=terms]'), (one) => [one.dataset.field, Array.from(one.querySelectorAll('input'), (box) => box.value)])));
  const lengths = JSON.parse(await page.locator('#submit-table').textContent());
  const most = (list, path) => lengths[list].find((field) => field.path === path).most;
  const r = random(Number(process.env.SEED || 20261122));
  const left = Object.fromEntries(Object.entries(known).map(([path, terms]) => [path, terms.slice()]));
  // Terms that have not been used yet come first.
  const terms = (path, count) => [...new Set([...left[path].splice(0, 2), ...r.some(known[path], count)])];
  const text = (list, path) => {
    const limit = most(list, path);
    return r.next() < 0.4 ? '' : r.next() < 0.15 ? 'long '.repeat(200).slice(0, limit - 1) + 'x' : r.one(ODD).slice(0, limit);
  };
  const program = (state) => {
    const made = {
      name: text('program', 'name'), note: r.one(ODD.filter((one) => /\w\w/.test(one))), 'accepting.wait': text('program', 'accepting.wait'),
      level_of_care: terms('level_of_care', 1), focus: terms('focus', 3), formats: terms('formats', 1), genders: terms('genders', 1),
      populations: terms('populations', 3), modalities: terms('modalities', 4), medications: terms('medications', 2), 'schedule.times': terms('schedule.times', 1),
      states_served: [state], 'accepting.status': r.one(['', 'open', 'waitlist', 'full']),
      ages: r.one([{}, { min: '18' }, { min: '5', max: '17' }, { min: '18', max: '99' }, { max: '120' }]),
      hours_per_week: r.one([{}, { min: '9', max: '12' }, { min: '9,5', max: '9.5' }, { max: '19' }, { min: '30' }]),
      days_per_week: r.one([{}, { min: '3' }, { min: '2', max: '2' }]), weeks: r.one([{}, { min: '8', max: '12' }]),
    };
    if (!made.level_of_care.length) made.level_of_care = ['iop'];
    return made;
  };
  const told = new Map();
  let refused = 0;
  for (let i = 0; i < 90; i++) {
    const [state, city, zip] = r.one(PLACES);
    const values = {
      place: r.one(['visit', 'visit', 'confidential', 'virtual']), name: r.one(ODD) + ' House ' + i, organization: text('listing', 'organization'),
      status: r.one(['active', 'active', 'temporarily-closed', 'closed']), status_note: text('listing', 'status_note'),
      'location.street': 10 + i + ' ' + r.one(ODD) + ' Street', 'location.unit': text('listing', 'location.unit'), 'location.city': city, 'location.state': state, 'location.zip': zip,
      'phones.number': r.one(['205-234-', '(205) 234-', '+1 205 234 ', '205.234.']) + String(1000 + i), 'phones.ext': text('listing', 'phones.ext'),
      website: r.one(['', 'https://example.org/' + i, 'http://example.org/' + i, 'https://example.org/?a=1&b=%22' + i]), email: r.one(['', 'a.b+' + i + '@example.org']),
      languages: terms('languages', 3), 'payment.accepts': terms('payment.accepts', 3), 'payment.note': text('listing', 'payment.note'),
      'access.wheelchair': r.one(['', 'available', 'unavailable']), 'access.asl': r.one(['', 'available']), 'access.parking': '', 'access.transit': text('listing', 'access.transit'),
      body: Array.from({ length: r.below(12) }, () => r.one(LINES)).join('\n'),
      programs: Array.from({ length: 1 + r.below(3) }, () => program(state)),
    };
    await page.evaluate((values) => sessionStorage.setItem('listing /', JSON.stringify(values)), values);
    await page.reload();
    await check(page);
    if (!(await page.locator('#submit-send').isVisible())) {
      refused++;
      continue;
    }
    const path = await page.locator('#submit-path').textContent();
    assert.ok(!told.has(path), path);
    told.set(path, (await texts(page.locator('#submit-warnings li'))).sort());
    write(folder, path, await page.locator('#submit-text').textContent());
  }
  assert.deepEqual(Object.values(left).flat(), [], 'not every term was tried');
  assert.ok(told.size > 60, refused + ' of 90 were refused');
  const { stdout, stderr } = spawnSync(binary, ['check', '--format', 'json'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
  const { findings } = JSON.parse(stdout || '{}');
  assert.ok(Array.isArray(findings), stderr);
  const said = (message) => (message[0].toUpperCase() + message.slice(1)).replace(/`([^`]*)`/g, '“$1”') + '.';
  const found = new Map([...told.keys()].map((path) => [path, []]));
  for (const { severity, message, place: { path }, code } of findings) {
    assert.ok(found.has(path), path + ' ' + message);
    if (severity !== 'info') found.get(path).push(said(message) + ' ' + code);
  }
  const differ = [];
  for (const [path, warnings] of found) {
    // The form shows labels where the check has slugs.
    const same = (one, other) => one.startsWith(other.replace(/ \S+$/, '')) || / logic\/free$/.test(other) && /stands beside/.test(one);
    const form = told.get(path);
    if (warnings.length !== form.length || !warnings.every((one) => form.some((other) => same(other, one)))) differ.push([path, form, warnings]);
  }
  assert.deepEqual(differ, []);
  assert.deepEqual(page.wrong, []);
  assert.ok([...told.values()].some((list) => list.length), 'no file had a warning');
});
