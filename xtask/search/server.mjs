// A static host as people rent them: HTTP/2, gzip on the wire for text and nothing else, a short life in the browser's cache.
// Every response is written down with the bytes that went over the wire.
//
// Browsers speak HTTP/2 only over TLS: the certificate is made with openssl for the run. Without openssl it is HTTP/1.1,
// with six connections at a time; `protocol` says which.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
};
/** What hosts compress: text. */
const isText = (type) => /^text\/|javascript|json|xml/.test(type);

/** What a file is for. */
export function kindOf(path) {
  const name = path.split("?")[0];
  if (name.endsWith("/") || name.endsWith(".html")) return "html";
  if (name.endsWith(".css")) return "css";
  if (/\.(js|mjs)$/.test(name) || /\/wasm\.[^/]*$/.test(name)) return "code";
  if (/\/search\/index\/|\/pagefind\//.test(name)) return "index";
  return "other";
}

/** A key and a certificate for 127.0.0.1, or null. */
function certificate() {
  const dir = mkdtempSync(join(tmpdir(), "waypost-measures-"));
  try {
    const [key, cert] = [join(dir, "key.pem"), join(dir, "cert.pem")];
    const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    execFileSync("openssl", [...request, "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } catch {
    return null;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * Serves folders: `{ "/": site, "/pagefind/": bundle }`; the longest prefix wins.
 * @returns {Promise<{ origin: string, protocol: string, log: { path: string, status: number, bytes: number, kind: string }[], close: () => Promise<void> }>}
 */
export async function serve(folders) {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const log = [];
  const ready = new Map();

  async function load(path) {
    const prefix = prefixes.find((start) => path.startsWith(start));
    let file = join(folders[prefix], normalize(`/${path.slice(prefix.length)}`));
    if (path.endsWith("/")) file = join(file, "index.html");
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const body = await readFile(file);
    const headers = { "content-type": type, "cache-control": "max-age=600" };
    if (!isText(type)) return { headers, body };
    return { headers: { ...headers, "content-encoding": "gzip", vary: "accept-encoding" }, body: gzipSync(body) };
  }

  async function answer(request, response) {
    const path = decodeURIComponent(request.url.split("?")[0]);
    if (!ready.has(path)) ready.set(path, await load(path).catch(() => null));
    const found = ready.get(path);
    const status = found ? 200 : 404;
    const body = found ? found.body : Buffer.from("nothing here");
    log.push({ path: request.url, status, bytes: body.length, kind: kindOf(path) });
    response.writeHead(status, { ...(found?.headers ?? {}), "content-length": body.length });
    response.end(body);
  }

  const tls = certificate();
  const server = tls ? createSecureServer({ ...tls, allowHTTP1: true }, answer) : createServer(answer);
  const sessions = new Set();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `${tls ? "https" : "http"}://127.0.0.1:${server.address().port}`,
    protocol: tls ? "HTTP/2" : "HTTP/1.1",
    log,
    async close() {
      for (const session of sessions) session.destroy();
      server.closeAllConnections?.();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
