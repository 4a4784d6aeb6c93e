// What somebody types: what it means, what it may become, and what has its words. A script of its own, which a search of
// a place alone does not need.

import { guidesOf } from './guides.js';
import { namedBy } from './named.js';
import { suggestFor } from './suggest.js';
import { matchOf } from './text.js';
import { understand } from './understand.js';

export { guidesOf, matchOf, namedBy, suggestFor, understand };
