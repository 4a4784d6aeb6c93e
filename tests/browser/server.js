// A static host as plain as can be: files of a folder on 127.0.0.1 with the headers that the site's own `_headers` asks
// for, text compressed, every request written down.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', xml: 'application/xml', json: 'application/json', bin: 'application/octet-stream' };
const PACKED = /^(text|image\/svg|application\/(xml|json))/;

// The rules of `_headers`, as its hosts read them: a path with `*` at its end, then lines of `Name: value`.
const rules = (folder) => {
  const found = [];
  for (const line of readFileSync(join(folder, '_headers'), 'utf8').split('\n')) {
    const [, name, value] = /^\s+([\w-]+): (.*)$/.exec(line) || [];
    if (name) found[found.length - 1].headers.push([name.toLowerCase(), value]);
    else if (line.trim()) found.push({ start: line.trim().replace(/\*$/, ''), headers: [] });
  }
  return found;
};

// `spoil(path, bytes)` may return other bytes, a number for a status, or null for a dropped connection.
export const serve = async (folder) => {
  const server = { requests: [], spoil: null };
  const sent = rules(folder);
  // Stricter than what the site asks for: scripts may not make markup of text either.
  for (const { headers } of sent) for (const header of headers) if (header[0] === 'content-security-policy') header[1] += "; require-trusted-types-for 'script'; manifest-src 'self'";
  const http = createServer(async (request, response) => {
    server.requests.push({ url: request.url, headers: request.headers });
    const path = normalize(decodeURIComponent(request.url.split('?')[0]));
    const file = join(folder, path.endsWith('/') ? path + 'index.html' : path);
    let bytes = await readFile(file).catch(() => 404);
    if (server.spoil && typeof bytes !== 'number') {
      const spoiled = server.spoil(path, bytes);
      if (spoiled !== undefined) bytes = spoiled;
    }
    if (bytes === null) return request.socket.destroy();
    const status = typeof bytes === 'number' ? bytes : 200;
    if (status !== 200) bytes = await readFile(join(folder, '404.html')).catch(() => Buffer.from(''));
    const headers = { 'content-type': status === 200 ? TYPES[file.split('.').pop()] || 'application/octet-stream' : TYPES.html, 'cache-control': 'no-cache' };
    for (const rule of sent) if (path.startsWith(rule.start)) Object.assign(headers, Object.fromEntries(rule.headers));
    if (PACKED.test(headers['content-type']) && /gzip/.test(request.headers['accept-encoding'] || '')) {
      headers['content-encoding'] = 'gzip';
      bytes = gzipSync(bytes);
    }
    headers['content-length'] = bytes.length;
    response.writeHead(status, headers);
    response.end(bytes);
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  server.origin = 'http://127.0.0.1:' + http.address().port;
  server.close = () => new Promise((resolve) => {
    http.closeAllConnections();
    http.close(resolve);
  });
  return server;
};
