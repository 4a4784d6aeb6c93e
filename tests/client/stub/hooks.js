// Puts the stubs in the place of the modules that understand queries.

const STUBS = ['./understand.js', './places.js'];

export function resolve(name, context, next) {
  if (STUBS.includes(name)) return { url: new URL(name, import.meta.url).href, shortCircuit: true };
  return next(name, context);
}
