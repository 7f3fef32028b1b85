// Keeps the app's own files, so that the page begins without a network, and nothing else: what the server says is never kept here.
// The build writes what stands before this: FILES, the SHA-256 of each file of the app, and VERSION, one over all of them.

const CACHE = `verband-${VERSION}`;

/** The list of all files, to be read by people; it cannot name itself. */
const SUMS = "SHA256SUMS";

/** Names of assets have a hash in them: the browser may have them already. */
const fetched = (name) => fetch(name, { cache: name.startsWith("assets/") ? "default" : "no-cache" });

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Takes all files, each only as it was built: what a server has mixed up is no version. */
async function fill() {
  const cache = await caches.open(CACHE);
  const keep = async (name) => {
    const response = await fetched(name);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    const found = hex(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer()));
    if (name !== SUMS && found !== FILES[name]) throw new Error(`${name} is another one than was built`);
    await cache.put(name, response);
  };
  // One after the other: the page needs the network as well.
  for (const name of [...Object.keys(FILES), SUMS]) await keep(name);
}

/** Forgets versions of before. */
async function clean() {
  const old = (await caches.keys()).filter((name) => name.startsWith("verband-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The file of the app that is asked for; none if it is something else. */
function nameOf({ method, url }) {
  const { origin, pathname } = new URL(url);
  const place = origin + pathname;
  if (method !== "GET" || !place.startsWith(self.registration.scope)) return null;
  const name = place.slice(self.registration.scope.length) || "index.html";
  return Object.hasOwn(FILES, name) || name === SUMS ? name : null;
}

async function answer(name, request) {
  return (await (await caches.open(CACHE)).match(name)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(clean()));
self.addEventListener("message", ({ data }) => {
  if (data === "take-over") void self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name !== null) event.respondWith(answer(name, event.request));
});
