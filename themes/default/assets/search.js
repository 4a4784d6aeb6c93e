// The search page. What is asked stands in the part of the address behind #, which no server sees, so that reload, back
// and a copied link show the same list. Words and markup come from partials/search_parts.html.

import { complain, finder, form, here, id, lang, load, setNear, speaker, typed } from './where.js';

const say = speaker('search-texts');
const filters = id('filters');
const [title, again, panel, words, radius, silent] = 'title again panel words radius silent'.split(' ').map(id);
const heading = title.textContent;
const pageTitle = document.title;
const { root } = form.dataset;

// The boxes by what the address holds for them: `payment.medicaid`.
const boxes = new Map();
for (const box of filters.querySelectorAll('[value*="."]')) boxes.set(box.value, box);
const labelOf = (box) => box.nextElementSibling.textContent;
const labels = (values) => values.filter((value) => boxes.has(value)).map((value) => labelOf(boxes.get(value))).join(', ');

// On a narrow screen the filters are folded.
const wide = matchMedia('(min-width: 48rem)');
const unfold = () => (panel.open = wide.matches);
wide.addListener(unfold);
unfold();

// What is asked

let state;

const read = () => {
  const given = new URLSearchParams(location.hash.slice(1, 4000));
  const text = (key) => (given.get(key) || '').trim().slice(0, 200);
  const whole = (key) => (/^\d{1,3}$/.test(text(key)) ? +text(key) : 0);
  return {
    near: text('near'),
    q: text('q'),
    f: [...new Set((given.get('f') || '').split(','))].filter((value) => boxes.has(value)),
    r: [5, 10, 25, 50, 100].find((miles) => miles === whole('r')) || 0,
    wider: whole('wider'),
    sort: text('sort') === 'name' ? 'name' : '',
    page: whole('page'),
    silent: !!whole('silent'),
    exact: !!whole('exact'),
  };
};

// The address of the state with a change. Any other list begins at its first page.
const link = (change) => {
  const next = { ...state, page: 0, ...change };
  const given = new URLSearchParams();
  for (const key in next) if (String(next[key] || '')) given.set(key, next[key] === true ? 1 : next[key]);
  return '#' + String(given).replace(/%2C/g, ',');
};

const query = ({ near, q, f, r, ...rest }) => {
  const filters = {};
  for (const value of f) {
    const [facet, slug] = value.split('.');
    filters[facet] = (filters[facet] || []).concat(slug);
  }
  return { ...rest, text: q, where: here(near) ? '' : near, here: here(near), filters, radius: r || null };
};

// What the filters hold: what would be asked if they were sent now.
const pending = () => ({
  f: [...boxes.keys()].filter((value) => boxes.get(value).checked),
  r: +radius.value,
  silent: silent.checked,
});

const paint = () => {
  setNear(state.near);
  words.value = state.q;
  radius.value = state.r;
  silent.checked = state.silent;
  for (const [value, box] of boxes) box.checked = state.f.includes(value);
  for (const group of filters.querySelectorAll('.group')) {
    const count = group.querySelectorAll(':checked').length;
    if (count) group.open = true;
    group.querySelector('.n').textContent = count ? say('chosen', { count }) : '';
  }
  const count = state.f.length + !!state.r + state.silent;
  id('chosen').textContent = count ? say('chosen', { count }) : '';
};

// What is shown

const fill = (part, values = {}) => {
  const made = id('t-' + part).content.cloneNode(true);
  for (const slot of made.querySelectorAll('[data-if],[data-text],[data-href]')) {
    const { text, href } = slot.dataset;
    if (text) slot.textContent = values[text];
    if (href) slot.href = values[href];
    if (slot.dataset.if && !values[slot.dataset.if]) slot.remove();
  }
  return made;
};
const put = (where, part, values) => id(where).append(fill(part, values));
const putList = (where, part, values, items) => {
  if (!items.length) return;
  const made = fill(part, values);
  const list = made.querySelector('ul,ol');
  list.start = values.start || 1;
  list.append(...items);
  id(where).append(made);
};
const putLinks = (where, text, links) => putList(where, 'links', { text }, links.map(([href, text]) => fill('link', { href, text })));

const brief = (all, most) => all.slice(0, most).join(', ') + (all.length > most ? ', ' + say('more', { count: all.length - most }) : '');

const result = ({ card, miles }, number) => {
  const { flags, phone, ext } = card;
  const terms = (...facets) => card.terms.filter(({ facet }) => facets.includes(facet)).map(({ label }) => label);
  const warning = ['closed', 'full', 'waitlist'].find((flag) => flags[flag]);
  const count = Math.max(5, Math.round(miles));
  const date = new Date(card.verified).toLocaleDateString(lang, { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' });
  return fill('result', {
    number,
    name: card.name,
    organization: card.organization,
    path: root + 'programs/' + card.slug + '/#results=' + encodeURIComponent(location.hash.slice(1)),
    miles: count && say(miles < 4.5 ? 'under' : 'about', { count }),
    place: card.city + ', ' + card.state,
    virtual: flags.virtual,
    warning: warning && say(warning),
    levels: brief(terms('level_of_care'), 2),
    focus: brief(terms('focus'), 3),
    when: brief(terms('format', 'time'), 5),
    payment: brief(terms('payment'), 4),
    call: phone && say('call', { number: phone.replace(/(...)(...)/, '$1-$2-') + (ext && ' ' + say('ext', { ext })) }),
    tel: 'tel:+1' + phone + (ext && ';ext=' + ext),
    verified: say(flags.stale ? 'stale' : 'verified', { date }),
  });
};
const putResults = (title, hits, start = 1, about, part = 'section') => putList('list', part, { title, about, start }, hits.map((hit, i) => result(hit, start + i)));

const stateLink = (code, kind) => document.querySelector('[data-' + kind + '=' + code + ']');
const stateName = (code) => (stateLink(code, 'state') || stateLink(code, 'video') || { textContent: code }).textContent;

const headingOf = ({ state: found, understood: { place, states, options } }) => {
  if (found === 'ask') return say('which', { place: options[0].label.split(',')[0] });
  if (found === 'place-not-found') return heading;
  if (here(state.near)) return say('here');
  if (place && place.kind !== 'state') return say('near', { place: place.label });
  if (place || states.length) return say('in', { place: place ? place.label : states.map(stateName).join(', ') });
  return state.q ? say('words', { words: state.q }) : say('all');
};

const without = (text, part) => {
  const at = text.toLowerCase().indexOf(part.toLowerCase());
  return at < 0 ? text : (text.slice(0, at) + text.slice(at + part.length)).replace(/ +/g, ' ').trim();
};

const putChips = ({ terms, words }) => {
  const { f, q, near, r } = state;
  const chips = f.map((value) => [labels([value]), { f: f.filter((other) => other !== value) }]);
  for (const { label, typed } of terms) chips.push([label, { q: without(q, typed), near: without(near, typed) }]);
  if (words.length) chips.push(['“' + words.join(' ') + '”', { q: words.reduce(without, q) }]);
  if (r) chips.push([say('widen', { count: r }), { r: 0 }]);
  if (state.silent) chips.push([labelOf(silent), { silent: false }]);
  for (const [label, change] of chips) put('chips', 'chip', { label, href: link(change) });
  if (chips.length > 1) put('chips', 'clear', { href: link({ f: [], q: '', r: 0, silent: false }) });
};

const putPages = (page, last) => {
  const items = [];
  for (let number = 1; number <= last; number++) {
    const far = Math.abs(number - page);
    if (number === 1 || number === last || far < 3) items.push(fill(far ? 'page' : 'this-page', { number, href: link({ page: number > 1 && number }) }));
    else if (far === 3) items.push(fill('gap'));
  }
  if (last > 1) putList('list', 'pages', {}, items);
};

// What can be done when nothing was found.
const putWays = ({ understood: { place, states }, empties, canWiden }) => {
  const ways = empties.filter(({ total }) => total).map(({ facet, slugs, total }) => {
    const gone = slugs.map((slug) => facet + '.' + slug);
    return [link({ f: state.f.filter((value) => !gone.includes(value)) }), say('drop', { labels: labels(gone), count: total })];
  });
  const count = state.r && [5, 10, 25, 50, 100].find((miles) => miles > state.r);
  if (count) ways.push([link({ r: count }), say('widen', { count })]);
  else if (canWiden) ways.push([link({ r: 0, wider: state.wider + 1 }), say('farther')]);
  if (state.f.length && !state.silent) ways.push([link({ silent: true }), labelOf(silent)]);
  for (const kind of ['video', 'state']) {
    const way = stateLink((place && place.state) || states[0], kind);
    if (way) ways.push([way.href, say('way_' + kind, { place: way.textContent })]);
  }
  putLinks('list', say('ways'), ways);
};

const draw = (found) => {
  const { understood, hits, page, pages } = found;
  const { corrected, place, others = [], options = [], zip } = understood;
  const { near, q, r } = state;
  title.textContent = headingOf(found);
  document.title = pageTitle.replace(heading, page > 1 ? say('title', { title: title.textContent, page }) : title.textContent);
  putChips(understood);
  if (corrected) put('notes', 'corrected', { ...corrected, href: link({ exact: true }) });
  if (zip === 'approximate') put('notes', zip);
  const placeLink = ({ label }) => [link({ near: label, wider: 0, q: near ? q : understood.words.join(' ') }), label];
  putLinks('notes', say('others'), others.slice(0, 5).map(placeLink));
  putLinks('list', '', options.map(placeLink));
  if (found.state === 'place-not-found') {
    id('browse').hidden = false;
    complain(say(zip || 'lost', { place: near || q }));
    if (near && !q && !zip) putLinks('list', '', [[link({ near: '', q: near }), say('as_words', { words: near })]]);
  }

  const count = Math.round(r || found.reach);
  if (found.state === 'ok') {
    let text = say('count', { count: found.total });
    if (!found.complete) text = say('least', { programs: text });
    if (count) text = say('within', { programs: text, count });
    id('count').textContent = text + (pages > 1 ? '. ' + say('page', { page, pages }) : '');
    if (found.partial) put('notes', 'partial');
    putResults(say('named'), found.named);
    if (count && hits.length > 1) put('list', 'sort', { near: state.sort && link({ sort: '' }), name: !state.sort && link({ sort: 'name' }), byNear: !state.sort, byName: state.sort });
    putResults(say('list'), hits, page * 20 - 19, '', found.named.length ? 'section' : 'results');
    putPages(page, pages);
    if (found.canWiden && page === pages) put('list', 'farther', { text: say('reached', { count }), href: link({ wider: state.wider + 1, r: 0 }) });
  } else if (found.state === 'nothing') {
    id('alert').textContent = count ? say('none_near', { count }) : say('none');
    putWays(found);
  } else if (found.state === 'ask') {
    id('count').textContent = say('choose', { count: options.length });
  }
  for (const missed of new Set(found.near.map(({ except }) => except))) {
    const read = understood.terms.filter(({ facet }) => facet === missed).map(({ facet, slug }) => facet + '.' + slug);
    const chosen = state.f.filter((value) => value.startsWith(missed + '.'));
    putResults(say('except', { labels: labels(chosen.concat(read)) }), found.near.filter(({ except }) => except === missed));
  }
  putResults(say('video'), found.virtual, 1, place && place.state && say('video_about', { place: stateName(place.state) }));
  putList('list', 'guides', {}, found.guides.map(({ path, title, summary }) => fill('guide', { path: form.dataset.base + path, title, summary })));
  if (found.state === 'nothing') put('list', 'help');
};

const putCounts = (groups) => {
  for (const { key, terms, silent, useful } of groups) {
    const group = filters.querySelector('[data-facet=' + key + ']');
    for (const { slug, count } of terms) {
      const box = boxes.get(key + '.' + slug);
      if (!box) continue;
      box.disabled = !count && !box.checked;
      box.parentNode.lastElementChild.textContent = say(count ? 'n' : 'zero', { count });
    }
    group.querySelector('[data-silent]').textContent = silent ? say('silent', { count: silent }) : '';
    if (useful || group.querySelector(':checked')) continue;
    group.querySelector('.n').textContent = say('same');
    group.open = false;
  }
};
const putTotal = (count) => {
  for (const button of filters.querySelectorAll('button')) button.textContent = say('apply', { count });
};

// The heading stands above the field until there is a list, then above the list; a narrow screen then folds the field.
const arrange = (listed) => {
  (listed ? id('count') : again).before(title);
  again.open = !listed || wide.matches;
};

let turn = 0;
let tally = () => {};
const show = async (moved) => {
  const mine = ++turn;
  state = read();
  const asked = state.near || state.q || state.f.length;
  paint();
  complain('');
  id('browse').hidden = asked;
  if (asked) id('count').textContent = say('busy');
  arrange(asked);
  for (const other of document.querySelectorAll('.langs a')) other.hash = location.hash;
  let opened;
  let found;
  let problem;
  try {
    opened = await load();
    if (asked) found = await opened.reader.search(opened.index, query(state));
  } catch (error) {
    problem = error;
  }
  if (mine !== turn) return;
  for (const name of ['list', 'notes', 'chips', 'alert', 'count']) id(name).textContent = '';
  const listed = found && found.state !== 'place-not-found';
  title.textContent = heading;
  document.title = pageTitle;
  arrange(listed);
  if (problem) {
    // Files that went with a newer publication are as good as another format.
    put('alert', 'broken', { text: say(problem.renewed ? 'version' : problem.kind || 'load') });
    id('retry').onclick = () => location.reload();
    id('browse').hidden = false;
  }
  if (found) draw(found);
  if (moved && (listed || !found)) title.focus();
  if (!found) return;
  putTotal(found.total);
  tally = (groups) => opened.reader.facets(opened.index, found, groups.map(({ dataset }) => dataset.facet))
    .then((counted) => mine === turn && putCounts(counted), () => {});
  tallyOpen();
};
// Counts are read for the groups that are open and can be seen.
const tallyOpen = () => panel.open && tally([...filters.querySelectorAll('.group[open]')]);
filters.addEventListener('toggle', ({ target }) => target.open && (target === panel ? tallyOpen() : target.dataset.facet && tally([target])), true);

// The forms

finder.go = (near) => {
  const next = link({ near, q: words.value.trim(), wider: near === state.near ? state.wider : 0, exact: false, ...pending() });
  if (next === (location.hash || '#')) show(true);
  else location.hash = next;
};
filters.onsubmit = () => {
  finder.go(typed());
  return false;
};

// The buttons tell how many there would be.
let changes = 0;
filters.addEventListener('change', () => {
  const mine = ++changes;
  const next = query({ ...state, ...pending(), page: 0 });
  load().then(({ reader, index }) => reader.search(index, next)).then(({ total }) => mine === changes && putTotal(total), () => {});
});

// Saving has a script of its own, which comes once a button for it is pressed or something is kept.
addEventListener('pageshow', () => {
  try {
    if (localStorage.length + sessionStorage.length && id('save-status')) import('./save.js');
  } catch (e) {}
});
addEventListener('click', ({ target }) => target.closest('.late') && import('./save.js').then(() => target.click()));

addEventListener('hashchange', () => show(true));
// The skip link would put its own words behind the #.
document.querySelector('.skip').onclick = () => {
  id('main').focus();
  return false;
};

show();
