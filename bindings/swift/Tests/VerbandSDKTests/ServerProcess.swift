// A real server in a process of its own.

import Foundation

/// The server that runs, for the end of this process: it must not outlive a run that was cut short.
nonisolated(unsafe) private var running: pid_t = 0

private let limits = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../tests/fixtures/limits.toml").standardized

/// Starts, kills and starts again on the same port and folder.
@MainActor
final class ServerProcess {
    private let folder: URL
    private var process: Process?
    private var listen = "127.0.0.1:0"

    /// The one-time token that permits to found an organisation.
    private(set) var token = ""

    /// Where clients reach it.
    var address: String { "http://\(listen)" }

    init(folder: URL) { self.folder = folder }

    func start() throws {
        guard let program = ProcessInfo.processInfo.environment["VERBAND_SERVER_BIN"] else {
            throw Missing(what: "VERBAND_SERVER_BIN names no server")
        }
        let started = Process()
        started.executableURL = URL(fileURLWithPath: program)
        // Nobody answers at its mail relay.
        let config = folder.deletingLastPathComponent().appendingPathComponent("server.toml")
        let mail = "[mail]\nrelay = \"127.0.0.1\"\nport = 9\nsecurity = \"none\"\nfrom = \"post@klinik.example\"\n"
        try FileManager.default.createDirectory(at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
        try (try String(contentsOf: limits, encoding: .utf8) + mail).write(to: config, atomically: true, encoding: .utf8)
        started.arguments = ["serve", "--config", config.path, "--data", folder.path, "--listen", listen]
        let out = Pipe()
        started.standardOutput = out
        started.standardError = FileHandle.nullDevice
        try started.run()
        process = started
        if running == 0 { atexit { if running > 0 { Foundation.kill(running, SIGKILL) } } }
        running = started.processIdentifier
        try readAddress(from: out.fileHandleForReading)
    }

    private func readAddress(from out: FileHandle) throws {
        var text = ""
        while !text.contains("listening on") || !text.hasSuffix("\n") {
            let part = out.availableData
            guard !part.isEmpty else { throw Missing(what: "the server ended at once") }
            text += String(decoding: part, as: UTF8.self)
        }
        for line in text.split(separator: "\n") {
            if let found = line.after("set-up link: ") { token = String(found.drop { $0 != "#" }.dropFirst()) }
            if let found = line.after("listening on http://") { listen = found }
        }
    }

    /// Ends it without a farewell.
    func kill() {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
        running = -1
    }
}

/// Something that a test needs is not there.
struct Missing: Error {
    let what: String
}

extension Substring {
    fileprivate func after(_ start: String) -> String? {
        hasPrefix(start) ? String(dropFirst(start.count)) : nil
    }
}
