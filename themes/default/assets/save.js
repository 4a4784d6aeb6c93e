// The list of saved programs, and the buttons of a program's page. Nothing is written before a button is pressed. The list
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

const slot = document.querySelector('[data-save]');
if (slot) {
  const { save: slug, place, tel, phone } = slot.dataset;
  const program = { slug, title: document.querySelector('h1').textContent, place, tel, phone };
  const without = () => read().filter((other) => other.slug !== slug);
  const isSaved = () => read().length > without().length;

  const button = make(slot, 'button', 'save', () => {
    try {
      write(isSaved() ? without() : without().concat(program));
      draw();
      tell(status, isSaved() ? 'added' : 'removed', read().length);
    } catch (e) {
      tell(status, 'off');
    }
  });
  make(slot, 'button', 'print', print);
  make(slot, 'button', 'copy', () => copy(status, location.origin + location.pathname));
  const link = make(slot, 'a', 'list');
  link.href = root;
  const status = make(slot, 'p');
  status.setAttribute('role', 'status');

  const draw = () => {
    const count = read().length;
    button.setAttribute('aria-pressed', isSaved());
    button.textContent = isSaved() ? say.saved : say.save;
    tell(link, 'list', count);
    link.hidden = !count;
  };
  draw();
  // Other tabs and the way back.
  addEventListener('storage', draw);
  addEventListener('pageshow', draw);
}
