// The page: the façade compiled beside the module, served on localhost, which browsers take for a secure context.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

export class Site {
  #server;
  origin;

  static async serve(folder) {
    const facade = path.join(HERE, "../js");
    for (const file of fs.readdirSync(facade)) fs.copyFileSync(path.join(facade, file), path.join(folder, file));
    for (const file of ["index.html", "page.js"]) fs.copyFileSync(path.join(HERE, file), path.join(folder, file));
    const compiler = path.join(HERE, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [compiler, "-p", folder], { stdio: "inherit" });

    const site = new Site();
    site.#server = http.createServer((request, response) => {
      const name = path.basename(new URL(request.url, "http://localhost").pathname) || "index.html";
      const file = path.join(folder, name);
      if (!fs.existsSync(file)) return response.writeHead(404).end();
      response.writeHead(200, { "content-type": TYPES[path.extname(name)] ?? "text/plain" });
      fs.createReadStream(file).pipe(response);
    });
    await new Promise((resolve) => site.#server.listen(0, "127.0.0.1", resolve));
    site.origin = `http://localhost:${site.#server.address().port}`;
    return site;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
