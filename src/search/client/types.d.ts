// What the modules of the reader hand to each other and to the page. Read by the type checker only.
// The files themselves are described in docs/search-format.md.

type Files = import('./files.js').Files;

/** `m`. Hashes are joined, six digits each; blanks stand for a file that is not there. */
export interface Manifest {
  v: number;
  listings: number;
  visited: number;
  guides: number;
  facets: [string, number, string, number[]][];
  cells?: CellTable;
  regions?: { cells: number[]; n: number[]; box: number[]; hash: string };
  /** First keys of the files of places, first words of those of words, with bars between. */
  places: string;
  words?: string;
  /** By kind. That of `z` is one for all. */
  hash: { [kind: string]: string };
  average: number[];
}

/** The cells of the manifest, or of one `r`. */
export interface CellTable {
  n: number[];
  box: number[];
  g: string;
  x: string;
}

/** `w`. */
export interface Words {
  terms: string[];
  facets: string[];
  /** Code, blank and name of each state, by number. */
  states: string[];
}

/** `f`. */
export interface Phrases {
  /** For each term what it is called, normalised, with bars between. */
  phrases: string[];
  /** Names of towns that hold the name of a term or a state, and other names of towns, with bars between. */
  towns: string;
  /** For each state what it is called, normalised, with bars between. */
  states: string[];
  /** Words that say nothing, with blanks between. */
  fillers: string;
  /** Of these, those before which numbers say nothing either. */
  units: string;
  /** Those with which names of towns begin. */
  articles: string;
  /** Those before which towns stand. */
  locators: string;
  /** Codes of states, small, that are words as well. */
  codes: string;
}

/** A term; its position in `Index.terms` is its number in the files. */
export interface Term {
  facet: number;
  slug: string;
  label: string;
  /** Listings that have it, in the whole directory. */
  count: number;
}

/** A facet and the numbers of its terms: from `from` to before `to`. */
export interface Facet {
  key: string;
  label: string;
  core: boolean;
  from: number;
  to: number;
}

/** A rectangle in degrees: south, west, north, east. */
export type Box = [number, number, number, number];

/** A run of documents that lie together. */
export interface Cell {
  number: number;
  /** Its first document. */
  from: number;
  n: number;
  box: Box;
  g: string;
  x: string;
}

/** A run of cells whose table is in the manifest or in one `r`. */
export interface Region {
  number: number;
  /** Its first document. */
  from: number;
  n: number;
  /** Number of its first cell. */
  cell: number;
  box: Box;
  /** Those of the manifest. */
  cells?: Cell[];
  hash: string;
}

/** An opened index. The page hands it back and looks at nothing in it. */
export interface Index {
  files: Files;
  listings: number;
  /** The first so many listings have a point. */
  visited: number;
  guides: number;
  /** `en` or `es`: the language of the words file. */
  language: string;
  facets: Facet[];
  terms: Term[];
  /** Codes of the states by their number in the files, and of those with listings. */
  states: string[];
  served: string[];
  regions: Region[];
  /** First keys of the files of places, first words of those of words. */
  places: string[];
  words: string[];
  /** Average lengths by field. */
  average: Float32Array;
  /** Hashes of the cards files that are known so far. */
  cardHashes: Map<number, string>;
  world: World;
}

/** A set of documents counted from a first one: the document `i` is bit `i & 7` of byte `i >> 3`. */
export type Bits = Uint8Array;

/** Documents of which it is known which terms they have. */
export interface Block {
  /** The number of the document of bit 0. */
  from: number;
  n: number;
  /** The documents that the search is about: where, and with which words. */
  mask: Bits;
  /** The documents that have a term, by the number of the term. */
  sets: Map<number, Bits>;
  /** How far each document is, near a place. */
  miles?: number[];
}

/** A cell as a block, with its points. */
export interface CellBlock extends Block {
  cell: Cell;
  /** Latitude and longitude of each document; none in cells without points. */
  points: [number, number][];
}

export interface Point {
  lat: number;
  lon: number;
}

/** The chosen terms of one facet. */
export interface Group {
  facet: number;
  terms: number[];
}

/** The chosen terms, and whether a program that does not speak of a facet meets a choice in it. */
export interface Choice {
  groups: Group[];
  silent: boolean;
}

/** A query in the numbers of the index. */
export interface Wish extends Choice {
  /** What the words ask for, if there are any: all of them, or one of them. */
  match: ((any: boolean) => Promise<import('./text.js').Match>) | null;
  /** Only these documents, ascending, and the same in the order of lists. */
  among: number[] | null;
  ordered: number[] | null;
  radius: number | null;
  wider: number;
  sort: Query['sort'];
}

/** Where to search. */
export type Spot = Point & { state?: string };

/** A listing that was found, before its card is there. */
export type Found = Pick<Hit, 'id' | 'miles' | 'score' | 'except'>;

/** What a way of searching comes to. */
export interface Area {
  total: number;
  complete: boolean;
  reach: number;
  canWiden: boolean;
  partial: boolean;
  /** At least the first so many, in order. */
  first(count: number): Promise<Found[]>;
  /** Care by video. */
  virtual: number[];
  /** Blocks with the terms of the choices. */
  read: Block[];
  /** Blocks with the terms of these facets and of the choices; null when they are too many to read. */
  blocks(facets: number[]): Promise<Block[] | null>;
}

/** What the counts of facets need to know of a search. */
export interface Scope extends Choice {
  blocks: Area['blocks'];
}

/** A row of `z`. */
export interface ZipRow {
  zip: string;
  city: string;
  state: string;
  lat: number;
  lon: number;
}

/** A row of `p`. */
export interface PlaceRow {
  /** The normalised name, with st, ste, ft and mt written out. */
  key: string;
  name: string;
  state: string;
  lat: number;
  lon: number;
  /** Ten times the logarithm to base 2 of the number of people and one more, rounded down. */
  size: number;
  /** Listings in this town. */
  listings: number;
}

/** A row of `l`. */
export interface LexiconRow {
  word: string;
  /** 8 in the name of a term, 4 of a place, 2 of a listing, 1 in other text; the sum. */
  kind: number;
  /** min(15, floor(log2(documents))). */
  size: number;
}

/** What the understanding of a query may ask the index. */
export interface World {
  words: Words;
  language: string;
  terms: Term[];
  facets: Facet[];
  /** Codes of the states with listings. */
  served: string[];
  phrases(): Promise<Phrases>;
  /** All rows that begin with these two digits or more. */
  zips(prefix: string): Promise<ZipRow[]>;
  /** Where a ZIP is. */
  zip(digits: string): Promise<Partial<Understood>>;
  /** All places whose key begins so, by key; none for a single letter. */
  placesFrom(prefix: string): Promise<PlaceRow[]>;
  /** Whether any listing or guide has the word. */
  hasWord(word: string): Promise<boolean>;
  /** Whether a word may begin the name of a town that has listings or is large. A word that nobody has may. */
  mayBeTown(word: string): Promise<boolean>;
  lexicon(): Promise<LexiconRow[]>;
}

// What follows is the interface for the page.

/** The folder of the index, with a slash at its end, and names of files in it. */
export interface Names {
  index: string | URL;
  manifest: string;
  words: string;
  /** Given when a text is going to be read, so that what that needs comes in with the rest and not after it. */
  phrases?: string;
}

export interface Query {
  text?: string;
  where?: string;
  /** Rounded to two decimals by the caller. */
  here?: { lat: number; lon: number };
  filters?: { [facet: string]: string[] };
  states?: string[];
  /** Also programs that did not say. */
  silent?: boolean;
  /** Miles; null is as far as it takes. */
  radius?: number | null;
  /** How often the search was widened. */
  wider?: number;
  sort?: 'near' | 'name' | 'match';
  /** From 1. */
  page?: number;
  size?: number;
  /** No correction of typing mistakes. */
  exact?: boolean;
}

export interface Place {
  kind: 'zip' | 'city' | 'state' | 'here';
  label: string;
  lat?: number;
  lon?: number;
  state?: string;
  zip?: string;
}

export interface FoundTerm {
  facet: string;
  slug: string;
  label: string;
  /** The words that were read as this term. */
  typed: string;
}

export interface Understood {
  place?: Place;
  states: string[];
  terms: FoundTerm[];
  words: string[];
  fillers: string[];
  zip?: 'military' | 'unknown' | 'approximate';
  corrected?: { from: string; to: string };
  /** Which of these is meant has to be asked; with `lost`, places that may have been meant. */
  options?: Place[];
  others?: Place[];
  /** A place was asked for and there is none of that name. */
  lost?: boolean;
}

export interface Card {
  slug: string;
  name: string;
  organization: string;
  city: string;
  state: string;
  /** Ten digits, or empty. */
  phone: string;
  ext: string;
  flags: {
    approximate: boolean;
    confidential: boolean;
    virtual: boolean;
    closed: boolean;
    stale: boolean;
    waitlist: boolean;
    full: boolean;
  };
  /** The day of the last confirmation, `2026-09-01`. */
  verified: string;
  terms: { facet: string; slug: string; label: string }[];
}

export interface Hit {
  id: number;
  miles?: number;
  score?: number;
  /** The point of the program is that of its ZIP. */
  approximate: boolean;
  /** The facet whose choice this program does not meet. */
  except?: string;
  card: Card;
}

export interface GuideHit {
  path: string;
  title: string;
  summary: string;
  score: number;
}

export interface Result {
  state: 'ok' | 'nothing' | 'place-not-found' | 'ask';
  understood: Understood;
  total: number;
  /** False: at least so many. */
  complete: boolean;
  /** Miles within which every program was looked at. 0 without a place. */
  reach: number;
  canWiden: boolean;
  hits: Hit[];
  pages: number;
  page: number;
  /** Programs that miss one of the chosen groups only. */
  near: Hit[];
  /** Programs that serve the state of the place by video. */
  virtual: Hit[];
  /** Programs with all typed words in their name. */
  named: Hit[];
  guides: GuideHit[];
  /** When nothing was found: how many there are without the choice in this facet. */
  empties: { facet: string; slugs: string[]; total: number }[];
  /** Only some of the words are in these programs. */
  partial: boolean;
}

export interface FacetGroup {
  key: string;
  label: string;
  terms: { slug: string; label: string; count: number; chosen: boolean }[];
  /** How many did not say. */
  silent: number;
  /** Whether choosing here changes what is found. */
  useful: boolean;
  /** False: the counts are those of the whole directory. */
  exact: boolean;
}

export interface Suggestion {
  kind: 'city' | 'zip' | 'state' | 'term';
  /** What is shown, and what is searched for when it is chosen. */
  label: string;
  place?: Place;
  facet?: string;
  slug?: string;
}
