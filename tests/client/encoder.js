// A small writer of the index, after docs/search-format.md, so that the reader is tested against the page and not
// against another program's reading of it. Cells are runs of the z-order; how they are cut is free.

import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';

/** Bytes of a file that is being written. */
export class Draft {
  constructor() {
    this.bytes = [];
  }

  u8(number) {
    this.bytes.push(number);
    return this;
  }

  var(number) {
    while (number >= 128) {
      this.bytes.push((number % 128) + 128);
      number = Math.floor(number / 128);
    }
    return this.u8(number);
  }

  zig(number) {
    return this.var(((number << 1) ^ (number >> 31)) >>> 0);
  }

  f32(number) {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(number);
    return this.raw(bytes);
  }

  raw(bytes) {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }

  lines(texts) {
    const bytes = Buffer.from(texts.join('\n'));
    return this.var(bytes.length).raw(bytes);
  }

  front(texts) {
    const rests = texts.map((text, i) => {
      const before = texts[i - 1] || '';
      let shared = 0;
      while (shared < text.length && text[shared] === before[shared]) shared++;
      this.var(shared);
      return text.slice(shared);
    });
    return this.lines(rests);
  }

  /** The positions of a list that are in a set, in one of the three forms; `form` asks for one. */
  set(members, n, form) {
    const size = Math.ceil(n / 8);
    if (form === 0 || (form === undefined && members.length === n)) return this.u8(0);
    if (form === 2 || (form === undefined && members.length < size)) {
      this.u8(2).var(members.length);
      let next = 0;
      for (const member of members) {
        this.var(member - next);
        next = member + 1;
      }
      return this;
    }
    const bits = new Uint8Array(size);
    for (const member of members) bits[member >> 3] |= 1 << (member & 7);
    return this.u8(1).raw(bits);
  }

  json(value) {
    return this.raw(Buffer.from(JSON.stringify(value)));
  }
}

/** Lucene's one-byte length. */
export function lengthCode(length) {
  for (let code = 255; code >= 0; code--) if (lengthOf(code) <= length) return code;
  return 0;
}

export function lengthOf(code) {
  if (code < 40) return code;
  const b = code - 24;
  return 24 + ((b & 7) | 8) * 2 ** ((b >> 3) - 1);
}

export function words(text) {
  return text.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word);
}

export const BOOSTS = [3, 1, 2, 1, 2, 1];

export function zOrder({ lat, lon }) {
  const bits = (part) => Math.min(65535, Math.floor(part * 65536));
  const [x, y] = [bits((lon + 180) / 360), bits((lat + 90) / 180)];
  let z = 0;
  for (let bit = 15; bit >= 0; bit--) z = z * 4 + ((x >> bit) & 1) * 2 + ((y >> bit) & 1);
  return z;
}

/**
 * Files of an index. A listing: { slug, name, organization, city, state, phone, flags, day, lat, lon, terms,
 * text, served }, where terms are numbers and `served` the states it serves by video; without a place to visit it has
 * no lat and lon. With `apart` the table of words is a file of its own. A guide: { language, path, title, summary, text }.
 */
export function encode(site) {
  const { facets, states, cell = 8, region = 0, slice = 16384, light = 6144, terms: perTerms = 40, apart = false } = site;
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const visited = site.listings.filter((listing) => listing.lat !== undefined);
  const rest = site.listings.filter((listing) => listing.lat === undefined);
  visited.sort((a, b) => zOrder(a) - zOrder(b) || compare(a.slug, b.slug));
  rest.sort((a, b) => compare(a.state, b.state) || compare(a.slug, b.slug));
  const listings = visited.concat(rest);
  const guides = (site.guides || []).slice().sort((a, b) => compare(a.language, b.language) || compare(a.path, b.path));
  const terms = facets.flatMap((facet, i) => facet.terms.map((term) => ({ ...term, facet: i })));
  const stateNumber = (code) => states.findIndex((state) => state[0] === code);

  const files = new Map();
  const pack = (name, draft) => {
    const plain = Buffer.concat([Buffer.from(name + '\0'), Buffer.from(draft.bytes)]);
    const packed = deflateRawSync(plain, { level: 9 });
    const whole =
      packed.length < plain.length ? Buffer.concat([Buffer.from('W'), packed]) : Buffer.concat([Buffer.from('w'), plain]);
    const hash = createHash('sha256').update(whole).digest('hex').slice(0, 6);
    files.set(`${name}-${hash}.bin`, whole);
    return hash;
  };
  const NONE = '      ';

  const cards = [];
  for (let from = 0; from < listings.length; from += 24) {
    const some = listings.slice(from, from + 24);
    const draft = new Draft();
    const columns = [(one) => shortened(one), ...['name', 'organization', 'city', 'phone'].map((key) => (one) => one[key] || '')];
    draft.lines(columns.flatMap((column) => some.map(column)));
    for (const one of some) draft.u8(stateNumber(one.state));
    for (const one of some) draft.u8(one.flags || 0);
    for (const one of some) draft.var(one.day || 0);
    for (const one of some) {
      draft.var(one.terms.length);
      ascending(draft, one.terms);
    }
    cards.push(pack(`c${from / 24}`, draft));
  }
  const all = new Draft();
  for (const hash of cards) all.raw(Buffer.from(hash, 'hex'));

  const columns = (draft, some, wanted) => {
    const used = terms.map((_, term) => term).filter((term) => wanted(terms[term]) && some.some((one) => one.terms.includes(term)));
    draft.var(used.length);
    let last = 0;
    for (const term of used) {
      draft.var(term - last);
      last = term;
      draft.set(positions(some, (one) => one.terms.includes(term)), some.length);
    }
  };
  const rows = [];
  const cut = (from, end, size) => {
    for (; from < end; from += size) rows.push([from, Math.min(from + size, end)]);
  };
  cut(0, visited.length, cell);
  cut(visited.length, listings.length, cell);
  const table = rows.map(([from, end], number) => {
    const some = listings.slice(from, end);
    const g = new Draft().var(some.length);
    let box = [0, 0, 0, 0];
    if (from < visited.length) {
      let y = 0;
      let x = 0;
      for (const { lat, lon } of some) {
        const [north, east] = [Math.round(lat * 1e5), Math.round(lon * 1e5)];
        g.zig(north - y).zig(east - x);
        y = north;
        x = east;
      }
      const edges = (key) => {
        const values = some.map((one) => Math.round(one[key] * 1e5) / 1000);
        return [Math.floor(Math.min(...values)), Math.ceil(Math.max(...values))];
      };
      const [[south, north], [west, east]] = [edges('lat'), edges('lon')];
      box = [south, west, north - south, east - west];
    }
    g.set(positions(some, (one) => (one.flags || 0) & 1), some.length);
    for (let file = Math.floor(from / 24); file * 24 < end; file++) g.raw(Buffer.from(cards[file], 'hex'));
    columns(g, some, (term) => facets[term.facet].core);
    const x = new Draft().var(some.length);
    columns(x, some, (term) => !facets[term.facet].core);
    return { n: some.length, box, g: pack(`g${number}`, g), x: pack(`x${number}`, x) };
  });
  const tableOf = (some) => ({
    n: some.map((row) => row.n),
    box: some.flatMap((row) => row.box),
    g: some.map((row) => row.g).join(''),
    x: some.map((row) => row.x).join(''),
  });
  const cells = {};
  if (region) {
    const parts = [];
    for (let i = 0; i < table.length; i += region) parts.push(table.slice(i, i + region));
    cells.regions = {
      cells: parts.map((part) => part.length),
      n: parts.map((part) => part.reduce((sum, row) => sum + row.n, 0)),
      box: parts.flatMap((part) => {
        const boxes = part.map((row) => row.box).filter((box) => box.some((edge) => edge));
        if (!boxes.length) return [0, 0, 0, 0];
        const south = Math.min(...boxes.map((box) => box[0]));
        const west = Math.min(...boxes.map((box) => box[1]));
        return [south, west, Math.max(...boxes.map((box) => box[0] + box[2])) - south, Math.max(...boxes.map((box) => box[1] + box[3])) - west];
      }),
      hash: parts.map((part, i) => pack(`r${i}`, new Draft().json(tableOf(part)))).join(''),
    };
  } else {
    cells.cells = tableOf(table);
  }

  const byState = (kind, lists, write) => lists.map((list, i) => (list.length ? pack(kind + i, write(list)) : NONE)).join('');
  const video = states.map(([code]) =>
    positions(listings, (one) => (one.lat === undefined ? one.state === code : (one.served || []).includes(code))),
  );
  const inOrder = listings.map((_, i) => i).sort((a, b) => (listings[a].flags & 16) - (listings[b].flags & 16) || compare(listings[a].name, listings[b].name) || a - b);
  const list = (some) => {
    const draft = new Draft().var(some.length);
    let last = 0;
    for (const id of some) {
      draft.zig(id - last);
      last = id;
    }
    return draft;
  };
  const runs = (kind, size, count, write) => {
    let hashes = '';
    for (let from = 0; from < count; from += size) hashes += pack(kind + from / size, write(from, Math.min(from + size, count)));
    return hashes;
  };

  // Words: every word is its own stem here, unless `stems` joins it to another.
  const texts = [
    listings.map((one) => words(one.name)),
    listings.map((one) => words(one.text || '')),
    ...['en', 'es'].flatMap((code) => [guides.map((one) => (one.language === code ? words(one.title) : [])), guides.map((one) => (one.language === code ? words(one.text) : []))]),
  ];
  const N = listings.length + guides.length;
  const average = texts.map((field) => Math.fround(field.reduce((sum, some) => sum + some.length, 0) / N));
  const lists = [];
  const byWord = new Map();
  texts.forEach((field, number) => {
    const stems = new Map();
    field.forEach((some, i) => {
      for (const word of some) {
        const stem = (site.stems || {})[word] || word;
        if (!stems.has(stem)) stems.set(stem, { field: number, postings: new Map(), words: new Set() });
        const { postings, words } = stems.get(stem);
        const id = number < 2 ? i : listings.length + i;
        postings.set(id, (postings.get(id) || 0) + 1);
        words.add(word);
      }
    });
    for (const stem of stems.values()) {
      stem.df = stem.postings.size;
      stem.weight = Math.fround(2.2 * BOOSTS[number] * Math.log(1 + (N - stem.df + 0.5) / (stem.df + 0.5)));
      lists.push(stem);
    }
  });
  for (const [i, { field, words }] of lists.entries()) {
    for (const word of words) byWord.set(word, (byWord.get(word) || []).concat(i));
    // A word in one field may have a stem of its own in another.
    for (const [word, stem] of Object.entries(site.stems || {})) {
      if (words.has(stem) && !words.has(word) && texts[field].some((some) => some.includes(stem))) {
        if (byWord.has(word) || texts.some((one) => one.some((some) => some.includes(word)))) byWord.set(word, (byWord.get(word) || []).concat(i));
      }
    }
  }
  const encodePostings = (some, from) => {
    const draft = new Draft();
    let last = from;
    for (const [id, tf] of some) {
      draft.var((id - last) * 2 + (tf > 1 ? 1 : 0));
      if (tf > 1) draft.var(tf);
      last = id;
    }
    return draft;
  };
  let heavy = '';
  let heavyCount = 0;
  for (const one of lists) {
    const sorted = [...one.postings].sort((a, b) => a[0] - b[0]);
    one.bytes = encodePostings(sorted, 0).bytes;
    if (one.bytes.length <= light) continue;
    one.slices = [];
    for (const posting of sorted) {
      const run = Math.floor(posting[0] / slice);
      const open = one.slices[one.slices.length - 1];
      if (open && open.run === run) open.postings.push(posting);
      else one.slices.push({ run, postings: [posting] });
    }
    one.first = heavyCount;
    for (const { postings } of one.slices) heavy += pack(`h${heavyCount++}`, encodePostings(postings, postings[0][0]));
  }
  const known = [...byWord.keys()].sort(compare);
  const towns = new Set((site.places || []).map(({ key }) => key.split(' ')[0]));
  const from = [];
  let hashes = '';
  for (let start = 0; start < known.length; start += perTerms) {
    const some = known.slice(start, start + perTerms);
    const used = [...new Set(some.flatMap((word) => byWord.get(word)))];
    const draft = new Draft().var(used.length);
    for (const i of used) {
      const one = lists[i];
      draft.u8(one.field).var(one.df).f32(one.weight);
      if (one.slices) {
        draft.u8(1).var(one.first).var(one.slices.length);
        ascending(draft, one.slices.map(({ postings }) => postings[0][0]));
      } else {
        draft.u8(0).var(one.bytes.length).raw(one.bytes);
      }
    }
    draft.var(some.length).front(some);
    for (const word of some) {
      const own = byWord.get(word);
      draft.var(own.length * 2 + (towns.has(word) ? 1 : 0));
      for (const i of own) draft.var(used.indexOf(i));
    }
    hashes += pack(`t${start / perTerms}`, draft);
    from.push(start ? some[0] : '');
  }

  const zips = Array.from({ length: 100 }, () => []);
  for (const row of (site.zips || []).slice().sort((a, b) => compare(a.zip, b.zip))) zips[Number(row.zip.slice(0, 2))].push(row);
  // All ZIP files are named by one hash; here that of nothing.
  const zipHash = 'abcdef';
  zips.forEach((some, prefix) => {
    const draft = new Draft().var(some.length);
    ascending(draft, some.map((row) => Number(row.zip.slice(2))));
    for (const key of ['lat', 'lon']) signed(draft, some.map((row) => Math.round(row[key] * 1000)));
    for (const row of some) draft.u8(stateNumber(row.state));
    const cities = [];
    some.forEach(({ city }, i) => {
      if (i && some[i - 1].city === city) draft.var(1);
      else if (cities.includes(city)) draft.var(cities.length - cities.indexOf(city) + 1);
      else draft.var(0) && cities.push(city);
    });
    const name = `z${String(100 + prefix).slice(1)}`;
    const hash = pack(name, draft.lines(cities));
    files.set(`${name}-${zipHash}.bin`, files.get(`${name}-${hash}.bin`));
    files.delete(`${name}-${hash}.bin`);
  });
  const places = (site.places || []).slice().sort((a, b) => compare(a.key, b.key) || b.population - a.population);
  const placeFiles = { from: [], hash: '' };
  for (let start = 0; start < places.length; ) {
    let end = start + (site.perPlaces || 10);
    while (end < places.length && places[end].key === places[end - 1].key) end++;
    const some = places.slice(start, end);
    const draft = new Draft().var(some.length).front(some.map((row) => row.key));
    draft.lines(some.map(({ key, name }) => (name === key.split(' ').map((word) => word[0].toUpperCase() + word.slice(1)).join(' ') ? '' : name)));
    for (const row of some) draft.u8(stateNumber(row.state));
    for (const axis of ['lat', 'lon']) {
      const last = {};
      for (const row of some) {
        const next = Math.round(row[axis] * 1000);
        draft.zig(next - (last[row.state] || 0));
        last[row.state] = next;
      }
    }
    for (const row of some) draft.u8(Math.floor(Math.log2(row.population + 1)));
    for (const row of some) draft.var(row.listings || 0);
    placeFiles.from.push(start ? some[0].key : '');
    placeFiles.hash += pack(`p${placeFiles.from.length - 1}`, draft);
    start = end;
  }
  const lexicon = new Draft().var((site.lexicon || []).length);
  lexicon.front((site.lexicon || []).map((row) => row.word));
  for (const { kind, size } of site.lexicon || []) lexicon.u8(kind * 16 + size);

  const bits = (term) => positions(listings, (one) => one.terms.includes(term));
  const bitHashes = new Draft();
  for (const term of terms.keys()) {
    const has = bits(term);
    bitHashes.raw(Buffer.from(has.length ? pack(`b${term}`, new Draft().set(has, listings.length)) : '000000', 'hex'));
  }
  const manifest = {
    v: 1,
    listings: listings.length,
    visited: visited.length,
    guides: guides.length,
    average: average.map((number) => new Uint32Array(Float32Array.of(number).buffer)[0]),
    facets: facets.map((facet, i) => [
      facet.key,
      facet.core ? 1 : 0,
      facet.terms.map((term) => term.slug).join(' '),
      terms.map((term, number) => [term, bits(number).length]).filter(([term]) => term.facet === i).map(([, count]) => count),
    ]),
    places: placeFiles.from.join('|'),
    ...(apart ? {} : { words: from.join('|') }),
    ...cells,
    hash: {
      z: zipHash,
      f: pack('f', new Draft().json({ phrases: terms.map((term) => [term.slug].concat(term.phrases || []).join('|')), fillers: 'near for' })),
      p: placeFiles.hash,
      v: byState('v', video, (some) => {
        const draft = new Draft().var(some.length);
        ascending(draft, some);
        columns(draft, some.map((id) => listings[id]), () => true);
        return draft;
      }),
      s: byState('s', states.map(([code]) => inOrder.filter((id) => listings[id].state === code)), list),
      o: runs('o', 4096, listings.length, (start, end) => list(inOrder.slice(start, end))),
      n: runs('n', 4096, listings.length, (start, end) => {
        const draft = new Draft();
        for (const field of [0, 1]) for (let id = start; id < end; id++) draft.u8(lengthCode(texts[field][id].length));
        return draft;
      }),
      ...(apart ? { th: pack('th', new Draft().json({ words: from.join('|'), hash: { t: hashes, h: heavy } })) } : { t: hashes, h: heavy }),
      bh: pack('bh', bitHashes),
      ch: pack('ch', all),
      l: pack('l', lexicon),
      q: guides.length
        ? pack('q', new Draft().json(guides.map((one, i) => {
            const field = one.language === 'es' ? 4 : 2;
            return [one.language, one.path, one.title, one.summary, lengthCode(texts[field][i].length), lengthCode(texts[field + 1][i].length)];
          })))
        : '',
    },
    ...site.manifest,
  };
  const wordsFile = {
    facets: facets.map((facet) => facet.label || facet.key),
    terms: terms.map((term) => term.label || term.slug),
    states: states.map((state) => state.join(' ')),
  };
  const language = site.language || 'en';
  return {
    files,
    listings,
    guides,
    texts,
    lists,
    terms,
    inOrder,
    manifest: `m-${pack('m', new Draft().json(manifest))}.bin`,
    phrases: `f-${manifest.hash.f}.bin`,
    words: `w${language}-${pack('w' + language, new Draft().json(wordsFile))}.bin`,
  };
}

function positions(list, is) {
  return list.map((_, i) => i).filter((i) => is(list[i]));
}

function ascending(draft, numbers) {
  let last = 0;
  for (const number of numbers) {
    draft.var(number - last);
    last = number;
  }
}

function signed(draft, numbers) {
  let last = 0;
  for (const number of numbers) {
    draft.zig(number - last);
    last = number;
  }
}

/** A slug without what name and city say. */
function shortened({ slug, name, city }) {
  const [first, second] = [name, city].map((text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-'));
  const both = `${first}-${second}`;
  if (slug === both || slug.startsWith(both + '-')) return slug.slice(both.length);
  return first && slug.startsWith(first) ? '=' + slug.slice(first.length) : slug;
}
