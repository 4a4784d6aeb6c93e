// Which cells are nearest to a point, and what a cell says.

import { joined } from './bytes.js';
import { full } from './facets.js';
import { before, hashAt } from './files.js';

/** Miles; the mean radius of the Earth, as everywhere in Waypost. */
const RADIUS = 3958.7613;
const RADIAN = Math.PI / 180;
/** Listings in one file of cards. */
export const CARDS = 24;

/** @typedef {{ from: number, n: number }} Run documents in a row */

/**
 * Great-circle distance in miles, by the haversine formula.
 * @param {number} lat
 * @param {number} lon
 * @param {number} toLat
 * @param {number} toLon
 */
export function miles(lat, lon, toLat, toLon) {
  const north = Math.sin(((toLat - lat) * RADIAN) / 2);
  const east = Math.sin(((toLon - lon) * RADIAN) / 2);
  const h = north * north + Math.cos(lat * RADIAN) * Math.cos(toLat * RADIAN) * east * east;
  return 2 * RADIUS * Math.asin(Math.sqrt(Math.min(1, h)));
}

/**
 * The distance from a point to the nearest point of a box, in miles.
 *
 * Between its meridians a box is nearest straight north or south. From elsewhere its nearest point is on one of its
 * two meridians: at an end, or where the great circle from the point meets the meridian at a right angle. Poles and the
 * date line need no cases of their own, since longitudes are only compared as angles.
 * @param {number} lat
 * @param {number} lon
 * @param {import('./types').Box} box
 */
export function bound(lat, lon, [south, west, north, east]) {
  if ((((lon - west) % 360) + 360) % 360 <= east - west) {
    return miles(lat, lon, Math.max(south, Math.min(north, lat)), lon);
  }
  let least = Infinity;
  for (const side of [west, east]) {
    const foot = Math.atan2(Math.sin(lat * RADIAN), Math.cos(lat * RADIAN) * Math.cos((side - lon) * RADIAN)) / RADIAN;
    for (const at of [south, north, foot]) {
      if (at >= south && at <= north) least = Math.min(least, miles(lat, lon, at, side));
    }
  }
  return least;
}

/**
 * @param {number[]} box all boxes, in 1/100 degrees: south, west, height, width
 * @param {number} number
 * @returns {import('./types').Box}
 */
function boxOf(box, number) {
  const [south, west, height, width] = box.slice(4 * number);
  return [south / 100, west / 100, (south + height) / 100, (west + width) / 100];
}

/**
 * @param {import('./types').CellTable} table
 * @param {Run & { cell: number }} region
 * @returns {import('./types').Cell[]}
 */
function cellsIn({ n, box, g, x }, { from, cell, n: all }) {
  let next = from;
  const cells = n.map((count, i) => {
    next += count;
    return { number: cell + i, from: next - count, n: count, box: boxOf(box, i), g: hashAt(g, i), x: hashAt(x, i) };
  });
  if (next !== from + all) throw new RangeError('cell');
  return cells;
}

/** The one region of a directory of usual size: everything. */
const WHOLE = { box: [-9000, -18000, 18000, 36000], cells: [0], hash: '' };

/**
 * The cells by regions, or in one when the manifest has their table.
 * @param {import('./types').Manifest} manifest
 * @returns {import('./types').Region[]}
 */
export function regionsOf({ cells: table, regions, listings }) {
  const { n, box, hash, cells } = regions || { n: [listings], ...WHOLE };
  let from = 0;
  let cell = 0;
  return n.map((count, number) => {
    /** @type {import('./types').Region} */
    const region = { number, from, n: count, cell, box: boxOf(box, number), hash: hashAt(hash, number) };
    if (table) region.cells = cellsIn(table, region);
    from += count;
    cell += cells[number];
    return region;
  });
}

/**
 * @param {import('./types').Index} index
 * @param {import('./types').Region} region
 */
async function cellsOf({ files }, region) {
  return region.cells || files.get('r' + region.number, region.hash, (bytes) => cellsIn(bytes.json(), region));
}

/**
 * The nearest cells with points, in order, each with the least distance that a document in it can have: more than `most`
 * of them, or all within `limit` miles, or all there are.
 * @param {import('./types').Index} index
 * @param {import('./types').Point} at
 * @param {number} most
 * @param {number} limit
 * @param {(run: Run) => boolean} has whether a cell or a region is of interest at all
 */
export async function nearestCells(index, { lat, lon }, most, limit, has) {
  /** @type {<T extends Run & { box: import('./types').Box }>(list: T[]) => { cell: T, miles: number }[]} */
  const sorted = (list) =>
    list
      .filter((cell) => cell.from < index.visited && has(cell))
      .map((cell) => ({ cell, miles: bound(lat, lon, cell.box) }))
      .sort((a, b) => a.miles - b.miles || a.cell.from - b.cell.from);
  const closed = sorted(index.regions);
  /** @type {import('./types').Cell[]} */
  let open = [];
  for (;;) {
    // Cells farther than a region that was not looked into may be out of order.
    const edge = closed.length ? closed[0].miles : Infinity;
    const ready = sorted(open).filter((cell) => cell.miles <= edge);
    if (!closed.length || edge > limit || ready.length > most) return ready;
    open = open.concat(joined(await Promise.all(closed.splice(0, 3).map(({ cell }) => cellsOf(index, cell)))));
  }
}

/**
 * The cells that hold documents.
 * @param {import('./types').Index} index
 * @param {number[]} ids ascending
 */
export async function holding(index, ids) {
  const has = holds(ids);
  const cells = await Promise.all(index.regions.filter(has).map((region) => cellsOf(index, region)));
  return joined(cells).filter(has);
}

/**
 * Whether a run of documents has one of these.
 * @param {number[]} ids ascending
 * @returns {(run: Run) => boolean}
 */
export function holds(ids) {
  return ({ from, n }) => ids[before(ids, from)] < from + n;
}

/**
 * What is in both.
 * @param {number[]} a
 * @param {number[]} b ascending
 */
export function common(a, b) {
  return a.filter((id) => b[before(b, id)] === id);
}

/**
 * A cell with all its documents, and with the terms of these facets.
 * @param {import('./types').Index} index
 * @param {import('./types').Cell} cell
 * @param {number[]} facets
 * @returns {Promise<import('./types').CellBlock>}
 */
export async function blockOf(index, cell, facets) {
  const [{ points, sets }, more] = await Promise.all([content(index, 'g', cell), others(index, cell, facets)]);
  return { cell, points, from: cell.from, n: cell.n, mask: full(cell.n), sets: new Map([...sets, ...more]) };
}

/**
 * The documents of a cell by terms that are not in its core, if one of these facets is not.
 * @param {import('./types').Index} index
 * @param {import('./types').Cell} cell
 * @param {number[]} facets
 */
export async function others(index, cell, facets) {
  return facets.every((facet) => index.facets[facet].core) ? [] : (await content(index, 'x', cell)).sets;
}

/**
 * @param {import('./types').Index} index
 * @param {'g' | 'x'} kind
 * @param {import('./types').Cell} cell
 */
function content({ files, visited, cardHashes, terms }, kind, { number, from, n, [kind]: hash }) {
  return files.get(kind + number, hash, (bytes) => {
    if (bytes.var() !== n) bytes.fail();
    /** @type {[number, number][]} */
    let points = [];
    if (kind === 'g') {
      let lat = 0;
      let lon = 0;
      points = bytes.times(from < visited ? n : 0, () => [(lat += bytes.zig()) / 1e5, (lon += bytes.zig()) / 1e5]);
      // Which points are those of ZIPs; the cards say so, too.
      bytes.set(n);
      for (let file = Math.floor(from / CARDS); file * CARDS < from + n; file++) cardHashes.set(file, bytes.hash());
    }
    return { points, sets: bytes.sets(n, terms.length) };
  });
}
