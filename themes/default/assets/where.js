// The field for a place: suggestions while typing, and the browser's location when asked for. When the index cannot be
// loaded the field works without suggestions, and the search says what is wrong.

export const id = (name) => document.getElementById(name);
export const form = document.querySelector('[data-finder]');
export const { lang } = document.documentElement;
const input = id('where');
const list = id('where-list');
const status = id('where-status');

// Texts of the page by key; one with plural forms is chosen by `count`.
const plural = window.Intl && Intl.PluralRules ? new Intl.PluralRules(lang) : { select: (count) => (count === 1 ? 'one' : 'other') };
export const speaker = (name) => {
  const texts = JSON.parse(id(name).textContent);
  return (key, values = {}) => {
    const text = texts[key];
    const chosen = text.other ? text[plural.select(values.count)] || text.other : text;
    return chosen.replace(/{(\w+)}/g, (hole, name) => values[name].toLocaleString(lang));
  };
};
const say = speaker('where-texts');

// The reader and its index, loaded when first needed.
let loading;
export const load = () => {
  const { index, manifest, words, phrases } = form.dataset;
  // A location, a ZIP or a "Town, ST" is understood without the names of things.
  const given = new URLSearchParams(location.hash.slice(1));
  const names = given.get('q') || !/^(|-?[\d.]+,-?[\d.]+|\d{5}|[^,]+, [A-Z]{2})$/.test(given.get('near') || '') ? phrases : '';
  loading = loading || import('./search/index.js').then((reader) =>
    reader.open({ index: new URL(index, location).href, manifest, words, phrases: names }).then((index) => ({ reader, index })));
  return loading;
};

// A location as the address holds it: rounded to a twentieth of a degree, about three miles, much like a ZIP code.
const round = (degrees) => (Math.round(degrees * 20) / 20).toFixed(2);
export const here = (near) => {
  const [, lat, lon] = /^(-?[0-8]?\d\.\d[05]),(-?1?\d?\d\.\d[05])$/.exec(near) || [];
  return lat && { lat: +lat, lon: +lon };
};

// What a search does; the search page puts its own way in.
export const finder = {
  near: '',
  go: (near) => location.assign(form.action + (near && '#' + new URLSearchParams({ near }))),
};
export const setNear = (near) => {
  finder.near = near;
  input.value = here(near) ? say('here') : near;
};
// What the field holds. A location stays as it is until the words in its place are changed.
export const typed = () => (here(finder.near) && input.value === say('here') ? finder.near : input.value.trim());

export const complain = (text) => {
  id('where-error').textContent = text;
  input.setAttribute('aria-invalid', text !== '');
  if (text) input.focus();
};

let active;
let turn = 0;
let pause;

const mark = (option) => {
  if (active) active.setAttribute('aria-selected', 'false');
  active = option;
  if (active) active.setAttribute('aria-selected', 'true');
  input.setAttribute('aria-activedescendant', active ? active.id : '');
};

const draw = (found) => {
  turn++;
  clearTimeout(pause);
  mark();
  list.textContent = '';
  found.forEach(({ label }, i) => {
    const option = document.createElement('li');
    option.id = 'where-' + i;
    option.setAttribute('role', 'option');
    option.textContent = label;
    list.append(option);
  });
  list.hidden = !found.length;
  input.setAttribute('aria-expanded', !list.hidden);
};

const accept = (option) => {
  input.value = option.textContent;
  draw([]);
};

const suggest = async () => {
  const text = input.value.trim();
  const mine = ++turn;
  const { reader, index } = await load();
  const found = text.length > 1 ? await reader.suggest(index, text, { terms: false }) : [];
  if (mine !== turn || document.activeElement !== input) return;
  draw(found);
  // Said once, when typing pauses.
  status.textContent = '';
  if (text) pause = setTimeout(() => (status.textContent = say('count', { count: list.childElementCount })), 700);
};
const tryToSuggest = () => suggest().catch(() => draw([]));

// What the keys do; those that say so keep what the browser does with them.
const keys = {
  ArrowDown: () => (list.hidden ? tryToSuggest() : mark((active && active.nextSibling) || list.firstChild)),
  ArrowUp: () => mark((active && active.previousSibling) || list.lastChild),
  Enter: () => (active ? accept(active) : !draw([])),
  Escape: () => {
    if (list.hidden) input.value = '';
    draw([]);
  },
};

const locate = () => {
  complain('');
  status.textContent = say('locating');
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => finder.go(round(coords.latitude) + ',' + round(coords.longitude)),
    () => complain(say('denied')),
    { timeout: 15000, maximumAge: 600000 },
  );
};

if (list) {
  input.addEventListener('input', tryToSuggest);
  // What suggestions need comes in before the first letter.
  input.addEventListener('focus', () => load().then(({ reader, index }) => reader.suggest(index, '')).catch(() => {}));
  input.addEventListener('blur', () => draw([]));
  input.addEventListener('keydown', (event) => {
    if (keys[event.key] && !event.isComposing && !keys[event.key]()) event.preventDefault();
  });
  // The field keeps the focus while an option is pressed.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', ({ target }) => target !== list && accept(target));
}
if (form) {
  form.onsubmit = () => {
    finder.go(typed());
    return false;
  };
  id('here').hidden = !navigator.geolocation || !window.isSecureContext;
  id('here').firstChild.onclick = locate;
}
