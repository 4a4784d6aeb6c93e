// A network that only these tests know.

import { inflateRawSync } from 'node:zlib';

/** Files that fetch() finds, every address it was asked for, and a way to answer differently. */
export class Network {
  /** @param {Map<string, Uint8Array>} files by name */
  constructor(files) {
    this.files = files;
    this.asked = [];
    this.answer = null;
    globalThis.fetch = (url, options = {}) => this.fetch(String(url), options);
  }

  async fetch(url, options) {
    this.asked.push((options.method || 'GET') + ' ' + url);
    const name = url.slice(url.lastIndexOf('/') + 1);
    const answer = this.answer && (await this.answer(name, options, this));
    if (answer) return answer;
    const bytes = this.files.get(name);
    return bytes ? new Response(bytes) : new Response('<!doctype html>', { status: 404 });
  }
}

/**
 * A network that answers everything at once when nothing more is asked for, and counts how often. Files come unpacked, so
 * that no thread of the decoder is waited for and the count does not depend on how busy the machine is.
 */
export class Rounds extends Network {
  constructor(files) {
    super(files);
    this.rounds = 0;
    this.waiting = [];
  }

  async fetch(url, options) {
    this.asked.push((options.method || 'GET') + ' ' + url);
    const packed = this.files.get(url.slice(url.lastIndexOf('/') + 1));
    const plain = packed[0] === 0x57 ? inflateRawSync(packed.subarray(1)) : packed.subarray(1);
    if (!this.waiting.length) this.settle(3);
    await new Promise((done) => this.waiting.push(done));
    return { ok: true, status: 200, arrayBuffer: async () => Uint8Array.from([0x77, ...plain]).buffer };
  }

  /** Lets everything run that can run, then answers. */
  settle(turns) {
    if (turns) {
      setImmediate(() => this.settle(turns - 1));
      return;
    }
    this.rounds++;
    for (const done of this.waiting.splice(0)) done();
  }
}
