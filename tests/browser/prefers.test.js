// What visitors tell their system they need: more contrast, and nothing that moves.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMONSTRATION, SITES } from './pages.js';
import { start } from './site.js';
import { visitor, walk } from './walk.js';

let site;
before(async () => (site = await start()));
after(() => site.stop());

// Boxes that stand out by their background alone. What is filled with ink, such as a button, stands out by that.
const tinted = () => [...document.querySelectorAll('body *')].filter((one) => {
  if (!one.checkVisibility() || one.closest('.vh')) return false;
  const behind = (two) => (!two ? 'rgba(0, 0, 0, 0)' : /, 0\)$/.test(getComputedStyle(two).backgroundColor) ? behind(two.parentElement) : getComputedStyle(two).backgroundColor);
  const style = getComputedStyle(one);
  const ink = getComputedStyle(document.body).color;
  const own = behind(one);
  return own !== behind(one.parentElement) && own !== ink && parseFloat(style.borderBottomWidth) + parseFloat(style.borderLeftWidth) === 0;
}).map((one) => 'stands out by its tint alone: ' + one.outerHTML.slice(0, 100));

for (const colorScheme of ['light', 'dark']) {
  test('with more contrast there is ink on paper, and no box is told by its tint alone: ' + colorScheme, () =>
    walk(site, SITES.demonstration, { contrast: 'more', colorScheme }, async (page) => [
      ...(await page.evaluate(tinted)),
      ...(await page.evaluate(() => {
        const ink = getComputedStyle(document.body).color;
        const wrong = [...document.querySelectorAll('main a, main p, main dt, footer a, footer p')]
          .filter((one) => one.checkVisibility() && !one.closest('.btn, [aria-current], [aria-selected]') && getComputedStyle(one).color !== ink)
          .map((one) => 'is not in ink: ' + one.outerHTML.slice(0, 100));
        const card = document.querySelector('.card');
        if (card && getComputedStyle(card).borderTopColor !== ink) wrong.push('a faint line above a card');
        return wrong;
      })),
    ]));
}

test('the boxes are tinted where nobody asks for more contrast, so that the test above can fail', async () => {
  const page = await visitor(site);
  await page.goto(site.url(DEMONSTRATION.home));
  assert.ok((await page.evaluate(tinted)).length > 0);
  await page.context().close();
});

test('nothing moves by itself for those who do not want it', () =>
  walk(site, DEMONSTRATION, { reducedMotion: 'reduce' }, (page) => page.evaluate(() => {
    const seconds = (list) => Math.max(...list.split(',').map((one) => parseFloat(one) * (/ms/.test(one) ? 0.001 : 1)));
    const wrong = [];
    for (const one of [document.documentElement, ...document.querySelectorAll('*')]) {
      for (const part of [undefined, '::before', '::after']) {
        const style = getComputedStyle(one, part);
        if (seconds(style.transitionDuration) > 0.01 || (style.animationName !== 'none' && seconds(style.animationDuration) > 0.01)) wrong.push('moves: ' + one.outerHTML.slice(0, 100));
      }
    }
    if (getComputedStyle(document.documentElement).scrollBehavior !== 'auto') wrong.push('scrolls smoothly');
    return wrong;
  })));
