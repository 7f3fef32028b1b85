// A mail relay that takes everything.

import net from "node:net";

export class Relay {
  #server = net.createServer((socket) => this.#talk(socket));
  #take;
  /** The first e-mail that is handed over, as text. */
  mail = new Promise((resolve) => (this.#take = resolve));

  static async start() {
    const relay = new Relay();
    await new Promise((resolve) => relay.#server.listen(0, "127.0.0.1", resolve));
    relay.#server.unref();
    return relay;
  }

  /** The part of a server's configuration that names it. */
  get configuration() {
    const { port } = this.#server.address();
    return `[mail]\nrelay = "127.0.0.1"\nport = ${port}\nsecurity = "none"\nfrom = "Verband <verband@klinikum.test>"\n`;
  }

  close() {
    this.#server.close();
  }

  #talk(socket) {
    let rest = "";
    let mail = null;
    socket.write("220 relay.test\r\n");
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      const lines = (rest + bytes).split("\r\n");
      rest = lines.pop();
      for (const line of lines) {
        if (mail === null) {
          const verb = line.slice(0, 4).toUpperCase();
          if (verb === "DATA") mail = [];
          socket.write({ DATA: "354 go on\r\n", QUIT: "221 bye\r\n" }[verb] ?? "250 fine\r\n");
        } else if (line === ".") {
          this.#take(mail.join("\n"));
          mail = null;
          socket.write("250 taken\r\n");
        } else mail.push(line);
      }
    });
  }
}
