// The real programs: the server, and devices with the command line client.

import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import readline from "node:readline";

/** An environment variable, or what stands for it. */
export function environment(name, otherwise) {
  const value = process.env[name] ?? otherwise;
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const LIMITS = new URL("../../../tests/fixtures/limits.toml", import.meta.url);

/** A server in a process of its own. */
export class Server {
  #data;
  #flags;
  #process;
  address;
  token;
  /** The part of its configuration that names a mail relay, from its next start on. */
  mail = "";

  /** @param flags further ones of `verband-server serve` */
  constructor(data, flags) {
    this.#data = data;
    this.#flags = flags;
  }

  static async start(data, ...flags) {
    const server = new Server(data, flags);
    await server.#run("127.0.0.1:0");
    return server;
  }

  /** The same server again, at the same address. */
  again() {
    return this.#run(new URL(this.address).host);
  }

  /** Permits one more organisation. */
  setUp() {
    const flags = ["setup", "--data", this.#data, "--origin", this.address];
    return new Promise((resolve, reject) => {
      execFile(environment("VERBAND_SERVER_BIN"), flags, (error, out, complaint) => {
        if (error) return reject(new Error(`verband-server setup: ${complaint || error}`));
        out.split("\n").forEach((line) => this.#read(line));
        resolve();
      });
    });
  }

  async #run(listen) {
    const configuration = `${this.#data}.toml`;
    fs.writeFileSync(configuration, fs.readFileSync(LIMITS, "utf8") + this.mail);
    const flags = ["serve", "--config", configuration, "--data", this.#data, "--listen", listen, ...this.#flags];
    const env = { ...process.env, VERBAND_LOG_LEVEL: "warn" };
    this.#process = spawn(environment("VERBAND_SERVER_BIN"), flags, { stdio: ["ignore", "pipe", "inherit"], env });
    for await (const line of readline.createInterface({ input: this.#process.stdout })) {
      this.#read(line);
      if (line.startsWith("listening on ")) return;
    }
    throw new Error("the server did not start");
  }

  /** Takes what a line for programs says. */
  #read(line) {
    const [name, value] = line.split(/ (?=\S+$)/);
    if (name === "set-up link:") this.token = value.split("#")[1];
    if (name === "listening on") this.address = value;
  }

  /** Ends it in an orderly way. */
  async close() {
    if (!this.#process || this.#process.exitCode !== null) return;
    const end = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGTERM");
    await end;
  }
}

/** How long a device looks for what another one sends, in milliseconds. */
const PATIENCE = 60_000;

/** A device with the command line client. */
export class Device {
  #env;

  constructor(profile) {
    this.#env = { ...process.env, VERBAND_PROFILE: profile, VERBAND_PIN: "24681012" };
  }

  /** Runs a command; gives what it prints as JSON. */
  async run(...args) {
    const out = await this.text("--json", ...args);
    return out ? JSON.parse(out) : undefined;
  }

  /** Fetches what others have sent and runs a command, until that prints what is wanted; gives what it printed last. */
  async until(wanted, ...args) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      await this.run("sync");
      const found = await this.run(...args);
      if (wanted(found) || Date.now() > end) return found;
    }
  }

  /** Runs a command; gives what it prints for people. */
  text(...args) {
    return new Promise((resolve, reject) => {
      execFile(environment("VERBAND_CLI_BIN"), args, { env: this.#env }, (error, out, complaint) => {
        if (error) reject(new Error(`verband ${args.join(" ")}: ${complaint || error}`));
        else resolve(out);
      });
    });
  }

  /** A photo of a conversation as a file's bytes. */
  async export(photo, file) {
    await this.run("export", photo, file, "--force");
    return fs.readFileSync(file);
  }
}
