// What a screen reader meets: landmarks and headings on every page, and the key pages word for word.
// After a change that is meant: UPDATE_OUTLINES=1 ./run outline.test.js

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { SITES } from './pages.js';
import { start } from './site.js';
import { visitor, walk } from './walk.js';

const sites = {};
before(async () => {
  for (const name of Object.keys(SITES)) sites[name] = await start(name);
});
after(() => Promise.all(Object.values(sites).map((site) => site.stop())));

for (const [name, pages] of Object.entries(SITES)) {
  test(`one first heading, no level skipped, everything in a landmark: ${name}`, () => walk(sites[name], pages, {}, (page) => page.evaluate(() => {
    const wrong = [];
    const seen = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((one) => one.checkVisibility());
    if (seen.filter((one) => one.tagName === 'H1').length !== 1) wrong.push('first headings: ' + seen.length);
    seen.reduce((last, one) => {
      const level = Number(one.tagName[1]);
      if (level > last + 1) wrong.push(`level ${level} after ${last}: ${one.textContent}`);
      return level;
    }, 0);
    for (const one of seen) if (!one.textContent.trim()) wrong.push('an empty heading');
    if (document.querySelectorAll('main').length !== 1) wrong.push('no main, or several');
    for (const one of document.body.children) if (!one.matches('header, aside, main, footer, .skip, .bar, script, template')) wrong.push('outside of landmarks: ' + one.outerHTML.slice(0, 100));
    // Landmarks of one kind are told apart by their names.
    const names = [...document.querySelectorAll('nav, aside')].filter((one) => one.checkVisibility()).map((one) => one.tagName + ' ' + one.getAttribute('aria-label') + one.getAttribute('aria-labelledby'));
    if (new Set(names).size !== names.length) wrong.push('landmarks of the same name: ' + names);
    return wrong;
  })));
}

const KEY = { home: 'demonstration', search: 'demonstration', city: 'demonstration', program: 'demonstration', submit: 'demonstration', guide: 'demonstration', 'home in Spanish': 'demonstration', 'not found': 'demonstration', 'shortest program': 'hard', 'name with quotes and marks': 'hard' };
for (const [type, name] of Object.entries(KEY)) {
  test(`the outline of a page is as it was: ${type}`, async () => {
    const page = await visitor(sites[name], { viewport: { width: 360, height: 640 } });
    // The form begins with the day of the visit.
    await page.clock.setFixedTime('2026-11-22T18:00:00Z');
    await page.goto(sites[name].url(SITES[name][type]));
    await page.waitForLoadState('networkidle');
    // The search page writes whole addresses, and the port is another one each time.
    const outline = (await page.locator('body').ariaSnapshot()).split(sites[name].server.origin).join('') + '\n';
    await page.context().close();
    const golden = new URL('outlines/' + type.replace(/ /g, '-') + '.yaml', import.meta.url);
    if (process.env.UPDATE_OUTLINES) writeFileSync(golden, outline);
    // Names of assets in it would change with every byte of them.
    assert.ok(!/\.[0-9a-f]{8}\./.test(outline));
    assert.equal(outline, readFileSync(golden, 'utf8'), 'another outline; if it is meant, run with UPDATE_OUTLINES=1');
  });
}
