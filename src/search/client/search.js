// A query, from the words in the field to the cards on the page.

import { joined } from './bytes.js';
import { allHashes, cardsOf } from './cards.js';
import { lookup } from './entries.js';
import { bitHashes, bitMaps, inLists, inStates } from './everywhere.js';
import { lacking } from './facets.js';
import { typed } from './later.js';
import { nearTo } from './near.js';
import { placeOnly } from './place.js';
import { distinct, wordsOf } from './words.js';

/** Words of a text that are looked up. */
const LOOKED_UP = 24;
/** With fewer results than these, programs that miss one choice only are shown as well. */
const SCANTY = 10;
/** How many of those are shown, and of those that come by video. */
const BESIDE = 5;
/** How many results can be put in the order of their names. */
const ORDERED = 320;

/**
 * What is found where nothing is searched.
 * @type {import('./types').Area}
 */
const NOTHING = {
  total: 0,
  complete: true,
  reach: 0,
  canWiden: false,
  partial: false,
  first: async () => [],
  virtual: [],
  read: [],
  blocks: async () => null,
};

/**
 * @param {import('./types').Index} index
 * @param {import('./types').Query} query
 * @returns {Promise<{ result: import('./types').Result, scope: import('./types').Scope }>}
 */
export async function searchFor(index, query) {
  const { where = '', filters = {}, silent = false, radius = null, wider = 0, size = 20, sort } = query;
  const text = (query.text || '').slice(0, 400);
  const given = distinct(wordsOf(text).slice(0, LOOKED_UP));
  // What is needed for certain comes in while the text is being understood. A failure is reported where it is used.
  /** @type {Promise<any>[]} */
  const early = given.map((word) => lookup(index, word));
  if (given.length) early.push(where || query.here ? placeOnly('', where, index.world) : allHashes(index));
  for (const zip of (text + ' ' + where).match(/\b\d{5}\b/g) || []) early.push(index.world.zips(zip));
  for (const file of early) file.catch(() => {});
  // Small, and near a point never read: what listings have comes with the cells.
  if (given.length || (Object.keys(filters).length && !/^\d|, [A-Z]{2}$/.test(where))) bitHashes(index).catch(() => {});
  const understood = (await placeOnly(text, where, index.world)) || (await (await typed()).understand(text, where, index.world, query));
  const { here } = query;
  if (here && !understood.place) understood.place = { kind: 'here', label: '', ...here };
  const { options = [], zip, place, fillers } = understood;
  const lost = understood.lost || (zip && !place);

  const groups = groupsOf(index, filters, understood.terms);
  const words = distinct(understood.words);
  /** @type {any} */
  const at = place && place.lat !== undefined && place;
  // What a list is made of comes in beside the list.
  if (!at) for (const file of [allHashes(index), bitMaps(index, joined(groups.map((group) => group.terms)))]) file.catch(() => {});
  const states = distinct(understood.states.concat(query.states || []));
  const ordered = states.length ? await inStates(index, states) : null;
  const among = ordered && ordered.slice().sort((a, b) => a - b);
  const texts = given.length ? await typed() : null;
  /** @type {import('./types').Wish['match']} */
  const match = texts && words.length ? (any) => texts.matchOf(index, words, any) : null;
  const wish = { groups, silent, match, among, ordered, radius, wider, sort };
  const named = given.filter((word) => !fillers.includes(word));
  const guides = words.concat(wordsOf(understood.terms.map((term) => term.typed).join(' ')));
  const [area, byName, guide] = await Promise.all([
    lost || options.length ? NOTHING : at ? nearTo(index, wish, at) : inLists(index, wish),
    texts && !named.every((word) => words.includes(word)) ? texts.namedBy(index, named) : [],
    texts ? texts.guidesOf(index, distinct(guides)) : [],
  ]);

  const { total, complete, reach, canWiden, partial, blocks, read } = area;
  const pages = Math.max(1, Math.ceil(total / size));
  const page = Math.min(Math.max(1, query.page || 1), pages);
  let found = await area.first(page * size);
  if (sort === 'name' && (at || words.length)) found = await orderedByName(index, found);
  const less = total < SCANTY ? lacking(index, read, wish) : { totals: [], found: [] };
  const lists = [found.slice((page - 1) * size, page * size), less.found, area.virtual.map((id) => ({ id })), byName];
  const [hits, near, virtual, names] = await Promise.all(
    lists.map((list, i) => withCards(index, i ? list.slice(0, BESIDE) : list)),
  );
  return {
    result: {
      state: lost ? 'place-not-found' : options.length ? 'ask' : total ? 'ok' : 'nothing',
      understood,
      total,
      complete,
      reach,
      canWiden,
      hits,
      pages,
      page,
      near,
      virtual,
      named: names,
      guides: guide,
      empties: total
        ? []
        : less.totals.map((left, i) => {
            const slugs = groups[i].terms.map((term) => index.terms[term].slug);
            return { facet: index.facets[groups[i].facet].key, slugs, total: left };
          }),
      partial: partial && total > 0,
    },
    scope: { groups, silent, blocks },
  };
}

/**
 * The chosen terms by facet: those of the filters and those that were found in the text.
 * @param {import('./types').Index} index
 * @param {{ [facet: string]: string[] }} filters
 * @param {import('./types').FoundTerm[]} typed
 * @returns {import('./types').Group[]}
 */
function groupsOf({ facets, terms }, filters, typed) {
  const groups = facets.map(({ key }, facet) => {
    const slugs = (filters[key] || []).concat(typed.filter((term) => term.facet === key).map((term) => term.slug));
    const numbers = terms.map((_, number) => number);
    return { facet, terms: numbers.filter((i) => terms[i].facet === facet && slugs.includes(terms[i].slug)) };
  });
  return groups.filter((group) => group.terms.length);
}

/**
 * @param {import('./types').Index} index
 * @param {import('./types').Found[]} found
 */
async function orderedByName(index, found) {
  const hits = await withCards(index, found.slice(0, ORDERED));
  return hits.sort((a, b) => a.card.name.localeCompare(b.card.name, index.language) || a.id - b.id);
}

/**
 * @param {import('./types').Index} index
 * @param {import('./types').Found[]} found
 * @returns {Promise<import('./types').Hit[]>}
 */
async function withCards(index, found) {
  const cards = await cardsOf(index, found.map(({ id }) => id));
  return found.map((hit, i) => ({ ...hit, approximate: cards[i].flags.approximate, card: cards[i] }));
}
