// Scripts that not every search needs, loaded when one does.

import { IndexError } from './bytes.js';

/** @type {Promise<typeof import('./typed.js')> | undefined} */
let reading;

/** What reads texts. */
export function typed() {
  reading =
    reading ||
    import('./typed.js').catch(() => {
      reading = undefined;
      throw new IndexError('load', 'typed.js');
    });
  return reading;
}
