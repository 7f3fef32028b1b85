// A server that takes connections and never answers, to have calls that last until they are cancelled.

import Dispatch
import Foundation

struct SilentServer {
    private let listener: Int32
    let port: UInt16

    var address: String { "http://127.0.0.1:\(port)" }

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let listens = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard listens else { throw Missing(what: "no port on loopback") }
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Waits for a connection.
    func accept() async -> Connection {
        let listener = listener
        return Connection(socket: await waiting { Foundation.accept(listener, nil, nil) })
    }

    func close() { Foundation.close(listener) }
}

struct Connection: Sendable {
    let socket: Int32

    /// Waits until the other end has closed: what was cancelled does not go on behind the scenes.
    func closedAtTheOtherEnd() async {
        await waiting {
            var part = [UInt8](repeating: 0, count: 4096)
            while recv(socket, &part, part.count, 0) > 0 {}
        }
        close(socket)
    }
}

/// Runs what blocks on a thread of its own.
private func waiting<T: Sendable>(_ block: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: block()) }
    }
}
