// Files of the index over the network: asked for once, unpacked, checked, kept.

import { Bytes, IndexError } from './bytes.js';

/** Milliseconds before a file is asked for again. */
const PAUSE = 300;

/** The files of one index. What was read stays in memory until the page goes. */
export class Files {
  /**
   * @param {string} folder with a slash at its end
   * @param {string} manifest its file name
   */
  constructor(folder, manifest) {
    this.folder = folder;
    this.manifest = manifest;
    /**
     * Hashes by kind, six digits for each number.
     * @type {{ [kind: string]: string }}
     */
    this.hashes = {};
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
  }

  /**
   * Whether there is such a file.
   * @param {string} kind
   * @param {any} number or its digits
   */
  has(kind, number) {
    return hashAt(this.hashes[kind], number).trim() > '';
  }

  /**
   * What `read` makes of a file. One that could not be read is asked for anew the next time.
   * @template T
   * @param {string} name kind and number: `g17`
   * @param {string} hash
   * @param {(bytes: Bytes) => T} read
   * @returns {Promise<T>}
   */
  get(name, hash, read) {
    let kept = this.kept.get(name);
    if (!kept) {
      kept = this.load(name, this.folder + name + '-' + hash + '.bin', read, 'default');
      this.kept.set(name, kept);
      kept.catch(() => this.kept.delete(name));
    }
    return kept;
  }

  /**
   * The same by kind and number, with the hash that the manifest has for it.
   * @template T
   * @param {string} kind
   * @param {any} number or its digits
   * @param {(bytes: Bytes) => T} read
   * @returns {Promise<T>}
   */
  at(kind, number, read) {
    return this.get(kind + number, hashAt(this.hashes[kind], number), read);
  }

  /**
   * The same of a kind of which there is one file, or of which all have one hash.
   * @template T
   * @param {string} kind
   * @param {(bytes: Bytes) => T} read
   * @param {string} [number]
   * @returns {Promise<T>}
   */
  one(kind, read, number = '') {
    return this.get(kind + number, this.hashes[kind], read);
  }

  /**
   * @template T
   * @param {string} name
   * @param {string} url
   * @param {(bytes: Bytes) => T} read
   * @param {RequestCache} cache
   * @returns {Promise<T>}
   */
  async load(name, url, read, cache) {
    /** @type {IndexError['kind']} */
    let kind = 'load';
    let gone = false;
    try {
      const response = await fetch(url, { cache });
      let packed = new Uint8Array(await response.arrayBuffer());
      // Some hosts answer with a page in place of a file that is not there.
      gone = isGone(response) || packed[0] === 60;
      if (gone || !response.ok) throw gone;
      kind = 'damaged';
      if (packed[0] === 31 && packed[1] === 139) packed = await unpack(packed, 'gzip');
      const [magic] = packed;
      const plain = packed.subarray(1);
      const bytes = new Bytes(magic === 87 ? await unpack(plain, 'deflate-raw') : plain);
      if (magic !== 87 && magic !== 119) bytes.fail();
      for (const letter of name + '\0') if (bytes.u8() !== letter.charCodeAt(0)) bytes.fail();
      const content = read(bytes);
      return bytes.end() ? content : bytes.fail();
    } catch (error) {
      if (cache === 'default') {
        await new Promise((done) => setTimeout(done, PAUSE));
        // Past the browser's own copy, which may be the damaged one.
        return this.load(name, url, read, 'reload');
      }
      const failure = new IndexError(kind, url);
      failure.renewed = gone && (await this.isRenewed());
      throw failure;
    }
  }

  /** Whether the manifest is gone: then the site was published anew while the page was open. */
  isRenewed() {
    return fetch(this.folder + this.manifest, { method: 'HEAD', cache: 'no-store' }).then(isGone, () => false);
  }
}

/** @param {Response} response */
function isGone({ status }) {
  return status === 404 || status === 410;
}

/**
 * @param {Uint8Array<ArrayBuffer>} packed
 * @param {'gzip' | 'deflate-raw'} format
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function unpack(packed, format) {
  let stream;
  try {
    stream = new DecompressionStream(format);
  } catch (error) {
    const { inflate } = await import('./inflate.js');
    return inflate(packed, format === 'gzip');
  }
  /** @type {any} */
  const { body } = new Response(packed);
  return new Uint8Array(await new Response(body.pipeThrough(stream)).arrayBuffer());
}

/**
 * @param {string} hashes
 * @param {number} number
 */
export function hashAt(hashes, number) {
  return hashes.slice(6 * number, 6 * number + 6);
}

/**
 * How many of ascending names or numbers are before one.
 * @template {string | number} T
 * @param {ArrayLike<T>} sorted
 * @param {T} limit
 */
export function before(sorted, limit) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The file that has a name: the last one whose beginning is not after it. -1 when there is none.
 * @param {string[]} beginnings
 * @param {string} name
 */
export function fileOf(beginnings, name) {
  // Nothing comes between a name and the same with a zero byte behind.
  return before(beginnings, name + '\0') - 1;
}
