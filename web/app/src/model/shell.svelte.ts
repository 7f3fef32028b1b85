// The app's own files in this browser: a service worker keeps them, so that the page begins without a network. A newer version waits
// until nothing is open, since a page and its worker belong together.

import { trusted } from "./trusted.ts";

class Shell {
  /** The newer version that lies ready; none before there is one. */
  #waiting = $state.raw<ServiceWorker | null>(null);

  get newer(): boolean {
    return this.#waiting !== null;
  }

  /** Has the files kept. A page that has just begun takes the newer version at once. */
  async begin(): Promise<void> {
    try {
      const found = await navigator.serviceWorker.register(trusted("./service-worker.js"), { updateViaCache: "none" });
      this.#waiting = found.waiting;
      if (this.newer) return this.renew();
      found.addEventListener("updatefound", () => this.#follow(found.installing));
      this.#follow(found.installing);
    } catch {
      // Without it the page needs the network to begin: nothing else is lost.
    }
  }

  /** A first version is no newer one. */
  #follow(worker: ServiceWorker | null): void {
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && navigator.serviceWorker.controller) this.#waiting = worker;
    });
  }

  /** Begins anew with the newer version. */
  renew(): void {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    this.#waiting?.postMessage("take-over");
  }
}

export const shell = new Shell();

/** The hash over the list of all files' hashes, as `sha256sum SHA256SUMS` writes it: which version this page says it is. */
export async function version(): Promise<string> {
  const sums = await (await fetch("./SHA256SUMS")).arrayBuffer();
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", sums))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
