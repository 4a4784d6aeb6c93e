// A static host as plain as can be: files of a folder on 127.0.0.1, every request written down.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', xml: 'application/xml', json: 'application/json', bin: 'application/octet-stream' };

// `spoil(path, bytes)` may return other bytes, a number for a status, or null for a dropped connection.
export const serve = async (folder) => {
  const server = { requests: [], spoil: null };
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
    if (typeof bytes === 'number') {
      response.writeHead(bytes, { 'content-type': TYPES.html });
      return response.end(await readFile(join(folder, '404.html')).catch(() => ''));
    }
    response.writeHead(200, { 'content-type': TYPES[file.split('.').pop()] || 'application/octet-stream', 'cache-control': 'no-cache' });
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
