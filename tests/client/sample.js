// Random directories, the same ones in every run.

/** Numbers from 0 to below 1 (mulberry32). */
export function random(seed) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return { next, below, one: (list) => list[below(list.length)] };
}

export const STATES = [['CA', 'California'], ['NV', 'Nevada'], ['GU', 'Guam'], ['AK', 'Alaska']];

export const FACETS = [
  { key: 'level', core: true, terms: ['iop', 'php', 'op'].map((slug) => ({ slug })) },
  { key: 'payment', core: true, terms: ['medicaid', 'medicare', 'cash', 'tricare'].map((slug) => ({ slug })) },
  { key: 'time', core: true, terms: ['evening', 'weekend'].map((slug) => ({ slug })) },
  { key: 'language', core: false, terms: ['en', 'es', 'vi'].map((slug) => ({ slug })) },
  { key: 'modality', core: false, terms: ['cbt', 'dbt', 'emdr', 'yoga', 'art'].map((slug) => ({ slug })) },
];

const NAMES = ['Alder', 'Birch', 'Cedar', 'Hope', 'New', 'Bridge', 'Harbor', 'House', 'Recovery', 'Center', 'Clinic', 'Group'];
const TEXT = ['therapy', 'trauma', 'family', 'teens', 'women', 'veterans', 'evening', 'anxiety', 'sleep', 'horse', 'music', 'garden', 'alumni'];

/** Points that are hard: everywhere, at the poles, on both sides of the date line, in heaps. */
const REGIONS = {
  world: (r) => [r.next() * 180 - 90, r.next() * 360 - 180],
  poles: (r) => [(r.next() < 0.5 ? -1 : 1) * (90 - r.next() * 3), r.next() * 360 - 180],
  dateline: (r) => [r.next() * 40 - 20, ((180 + r.next() * 6 - 3 + 180) % 360) - 180],
  heaps: (r) => {
    const [lat, lon] = r.one([[33.7, -118], [33.9, -117.9], [40.7, -74]]);
    return [lat + Math.round(r.next() * 10) / 100, lon + Math.round(r.next() * 10) / 100];
  },
  one: () => [36.1, -115.1],
};

export function listings(seed, count, region = 'world') {
  const r = random(seed);
  const all = FACETS.reduce((sum, facet) => sum + facet.terms.length, 0);
  return Array.from({ length: count }, (_, i) => {
    const [lat, lon] = REGIONS[region](r).map((degrees) => Math.round(degrees * 1e5) / 1e5);
    const some = (list, most) => Array.from({ length: 1 + r.below(most) }, () => r.one(list)).join(' ');
    const terms = Array.from({ length: all }, (_, term) => term).filter(() => r.next() < 0.3);
    const virtual = r.next() < 0.1;
    const name = some(NAMES, 4);
    const plain = name.toLowerCase().replace(/ /g, '-');
    const listing = {
      // Slugs of all kinds that are shortened.
      slug: r.one([`program-${i}`, `${plain}-long-beach-${i}`, `${plain}-${i}`]),
      name,
      organization: r.next() < 0.5 ? 'Alder Health' : '',
      city: 'Long Beach',
      state: r.one(STATES)[0],
      phone: r.next() < 0.8 ? '5625550100' + (r.next() < 0.3 ? 'x12' : '') : '',
      flags: (virtual ? 4 : r.below(2)) | (r.next() < 0.2 ? 16 : 0),
      day: 9000 + r.below(700),
      lat,
      lon,
      terms,
      text: some(TEXT, 30),
      served: r.next() < 0.2 ? [r.one(STATES)[0]] : [],
    };
    if (virtual) {
      delete listing.lat;
      delete listing.lon;
    }
    return listing;
  });
}

export function site(seed, count, region, more = {}) {
  return { listings: listings(seed, count, region), facets: FACETS, states: STATES, ...more };
}

/** Great-circle miles, another way than the reader's: the angle between two vectors. */
export function miles(a, b) {
  const vector = ({ lat, lon }) => {
    const [y, x] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
    return [Math.cos(y) * Math.cos(x), Math.cos(y) * Math.sin(x), Math.sin(y)];
  };
  const [p, q] = [vector(a), vector(b)];
  const cross = [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
  return 3958.7613 * Math.atan2(Math.hypot(...cross), p[0] * q[0] + p[1] * q[1] + p[2] * q[2]);
}
