// A network that only these tests know.

/** Files that fetch() finds, every address it was asked for, and a way to answer differently. */
export class Network {
  /** @param {Map<string, Uint8Array>} files by name */
  constructor(files) {
    this.files = files;
    this.asked = [];
    this.answer = null;
    // How often something was asked for while nothing else was on its way.
    this.rounds = 0;
    this.open = 0;
    this.wait = 0;
    globalThis.fetch = (url, options = {}) => this.fetch(String(url), options);
  }

  async fetch(url, options) {
    this.asked.push((options.method || 'GET') + ' ' + url);
    if (!this.open++) this.rounds++;
    if (this.wait) await new Promise((done) => setTimeout(done, this.wait));
    this.open--;
    const name = url.slice(url.lastIndexOf('/') + 1);
    const answer = this.answer && (await this.answer(name, options, this));
    if (answer) return answer;
    const bytes = this.files.get(name);
    return bytes ? new Response(bytes) : new Response('<!doctype html>', { status: 404 });
  }
}
