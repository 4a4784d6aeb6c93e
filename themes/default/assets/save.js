// The list of saved programs, and the buttons for it on a program's page and in lists. Nothing is written before a button is pressed. The list
// is kept in the tab, or on the device once somebody has asked for that on the list's page (assets/saved.js).

const { saved, root, words } = document.querySelector('[data-saved]').dataset;
const say = JSON.parse(document.getElementById(words).textContent);
// Another directory of the same host has a list of its own.
export const KEY = 'saved ' + new URL(saved, location).pathname;

export const tell = (status, text, count) => (status.textContent = say[text].replace('{count}', count));

// Reading `localStorage` throws where storage is off.
const stored = (name) => {
  try {
    const found = JSON.parse(window[name].getItem(KEY));
    return found.filter(({ slug, title }) => /^[a-z0-9-]{1,80}$/.test(slug) && title);
  } catch (e) {
    return [];
  }
};

export const isKept = () => stored('localStorage').length > 0;
// What a tab has saved while another one kept its list stands on both.
export const read = () => {
  const programs = stored('localStorage').concat(stored('sessionStorage'));
  return programs.filter(({ slug }, i) => programs.findIndex((other) => other.slug === slug) === i);
};
// Throws where storage is off or full.
export const write = (programs, keep = isKept()) => {
  const [to, other] = keep ? [localStorage, sessionStorage] : [sessionStorage, localStorage];
  if (programs.length) to.setItem(KEY, JSON.stringify(programs));
  else to.removeItem(KEY);
  other.removeItem(KEY);
};

export const make = (parent, name, text, act) => {
  const made = document.createElement(name);
  if (name === 'button') made.type = name;
  made.textContent = say[text];
  if (act) made.addEventListener('click', act);
  parent.append(made);
  return made;
};
export const print = () => window.print();
// Copies an address; where the browser does not allow that, it is shown for copying by hand.
export const copy = (status, address) => {
  const shown = () => (status.textContent = address);
  if (navigator.clipboard) navigator.clipboard.writeText(address).then(() => tell(status, 'copied'), shown);
  else shown();
};

// What stands at each place for a button: the button, the link to the list, and the program.
const places = new WeakMap();
const status = () => document.querySelector('.save > [role=status]') || document.getElementById('save-status');

// The program of this page, or of a card in a list.
const programAt = (slot) => {
  const { save: slug, place, tel, phone } = slot.dataset;
  if (slug) return { slug, title: document.querySelector('h1').textContent, place, tel, phone };
  const card = slot.closest('.card');
  const [link, at, call] = ['h3 a', '.at', '.call a'].map((one) => card.querySelector(one));
  const program = { slug: /.*programs\/([a-z0-9-]+)\//.exec(link.pathname)[1], title: link.textContent, place: at.textContent };
  if (call) Object.assign(program, { tel: call.getAttribute('href'), phone: /\d.*\d/.exec(call.firstChild.textContent)[0] });
  return program;
};

const press = (slot) => {
  const { program } = places.get(slot);
  const all = read();
  const without = all.filter(({ slug }) => slug !== program.slug);
  const isNew = without.length === all.length;
  try {
    write(isNew ? without.concat(program) : without);
    draw();
    tell(status(), isNew ? 'added' : 'removed', read().length);
  } catch (e) {
    tell(status(), 'off');
    // In a list the status is heard but not seen.
    if (!slot.dataset.save && !slot.querySelector('strong')) make(slot, 'strong', 'off');
  }
};

// Lists of a search come with their buttons (partials/search_parts.html); elsewhere they are made here.
const begin = (slot) => {
  const program = programAt(slot);
  const own = slot.dataset.save;
  const button = slot.querySelector('button') || make(slot, 'button', 'save');
  button.addEventListener('click', () => press(slot));
  if (own) {
    make(slot, 'button', 'print', print);
    make(slot, 'button', 'copy', () => copy(status(), location.origin + location.pathname));
  } else if (!button.firstElementChild) {
    button.append(document.createElement('span'));
    button.lastChild.className = 'vh';
    button.lastChild.textContent = ', ' + program.title;
  }
  const link = make(slot, 'a', 'list');
  link.href = root;
  if (own) make(slot, 'p').setAttribute('role', 'status');
  else slot.parentNode.after(link);
  return { program, button, link };
};

const draw = () => {
  const all = read();
  for (const slot of document.querySelectorAll('[data-save]')) {
    if (!places.has(slot)) places.set(slot, begin(slot));
    const { program, button, link } = places.get(slot);
    const isSaved = all.some(({ slug }) => slug === program.slug);
    button.className = '';
    button.setAttribute('aria-pressed', isSaved);
    button.firstChild.data = say[isSaved ? 'saved' : 'save'];
    tell(link, 'list', all.length);
    link.hidden = !(slot.dataset.save ? all.length : isSaved);
  }
};
draw();
// Other tabs, the way back, and the lists of a search.
addEventListener('storage', draw);
addEventListener('pageshow', draw);
const list = document.getElementById('list');
if (list) new MutationObserver(draw).observe(list, { childList: true });
