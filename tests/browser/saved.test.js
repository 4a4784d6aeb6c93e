// Saving programs, the list of them, and comparing.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { start, texts } from './site.js';

let site;
before(async () => (site = await start()));
afterEach(() => site.tidy());
after(() => site.stop());

const PHONE = { viewport: { width: 320, height: 640 } };
const STRICT = "require-trusted-types-for 'script'; trusted-types 'none'";
// The first programs of the list of all states' pages.
let known;
const slugs = async () => {
  if (known) return known;
  const page = await site.open('/locations/california/');
  known = await page.$$eval('.cards h3 a', (links) => links.slice(0, 6).map((link) => new URL(link.href).pathname.split('/')[2]));
  assert.equal(known.length, 6);
  return known;
};
const stored = (page) => page.evaluate(() => [Object.entries(localStorage), Object.entries(sessionStorage)]);
const kept = async (page) => (await stored(page)).map((entries) => entries.map(([key, value]) => [key, JSON.parse(value).map(({ slug }) => slug)]));
const button = (page, name) => page.getByRole('button', { name, exact: true });
const visit = (page, path) => page.goto(site.url(path));
// Saves these programs in the tab of `page`.
const save = async (page, list, prefix = '/') => {
  for (const slug of list) {
    await visit(page, prefix + 'programs/' + slug + '/');
    await page.locator('.save button[aria-pressed]').click();
  }
};
// Every document of this page comes with a header that forbids making markup of text.
const strict = async (page) => {
  await page.route('**/*', async (route) => {
    if (!['document', 'xhr'].includes(route.request().resourceType())) return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': STRICT } });
  });
  return page;
};
const compared = (page) => page.waitForFunction(() => {
  // A page that is still coming in has the one before the other.
  const [status, notes] = ['compare-status', 'compare-notes'].map((one) => document.getElementById(one));
  return status && notes && (/\d/.test(status.textContent) || notes.textContent);
});

test('a program is saved and taken off by a button that says which; before that nothing is stored', async () => {
  const [first, second] = await slugs();
  const page = await site.open('/programs/' + first + '/');
  assert.deepEqual(await stored(page), [[], []]);
  const one = page.locator('.save button').first();
  assert.equal(await one.textContent(), 'Save');
  assert.equal(await one.getAttribute('aria-pressed'), 'false');
  assert.equal(await page.locator('.save a').isVisible(), false);
  await one.focus();
  await page.keyboard.press('Enter');
  assert.equal(await one.textContent(), 'Saved');
  assert.equal(await one.getAttribute('aria-pressed'), 'true');
  assert.equal(await page.locator('.save [role=status]').textContent(), 'Saved in this browser. Programs on your list: 1.');
  assert.deepEqual(await kept(page), [[], [['saved /', [first]]]]);

  await visit(page, '/programs/' + second + '/');
  assert.equal(await page.locator('.save a').textContent(), 'Saved (1)');
  assert.equal(await page.locator('.save [role=status]').textContent(), '');
  await page.locator('.save button').first().click();
  assert.equal(await page.locator('.save a').textContent(), 'Saved (2)');
  await page.keyboard.press('Space');
  assert.equal(await page.locator('.save [role=status]').textContent(), 'Removed. Programs on your list: 1.');
  await visit(page, '/programs/' + first + '/');
  await page.locator('.save button').first().click();
  assert.deepEqual(await stored(page), [[], []]);
  assert.deepEqual(page.wrong, []);
});

test('pages that save and compare store nothing by themselves and say that there is nothing', async () => {
  const page = await site.open('/saved/');
  assert.ok(await page.getByText('No programs are saved.').isVisible());
  assert.equal(await page.locator('#saved-some').isVisible(), false);
  await visit(page, '/compare/');
  assert.ok(await page.getByText('No programs are chosen yet.').isVisible());
  assert.equal(await page.locator('#compare-table').isVisible(), false);
  assert.deepEqual(await stored(page), [[], []]);
  assert.deepEqual(page.wrong, []);
});

test('the list has names, places and numbers, and its page asks for no page of a program', async () => {
  const chosen = (await slugs()).slice(0, 3);
  const page = await site.open();
  await save(page, chosen);
  const expected = await page.locator('h1').textContent();
  site.server.requests.length = 0;
  await page.locator('.save a').click();
  await page.waitForURL('**/saved/');
  await page.waitForSelector('#saved-list li');
  assert.equal(await page.locator('#saved-list h2 a').last().textContent(), expected);
  assert.match(await page.locator('#saved-list .meta').last().textContent(), /, CA$/);
  const call = page.locator('#saved-list .call a').last();
  assert.match(await call.getAttribute('href'), /^tel:\+1\d{10}/);
  assert.match(await call.textContent(), new RegExp('^Call .*, ' + expected + '$'));
  assert.ok(site.server.requests.every(({ url }) => !url.includes('/programs/')));
  assert.ok(await page.getByText('This list is only in this tab.').isVisible());
  assert.equal(await page.locator('#saved-device').isVisible(), false);

  await page.locator('#saved-list').getByRole('button', { name: 'Remove ' + expected }).click();
  assert.equal(await page.locator('#saved-list li').count(), 2);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'saved-title');
  assert.equal(await page.locator('#saved-status').textContent(), 'Removed. Programs on your list: 2.');
  assert.deepEqual(await kept(page), [[], [['saved /', chosen.slice(0, 2)]]]);
  assert.deepEqual(page.wrong, []);
});

test('the list goes to the device only when that is asked for, and comes back', async () => {
  const [first, second] = await slugs();
  const page = await site.open();
  await save(page, [first]);
  await visit(page, '/saved/');
  const keep = page.getByRole('checkbox', { name: 'Keep on this device' });
  await keep.focus();
  await page.keyboard.press('Space');
  assert.deepEqual(await kept(page), [[['saved /', [first]]], []]);
  assert.ok(await page.getByText('This list is on this device').isVisible());
  assert.equal(await page.locator('#saved-tab').isVisible(), false);
  const other = await page.context().newPage();
  await other.goto(site.url('/saved/'));
  assert.equal(await other.locator('#saved-list li').count(), 1);
  await save(other, [second]);
  await page.waitForFunction(() => document.querySelectorAll('#saved-list li').length === 2);
  assert.deepEqual(await kept(other), [[['saved /', [first, second]]], []]);
  await keep.uncheck();
  assert.deepEqual(await kept(page), [[], [['saved /', [first, second]]]]);
  await keep.check();
  await button(page, 'Clear list').click();
  assert.deepEqual(await stored(page), [[], []]);
  assert.equal(await page.locator('#saved-status').textContent(), 'The list is cleared.');
  assert.deepEqual(page.wrong, []);
});

test('leaving the site clears the list of the tab, and a list on the device stays, as the page says', async () => {
  const [first] = await slugs();
  const page = await site.open();
  // Where the way out leads is not loaded.
  await page.context().route('https://**', (route) => route.fulfill({ contentType: 'text/html', body: 'out' }));
  for (const keep of [false, true]) {
    await save(page, [first]);
    await visit(page, '/saved/');
    if (keep) await page.getByRole('checkbox', { name: 'Keep on this device' }).check();
    await page.locator('[data-exit]').first().click();
    await page.waitForURL('https://**');
    await visit(page, '/privacy/');
    assert.deepEqual(await kept(page), keep ? [[['saved /', [first]]], []] : [[], []], String(keep));
  }
});

test('up to four are chosen and compared, and the link for it can be copied', async () => {
  const six = await slugs();
  const page = await site.open(undefined, { permissions: ['clipboard-read', 'clipboard-write'] });
  await save(page, six.slice(0, 5));
  await visit(page, '/saved/');
  const boxes = page.locator('#saved-list input');
  assert.equal(await page.locator('#saved-list input:checked').count(), 4);
  await boxes.nth(4).click();
  assert.equal(await boxes.nth(4).isChecked(), false);
  assert.equal(await page.locator('#saved-status').textContent(), 'You can compare up to four programs.');
  await boxes.nth(0).uncheck();
  await boxes.nth(4).check();
  const link = site.url('/compare/#ids=' + six.slice(1, 5).join(','));
  await button(page, 'Copy link').click();
  await page.getByText('The link is copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  site.server.requests.length = 0;
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await compared(page);
  assert.equal(page.url(), link);
  assert.equal(await page.locator('#compare-table thead th').count(), 5);
  assert.ok(site.server.requests.every(({ url }) => !url.includes('ids')));
  for (const gone of [1, 2, 3]) {
    await visit(page, '/saved/');
    for (let i = 0; i < gone; i++) await boxes.nth(i).uncheck();
    assert.equal(await page.getByRole('link', { name: 'Compare', exact: true }).isVisible(), gone < 3);
  }
  assert.deepEqual(page.wrong, []);
});

test('programs stand side by side as their pages say it, also where text must not become markup', async () => {
  const [first, second] = await slugs();
  const page = await strict(await site.open());
  const squashed = [];
  // Rows of each page: name, what is said, and the same without remarks such as the day it was true.
  for (const slug of [second, first]) {
    await visit(page, '/programs/' + slug + '/');
    squashed.unshift(await page.$$eval('.program .facts > div', (rows) => rows.map((row) => {
      const [name, said] = Array.from(row.children, (one) => one.textContent.replace(/\s+/g, ''));
      for (const remark of row.querySelectorAll('.meta')) remark.remove();
      return [name, said, row.children[1].textContent.replace(/\s+/g, '')];
    })));
  }
  const call = await page.locator('.call-main a').getAttribute('href');
  await visit(page, '/compare/#ids=' + first + ',' + second);
  await compared(page);
  assert.equal(await page.locator('#compare-status').textContent(), 'Programs shown: 2');
  assert.equal(await page.locator('#compare-table tbody th[scope=row]').count(), await page.locator('#compare-table tbody tr').count());
  assert.equal(await page.locator('[data-row=call] td a').first().getAttribute('href'), call);
  const rows = await page.$$eval('#compare-table tbody tr:not([data-row])', (rows) => rows.map((row) => [
    row.cells[0].firstChild.data.replace(/\s+/g, ''),
    ...[1, 2].map((i) => Array.from(row.cells[i].querySelectorAll('p:not(.of)'), (line) => line.textContent).join('').replace(/\s+/g, '')),
    !!row.querySelector('.differs'),
  ]));
  let said = 0;
  for (const [name, one, two, differs] of rows) {
    const [own, other] = squashed.map((rows) => rows.filter((row) => row[0] === name));
    if (!own.length) assert.equal(one, 'Asktheprogram', name);
    if (!other.length) assert.equal(two, 'Asktheprogram', name);
    if (own.length !== 1 || other.length !== 1) continue;
    said++;
    assert.deepEqual([one, two], [own[0][1], other[0][1]]);
    assert.equal(differs, ![one, two].includes('Asktheprogram') && own[0][2] !== other[0][2], name);
  }
  assert.ok(said > 5, String(said));
  assert.ok(rows.some((row) => row[3]) && rows.some((row) => !row[3]));
  assert.deepEqual(page.wrong, []);
  // The header that forbids markup was there.
  await assert.rejects(page.evaluate(() => (document.createElement('p').innerHTML = 'x')), /TrustedHTML/);
});

test('programs that are gone, too many, or out of reach are told', async () => {
  const six = await slugs();
  const page = await site.open('/compare/#ids=' + six[0] + ',not-a-program');
  await compared(page);
  assert.deepEqual(await texts(page.locator('#compare-notes p')), ['“not-a-program” is no longer listed here.']);
  assert.equal(await page.locator('#compare-table thead th').count(), 2);
  await page.goto(site.url('/compare/#ids=' + six.join('%2C')));
  await page.getByText('The first four are shown.').waitFor();
  assert.equal(await page.locator('#compare-table thead th').count(), 5);
  site.server.spoil = (path) => (path.includes(six[1]) ? null : undefined);
  await page.reload();
  await page.getByText('could not be loaded').waitFor();
  assert.equal(await page.locator('#compare-table thead th').count(), 4);
  site.server.spoil = null;
  await button(page, 'Try again').click();
  await page.waitForFunction(() => document.querySelectorAll('#compare-table thead th').length === 5);
});

test('junk behind the # and in the storage does nothing', async () => {
  const [first] = await slugs();
  const page = await strict(await site.open('/saved/'));
  for (const junk of ['#ids=', '#ids=,,,', '#ids=../../x', '#ids=<img src=x onerror=alert(1)>', '#ids=%E0%A4%A', '#nothing', '#ids=' + 'a'.repeat(5000)]) {
    site.server.requests.length = 0;
    await visit(page, '/compare/' + junk);
    await page.getByText('No programs are chosen yet.').waitFor();
    await page.waitForTimeout(50);
    assert.equal(await page.locator('#compare-table').isVisible(), false, junk);
    assert.ok(site.server.requests.every(({ url }) => !/\.\.|%3C|</.test(url)), junk);
  }
  const hostile = { slug: first, title: '<img src=x onerror=alert(1)>', place: '<b>', tel: 'javascript:alert(1)', phone: '' };
  const lists = ['{', '{}', '[1,null]', 'null', JSON.stringify([{ ...hostile, slug: '../x' }]), JSON.stringify([hostile])];
  for (const list of lists) {
    await visit(page, '/saved/');
    await page.evaluate((list) => sessionStorage.setItem('saved /', list), list);
    await page.reload();
    const held = list === lists[5];
    assert.equal(await page.locator('#saved-list li').count(), held ? 1 : 0, list);
    assert.equal(await page.locator('#saved img, #saved b, #saved .call').count(), 0);
    if (held) assert.equal(await page.locator('#saved-list h2').textContent(), hostile.title);
    assert.deepEqual(page.wrong, [], list);
    // Saving works on.
    await save(page, [(await slugs())[1]]);
    assert.equal(await page.locator('.save button').first().textContent(), 'Saved', list);
  }
});

test('where the browser keeps nothing, the button says so', async () => {
  const [first] = await slugs();
  const page = await site.open();
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: () => { throw new DOMException('off', 'SecurityError'); } });
  });
  await visit(page, '/programs/' + first + '/');
  await page.locator('.save button').first().click();
  assert.match(await page.locator('.save [role=status]').textContent(), /does not let this site keep a list/);
  assert.equal(await page.locator('.save button').first().getAttribute('aria-pressed'), 'false');
});

test('a program page prints and its address is copied', async () => {
  const [first] = await slugs();
  const page = await site.open('/programs/' + first + '/#nearby', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.evaluate(() => (window.print = () => (window.printed = true)));
  await button(page, 'Print').click();
  assert.ok(await page.evaluate(() => window.printed));
  await button(page, 'Copy link').click();
  await page.getByText('The link is copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), site.url('/programs/' + first + '/'));
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.save').isVisible(), false);
});

test('without scripts there is no button, and the pages say what to do instead', async () => {
  const [first] = await slugs();
  const page = await site.open('/programs/' + first + '/', { javaScriptEnabled: false });
  assert.equal(await page.locator('.save *').count(), 0);
  for (const path of ['/saved/', '/compare/#ids=' + first]) {
    await visit(page, path);
    assert.ok(await page.getByText('open a program and print its page').isVisible(), path);
    assert.equal(await page.locator('main button:visible, main input:visible, main table:visible').count(), 0, path);
  }
  const scripted = await site.open('/saved/');
  assert.equal(await scripted.locator('.scriptless').isVisible(), false);
});

test('in Spanish the same list in other words, and the languages keep what is compared', async () => {
  const [first, second] = await slugs();
  const page = await site.open();
  await save(page, [first, second], '/es/');
  assert.equal(await page.locator('.save a').textContent(), 'Guardados (2)');
  await page.locator('.save a').click();
  await page.waitForURL('**/es/saved/');
  assert.match(await page.locator('#saved-list h2 a').first().getAttribute('href'), /es\/programs\//);
  assert.match(await page.locator('#saved-list .call a').first().textContent(), /^Llame/);
  await page.getByRole('link', { name: 'Comparar', exact: true }).click();
  await compared(page);
  const ages = page.locator('#compare-table th', { hasText: /^Edades/ });
  assert.equal(await ages.count(), 1);
  await page.locator('.langs a').click();
  await page.waitForURL('**/compare/#ids=' + first + ',' + second);
  await compared(page);
  assert.equal(await page.locator('#compare-table thead th').count(), 3);
  await visit(page, '/saved/');
  assert.match(await page.locator('#saved-list .call a').first().textContent(), /^Call/);
  assert.deepEqual(page.wrong, []);
});

test('on a small phone nothing scrolls sideways, and a stacked table is still a table', async () => {
  const four = (await slugs()).slice(0, 4);
  const page = await site.open(undefined, PHONE);
  await save(page, four);
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(await sideways(), false);
  await visit(page, '/saved/');
  assert.equal(await sideways(), false);
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await compared(page);
  assert.equal(await sideways(), false);
  assert.equal(await page.getByRole('rowheader').count(), await page.locator('#compare-table tbody tr').count());
  assert.equal(await page.getByRole('columnheader').count(), 5);
  const names = await texts(page.locator('#compare-table thead a'));
  assert.deepEqual(await texts(page.locator('#compare-table tbody tr').nth(3).locator('.of')), names);
  assert.ok(await page.locator('.of').first().isVisible());
  await page.setViewportSize({ width: 1024, height: 700 });
  assert.equal(await page.locator('.of').first().isVisible(), false);
  for (const target of await page.locator('main button:visible').all()) assert.ok((await target.boundingBox()).height >= 44);
});
