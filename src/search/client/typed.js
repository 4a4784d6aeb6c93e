// What somebody types: what it means, and what it may become. A script of its own, which a ZIP does not need.

import { suggestFor } from './suggest.js';
import { understand } from './understand.js';

export { suggestFor, understand };
