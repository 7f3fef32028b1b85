// The device's half of what opens a profile: 32 random bytes, wrapped by a key of WebCrypto that cannot be exported.
// Both lie in IndexedDB; the key itself stays with the browser.

/** The two halves that open a profile. */
export interface Key {
  pin: string;
  secret: Uint8Array<ArrayBuffer>;
}

const DATABASE = "verband";
const STORE = "device";

interface Wrapped {
  key: CryptoKey;
  iv: Uint8Array<ArrayBuffer>;
  secret: ArrayBuffer;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const open = indexedDB.open(DATABASE, 1);
  open.onupgradeneeded = () => open.result.createObjectStore(STORE);
  const database = await done(open);
  const transaction = database.transaction(STORE, mode, { durability: "strict" });
  transaction.oncomplete = transaction.onabort = () => database.close();
  return transaction.objectStore(STORE);
}

async function make(): Promise<Wrapped> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = crypto.getRandomValues(new Uint8Array(32));
  const secret = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  plain.fill(0);
  return { key, iv, secret };
}

async function unwrap({ key, iv, secret }: Wrapped): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, secret));
}

/** The secret of a profile; none if this browser has none, or has lost it. */
export async function findSecret(profile: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const found: Wrapped | undefined = await done((await store("readonly")).get(profile));
  return found && unwrap(found);
}

/** The secret of a new profile, made if there is none; the browser is asked not to throw the profile away. */
export async function newSecret(profile: string): Promise<Uint8Array<ArrayBuffer>> {
  await navigator.storage.persist();
  const found = await findSecret(profile);
  if (found) return found;
  const made = await make();
  await done((await store("readwrite")).put(made, profile));
  return unwrap(made);
}

/** Forgets the secret of a profile that is gone. */
export async function forgetSecret(profile: string): Promise<void> {
  await done((await store("readwrite")).delete(profile));
}
