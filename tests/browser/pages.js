// One page of each type: the demonstration in English and, of the main types, in Spanish, and the site of hard cases.

export const ENGLISH = {
  home: '/',
  search: '/search/',
  locations: '/locations/',
  state: '/locations/california/',
  county: '/locations/california/los-angeles-county/',
  city: '/locations/california/long-beach/',
  'telehealth index': '/telehealth/',
  telehealth: '/telehealth/california/',
  program: '/programs/pelican-quay-evening-iop/',
  saved: '/saved/',
  compare: '/compare/',
  submit: '/submit/',
  guides: '/guides/',
  guide: '/guides/levels-of-care/',
  glossary: '/glossary/',
  about: '/about/',
  'how we list': '/about/how-we-list/',
  privacy: '/privacy/',
  safety: '/safety/',
  accessibility: '/accessibility/',
  'get help now': '/get-help-now/',
  'not found': '/404.html',
};

export const SPANISH = Object.fromEntries(
  ['home', 'search', 'state', 'city', 'telehealth', 'program', 'saved', 'compare', 'submit', 'guide', 'glossary', 'privacy', 'get help now', 'not found'].map((type) => [type + ' in Spanish', '/es' + ENGLISH[type]]),
);

export const DEMONSTRATION = { ...ENGLISH, ...SPANISH };

export const HARD = {
  home: '/',
  'state with the longest listing': '/locations/california/',
  'city with odd names': '/locations/california/irvine/',
  'city with one program': '/locations/texas/waco/',
  'state where a program has closed': '/locations/hawaii/',
  'telehealth of a state without programs': '/telehealth/wyoming/',
  'longest program': '/programs/longest/',
  'longest program in Spanish': '/es/programs/longest/',
  'shortest program': '/programs/shortest/',
  'name with quotes and marks': '/programs/quotes/',
  'name from right to left': '/programs/right-to-left/',
  'name with accents': '/programs/accents/',
  'program by video only': '/programs/by-video/',
  'closed program': '/programs/closed/',
  'paused program': '/programs/paused/',
  'wide guide': '/guides/wide/',
  glossary: '/glossary/',
};
export const SITES = { demonstration: DEMONSTRATION, hard: HARD };
