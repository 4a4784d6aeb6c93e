// Stands in for the reader of the index, so that every state of the page can be brought about. Answers follow from what
// is asked: 45 programs, one every two miles from any place; the terms of a program follow from its number.

const PLACES = [
  { kind: 'city', label: 'Long Beach, CA', state: 'CA', lat: 33.8, lon: -118.2 },
  { kind: 'city', label: 'Longmont, CO', state: 'CO', lat: 40.2, lon: -105.1 },
  { kind: 'city', label: 'Long Branch, NJ', state: 'NJ', lat: 40.3, lon: -74 },
  { kind: 'zip', label: '90802 Long Beach, CA', zip: '90802', state: 'CA', lat: 33.8, lon: -118.2 },
  { kind: 'city', label: 'Springfield, MO', state: 'MO' },
  { kind: 'city', label: 'Springfield, IL', state: 'IL' },
  { kind: 'city', label: 'Springfield, MA', state: 'MA' },
  { kind: 'state', label: 'California', state: 'CA' },
];

const TERMS = {
  payment: { medicaid: 2, medicare: 5, 'sliding-scale': 7 },
  time: { evening: 3, daytime: 2 },
  format: { 'in-person': 1 },
  focus: { 'eating-disorder': 99 },
};

const has = (number, facet, slug) => number % TERMS[facet][slug] === 0;
const says = (number, facet) => Object.keys(TERMS[facet]).some((slug) => has(number, facet, slug));

const PROGRAMS = Array.from({ length: 45 }, (_, i) => ({
  id: i,
  miles: 2 * i + 0.4,
  approximate: i === 1,
  card: {
    slug: 'program-' + i,
    name: 'Program ' + String.fromCharCode(65 + ((i * 7) % 26)) + i,
    organization: i === 2 ? 'Alder Creek Health' : '',
    street: '1 Main Street',
    city: 'Long Beach',
    state: 'CA',
    zip: '90802',
    phone: i === 3 ? '' : '5625550' + (100 + i),
    ext: i === 4 ? '12' : '',
    flags: { approximate: i === 1, confidential: false, virtual: i === 44, closed: i === 5, stale: i === 6, waitlist: i === 7, full: i === 8 },
    verified: '2026-08-01',
    terms: Object.keys(TERMS).flatMap((facet) =>
      Object.keys(TERMS[facet])
        .filter((slug) => has(i, facet, slug))
        .map((slug) => ({ facet, slug, label: slug })),
    ),
  },
}));

const failure = (kind) => Object.assign(new Error(kind), { kind });

export const open = async ({ manifest }) => {
  const kind = new URLSearchParams(location.search).get('fail');
  if (kind) throw failure(kind);
  return { manifest };
};

export const suggest = async (index, text, { limit }) => {
  const key = text.toLowerCase();
  return PLACES.filter((place) => place.label.toLowerCase().startsWith(key))
    .map((place) => ({ kind: place.kind, label: place.label, place }))
    .slice(0, limit);
};

const passes = (query, left) => (program) =>
  Object.entries(query.filters || {}).every(
    ([facet, slugs]) =>
      facet === left ||
      slugs.some((slug) => TERMS[facet] && TERMS[facet][slug] && has(program.id, facet, slug)) ||
      (query.silent && !(TERMS[facet] && says(program.id, facet))),
  );

export const search = async (index, query) => {
  const calls = (window.asked = window.asked || []);
  calls.push(query);
  const where = (query.where || '').toLowerCase();
  const text = query.text || '';
  const understood = { states: [], terms: [], words: text ? text.split(' ') : [], fillers: [] };
  const found = {
    state: 'ok', understood, total: 0, complete: true, reach: 0, canWiden: false, hits: [], pages: 1, page: 1, near: [],
    virtual: [], named: [], guides: [], empties: [], partial: false, query,
  };
  if (where === 'springfield') {
    understood.options = PLACES.filter((place) => place.label.startsWith('Springfield'));
    return { ...found, state: 'ask' };
  }
  if (where === '09001') understood.zip = 'military';
  if (where === '99999') understood.zip = 'unknown';
  const place = query.here || PLACES.find((one) => one.label.toLowerCase().startsWith(where || '-'));
  if (where && !place) return { ...found, state: 'place-not-found' };
  if (place && place.kind === 'state') understood.states = ['CA'];
  understood.place = query.here ? undefined : place;
  if (where === 'long branch, nj') understood.others = [PLACES[0], PLACES[1]];
  if (text === 'evning' && !query.exact) understood.corrected = { from: 'evning', to: 'evening' };
  if (text === 'evening DBT') {
    understood.terms = [{ facet: 'time', slug: 'evening', label: 'Evening', typed: 'evening' }];
    understood.words = ['dbt'];
  }
  // Terms of the words filter like chosen ones.
  for (const { facet, slug } of understood.terms) query = { ...query, filters: { ...query.filters, [facet]: [slug] } };
  const near = place && place.kind !== 'state';
  const reach = near ? query.radius || 30 * (1 + (query.wider || 0)) : 0;
  const within = PROGRAMS.filter((program) => !near || program.miles < reach + 0.5);
  let all = text === 'zzz' ? [] : within.filter(passes(query));
  // The first program is the only one with eating disorders.
  if (text === 'first left out') all = all.slice(1);
  if (query.sort === 'name') all = all.slice().sort((a, b) => (a.card.name < b.card.name ? -1 : 1));
  if (text === 'alder') found.named = PROGRAMS.slice(2, 3);
  if (text === 'partly') found.partial = true;
  if (text === 'guide') found.guides = [{ path: 'guides/what-is-an-iop/', title: 'What is an IOP?', summary: 'A summary.', score: 1 }];
  if (text === 'many') found.complete = false;
  found.state = all.length ? 'ok' : 'nothing';
  found.total = all.length;
  found.reach = reach;
  found.canWiden = Boolean(near && reach < 90);
  found.pages = Math.max(1, Math.ceil(all.length / 20));
  found.page = Math.min(query.page || 1, found.pages);
  found.hits = all.slice(20 * (found.page - 1), 20 * found.page);
  if (query.size === 0) found.hits = [];
  if (near && Object.keys(query.filters || {}).length) {
    found.near = Object.keys(query.filters)
      .flatMap((facet) => within.filter((one) => !passes(query)(one) && passes(query, facet)(one)).slice(0, 3).map((one) => ({ ...one, except: facet })));
  }
  if (near) found.virtual = PROGRAMS.slice(44);
  if (found.state === 'nothing') {
    found.empties = Object.entries(query.filters || {}).map(([facet, slugs]) => ({ facet, slugs, total: within.filter(passes(query, facet)).length }));
  }
  return found;
};

export const facets = async (index, { query, reach }, keys) => {
  const within = PROGRAMS.filter((program) => (!reach || program.miles < reach + 0.5) && (program.id || query.text !== 'first left out'));
  return Object.keys(TERMS).filter((key) => !keys || keys.includes(key)).map((key) => {
    const others = within.filter(passes(query, key));
    const terms = Object.keys(TERMS[key]).map((slug) => ({
      slug, label: slug, chosen: ((query.filters || {})[key] || []).includes(slug),
      count: others.filter((program) => has(program.id, key, slug)).length,
    }));
    return { key, label: key, terms, silent: others.filter((program) => !says(program.id, key)).length, useful: key !== 'format', exact: true };
  });
};
