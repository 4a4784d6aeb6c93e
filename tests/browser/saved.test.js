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
  assert.equal(await page.locator('.save a').textContent(), 'See your list (1)');
  assert.equal(await page.locator('.save [role=status]').textContent(), '');
  await page.locator('.save button').first().click();
  assert.equal(await page.locator('.save a').textContent(), 'See your list (2)');
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
  assert.equal(await page.locator('.save a').textContent(), 'Vea su lista (2)');
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

// The button of a program in a list. What is heard of its name stands apart from what is seen, with a space.
const offered = (page, word, name) => page.getByRole('button', { name: word + ' , ' + name, exact: true });

for (const [list, path] of Object.entries({ state: '/locations/california/', city: '/locations/california/long-beach/', county: '/locations/california/los-angeles-county/', telehealth: '/telehealth/california/', home: '/', nearby: '/programs/pelican-quay-evening-iop/' })) {
  test('every program in a list has a button that says whether it is saved: ' + list, async () => {
    const page = await site.open(path, { viewport: { width: 360, height: 640 } });
    const names = await page.locator('.card h3 a').allTextContents();
    const buttons = page.locator('.card [data-save] button');
    assert.ok(names.length > 0);
    assert.deepEqual(await texts(buttons), names.map((name) => 'Save, ' + name));
    assert.deepEqual(await stored(page), [[], []]);
    for (const one of await buttons.all()) assert.ok((await one.boundingBox()).height >= 44);
    const [slug] = await page.$$eval('.card h3 a', (links) => links.map((link) => new URL(link.href).pathname.split('/')[2]));
    await buttons.first().focus();
    await page.keyboard.press('Space');
    assert.deepEqual(await kept(page), [[], [['saved /', [slug]]]]);
    const pressed = offered(page, 'Saved', names[0]);
    assert.equal(await pressed.getAttribute('aria-pressed'), 'true');
    assert.ok(await pressed.isVisible());
    const status = page.locator(list === 'nearby' ? '.save [role=status]' : '#save-status');
    assert.equal(await status.textContent(), 'Saved in this browser. Programs on your list: 1.');
    const seen = page.locator('.card').first().getByRole('link', { name: 'See your list (1)' });
    assert.ok(await seen.isVisible());
    assert.equal(await page.locator('.card > a:visible').count(), 1);
    await pressed.click();
    assert.equal(await seen.isVisible(), false);
    assert.equal(await status.textContent(), 'Removed. Programs on your list: 0.');
    assert.deepEqual(await stored(page), [[], []]);
    assert.deepEqual(page.wrong, []);
  });
}

test('what a list saves is what the page of the program saves', async () => {
  const [first] = await slugs();
  const page = await site.open('/locations/california/');
  const held = () => page.evaluate(() => JSON.parse(sessionStorage.getItem('saved /')));
  await page.locator('.card [data-save] button').first().click();
  const [listed] = await held();
  await page.evaluate(() => sessionStorage.clear());
  await save(page, [first]);
  assert.deepEqual(await held(), [listed]);
  // A list says it, too, once one is back.
  await page.goBack();
  await offered(page, 'Saved', listed.title).waitFor();
});

test('results of a search are saved, with a script that comes only when it is needed', async () => {
  site.server.requests.length = 0;
  const page = await site.open('/search/#near=90802', { reader: 'real' });
  await page.waitForSelector('#list .card');
  const loaded = () => site.server.requests.filter(({ url }) => /assets\/save\./.test(url)).length;
  const buttons = page.locator('#list [data-save] button');
  const name = await page.locator('#list h3 a').first().textContent();
  assert.equal(await buttons.count(), await page.locator('#list .card').count());
  assert.deepEqual([loaded(), await stored(page)], [0, [[], []]]);
  await buttons.first().focus();
  await page.keyboard.press('Enter');
  await offered(page, 'Saved', name).waitFor();
  assert.equal(loaded(), 1);
  assert.equal(await page.locator('#save-status').textContent(), 'Saved in this browser. Programs on your list: 1.');
  const [[, [slug]]] = (await kept(page))[1];
  assert.ok((await page.locator('#list h3 a').first().getAttribute('href')).includes('/programs/' + slug + '/#results='));
  assert.match(await page.evaluate(() => JSON.parse(sessionStorage.getItem('saved /'))[0].phone), /^\d{3}-\d{3}-\d{4}/);
  // Another list of the same page, a page loaded anew, and the way back all know it.
  await page.evaluate(() => (location.hash = '#near=90802&sort=name'));
  await offered(page, 'Saved', name).waitFor();
  await page.reload();
  const saved = offered(page, 'Saved', name);
  await saved.waitFor();
  await saved.click();
  assert.deepEqual(await stored(page), [[], []]);
  assert.ok(await offered(page, 'Save', name).isVisible());
  assert.deepEqual(page.wrong, []);
});

test('a number with an extension can be called from the list', async () => {
  const page = await site.open('/saved/');
  for (const tel of ['tel:+15625550101,4', 'tel:+15625550101;ext=4', 'sms:+15625550101']) {
    await page.evaluate((tel) => sessionStorage.setItem('saved /', JSON.stringify([{ slug: 'a', title: 'A', place: 'B, CA', tel, phone: '562-555-0101' }])), tel);
    await page.reload();
    assert.equal(await page.locator('#saved-list .call a').getAttribute('href'), tel);
  }
});

test('where the browser keeps nothing, a button in a list says so', async () => {
  const page = await site.open();
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: () => { throw new DOMException('off', 'SecurityError'); } });
  });
  await visit(page, '/locations/california/');
  const one = page.locator('.card').first();
  await one.locator('button').click();
  assert.ok(await one.getByText('does not let this site keep a list').isVisible());
  assert.match(await page.locator('#save-status').textContent(), /does not let this site keep a list/);
  assert.equal(await one.locator('button').getAttribute('aria-pressed'), 'false');
});

test('without scripts lists have no button, and on paper none', async () => {
  const page = await site.open('/locations/california/', { javaScriptEnabled: false });
  assert.equal(await page.locator('.card button').count(), 0);
  const printed = await site.open('/locations/california/');
  await printed.locator('.card [data-save] button').first().click();
  await printed.emulateMedia({ media: 'print' });
  assert.equal(await printed.locator('.card button:visible, .card > a:visible').count(), 0);
});
