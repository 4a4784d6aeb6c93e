// axe finds nothing on any page: in light, in dark, in forced colors, with more contrast, on the narrowest phone, and, for
// contrast, on paper.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { SITES, SPANISH } from './pages.js';
import { start } from './site.js';
import { visitor } from './walk.js';

const AXE = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// No script looks at the colors a visitor prefers, so in other colors only what depends on them can change; all rules
// are held in light and on a phone.
const COLORS = ['color-contrast', 'link-in-text-block', 'target-size'];
// 7 to 1 for text.
const STRONG = [...COLORS, 'color-contrast-enhanced'];
const PAPER = ['color-contrast'];
const WIDE = { width: 1024, height: 800 };
const SCREEN = { media: 'screen', colorScheme: 'light', forcedColors: 'none', contrast: 'no-preference', reducedMotion: 'no-preference', size: WIDE, rules: TAGS };
const MODES = {
  light: SCREEN,
  dark: { ...SCREEN, colorScheme: 'dark', rules: COLORS },
  'forced colors': { ...SCREEN, forcedColors: 'active', rules: COLORS },
  'more contrast': { ...SCREEN, contrast: 'more', rules: STRONG },
  'more contrast in the dark': { ...SCREEN, colorScheme: 'dark', contrast: 'more', rules: STRONG },
  'a narrow phone': { ...SCREEN, reducedMotion: 'reduce', size: { width: 320, height: 640 } },
  paper: { ...SCREEN, media: 'print', rules: PAPER },
  'paper of a dark screen': { ...SCREEN, media: 'print', colorScheme: 'dark', rules: PAPER },
};

const violations = (page, rules) => page.evaluate(async (rules) => {
  const { violations } = await window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' ' + node.target.join(' ') + ' ' + node.html.slice(0, 200) + ' ' + (node.any[0] || node.all[0] || node.none[0]).message));
}, rules);

// Backgrounds are not printed, but axe counts them: only white ones tell the truth of paper.
const tinted = (page) => page.evaluate(() => [...document.querySelectorAll('body *')].concat(document.documentElement)
  .filter((one) => one.getClientRects().length && !/^(rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\))$/.test(getComputedStyle(one).backgroundColor))
  .map((one) => 'background of ' + one.tagName + '.' + one.className + ': ' + getComputedStyle(one).backgroundColor));

for (const [name, pages] of Object.entries(SITES)) {
  let site;
  let page;
  before(async () => {
    site = await start(name);
    page = await visitor(site);
  });
  after(() => site.stop());

  for (const [type, path] of Object.entries(pages)) {
    test(`axe finds nothing: ${name}, ${type}`, async () => {
      await page.setViewportSize(WIDE);
      await page.goto(site.url(path));
      await page.evaluate(AXE);
      const complaints = [];
      for (const [mode, { size, rules, ...media }] of Object.entries(MODES)) {
        // Another language changes words and their lengths, not colors.
        if (type in SPANISH && /dark|colors|contrast/.test(mode)) continue;
        await page.setViewportSize(size);
        await page.emulateMedia(media);
        const found = await violations(page, rules);
        if (rules === PAPER) found.push(...(await tinted(page)));
        complaints.push(...found.map((one) => mode + ': ' + one));
      }
      assert.deepEqual(complaints, []);
    });
  }
}
