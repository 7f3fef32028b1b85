// Files and folders of conversations, what is on its way, and what waits to be sent.

import Foundation
import VerbandFFI

extension Verband {
    private func filing(_ command: Filing) async throws -> FilingResult {
        try await call { try await self.client.file(command: command, cancel: $0) }
    }

    private func written(_ command: Filing) async throws -> EventId {
        guard case .event(let event) = try await filing(command) else { throw VerbandError.inside("another result") }
        return event
    }

    // MARK: Files and folders

    /// What lies in a folder, once. A screen takes `files` instead.
    public func filesIn(_ conversation: LogId, _ folder: FolderId = .root) async throws -> [FileRow] {
        let result = try await filing(.files(conversation: conversation, folder: folder))
        guard case .files(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// One file or folder, or the file that a version belongs to.
    public func file(_ conversation: LogId, _ item: EventId) async throws -> FileRow {
        let result = try await filing(.file(conversation: conversation, item: item))
        guard case .file(let row) = result else { throw VerbandError.inside("another result") }
        return row
    }

    /// All versions of a file, newest first.
    public func fileVersions(_ conversation: LogId, _ item: EventId) async throws -> [VersionRow] {
        let result = try await filing(.fileVersions(conversation: conversation, item: item))
        guard case .versions(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Makes a folder in another one, or in the root.
    @discardableResult
    public func createFolder(_ conversation: LogId, name: String, in folder: EventId? = nil) async throws -> EventId {
        try await written(.createFolder(conversation: conversation, folder: folder, name: name))
    }

    /// Gives a file or folder another name.
    @discardableResult
    public func renameFile(_ conversation: LogId, _ item: EventId, name: String) async throws -> EventId {
        try await written(.renameFile(conversation: conversation, item: item, name: name))
    }

    /// Puts a file or folder into another folder, or into the root.
    @discardableResult
    public func moveFile(_ conversation: LogId, _ item: EventId, to folder: EventId?) async throws -> EventId {
        try await written(.moveFile(conversation: conversation, item: item, folder: folder))
    }

    /// Copies a file, or a folder with all that lies in it, also into another conversation.
    @discardableResult
    public func copyFile(
        _ conversation: LogId, _ item: EventId, to other: LogId, in folder: EventId? = nil
    ) async throws -> EventId {
        try await written(.copyFile(conversation: conversation, item: item, to: other, folder: folder))
    }

    /// Deletes files and folders for everybody. For ten seconds `undoDelete` brings them back with what this gives.
    @discardableResult
    public func deleteFiles(_ conversation: LogId, _ items: [EventId]) async throws -> [EventId] {
        let result = try await filing(.deleteFiles(conversation: conversation, items: items))
        guard case .deletes(let deletes) = result else { throw VerbandError.inside("another result") }
        return deletes
    }

    /// Makes an earlier version of a file count again.
    @discardableResult
    public func restoreVersion(_ conversation: LogId, _ item: EventId, _ version: EventId) async throws -> EventId {
        try await written(.restoreVersion(conversation: conversation, item: item, version: version))
    }

    /// What people call the folder of photos.
    public func photosFolder(_ language: Language) async throws -> String {
        guard case .title(let title) = try await filing(.photosFolder(language: language)) else {
            throw VerbandError.inside("another result")
        }
        return title
    }

    /// A folder as it changes.
    public func files(_ conversation: LogId, _ folder: FolderId = .root) throws -> Feed<FileRow> {
        Feed(source: try mapped { try client.feed(kind: .files(conversation: conversation, folder: folder)) }) {
            if case .file(let row) = $0 { row } else { nil }
        }
    }

    // MARK: Bytes

    /// Puts everything that `file` holds from here on into a folder or the root, whatever its size. JPEG, PNG and WebP are
    /// kept without their metadata, and refused if they cannot be. It is sealed on disk and in the feed when this returns,
    /// with or without a network.
    @discardableResult
    public func putFile(
        _ conversation: LogId, name: String, from file: FileHandle, in folder: EventId? = nil, media: String? = nil,
        size: UInt64? = nil
    ) async throws -> EventId {
        let writer = try mapped {
            try client.addFile(conversation: conversation, folder: folder, name: name, media: media, size: size)
        }
        return try take(file, into: writer)
    }

    /// Makes everything that `file` holds another version of a file. The ones before stay.
    @discardableResult
    public func putVersion(
        _ conversation: LogId, _ item: EventId, from file: FileHandle, media: String? = nil, size: UInt64? = nil
    ) async throws -> EventId {
        let writer = try mapped {
            try client.addVersion(conversation: conversation, item: item, media: media, size: size)
        }
        return try take(file, into: writer)
    }

    private func take(_ file: FileHandle, into writer: FileWriter) throws -> EventId {
        while let piece = try file.read(upToCount: Photo.maxPiece), !piece.isEmpty {
            try Task.checkCancellation()
            try mapped { try writer.append(bytes: piece) }
        }
        return try mapped { try writer.finish() }
    }

    /// Opens a file to show it, the version that counts or another one, pictures upright; fetches it first if it is not here.
    public func openFile(
        _ conversation: LogId, _ item: EventId, version: EventId? = nil
    ) async throws -> StoredFile {
        try await stored(conversation, item, version, export: false)
    }

    /// The same for somewhere else: it leaves the vault, which the organisation may not permit.
    public func exportFile(
        _ conversation: LogId, _ item: EventId, version: EventId? = nil
    ) async throws -> StoredFile {
        try await stored(conversation, item, version, export: true)
    }

    private func stored(
        _ conversation: LogId, _ item: EventId, _ version: EventId?, export: Bool
    ) async throws -> StoredFile {
        let reader = try await call {
            try await self.client.openFile(
                conversation: conversation, item: item, version: version, export: export, cancel: $0)
        }
        return StoredFile(reader, size: try mapped { try reader.size() })
    }

    /// Wishes that a file is on this device, also if that takes several lives of the app.
    public func downloadFile(_ conversation: LogId, _ item: EventId, version: EventId? = nil) async throws {
        _ = try await filing(.downloadFile(conversation: conversation, item: item, version: version))
    }

    /// Frees the room that a file takes on this device. It can be fetched again.
    public func freeFile(_ conversation: LogId, _ item: EventId, version: EventId? = nil) async throws {
        _ = try await filing(.freeFile(conversation: conversation, item: item, version: version))
    }

    // MARK: On its way

    /// Files on their way, as they get on.
    public func transfers() throws -> Feed<TransferRow> {
        Feed(source: try mapped { try client.feed(kind: .transfers) }) {
            if case .transfer(let row) = $0 { row } else { nil }
        }
    }

    /// Stops a transfer until somebody resumes it.
    public func pauseTransfer(_ blob: BlobId) async throws { _ = try await filing(.pauseTransfer(blob: blob)) }

    /// Goes on with what was paused, or tries again what failed.
    public func resumeTransfer(_ blob: BlobId) async throws { _ = try await filing(.resumeTransfer(blob: blob)) }

    /// Ends a download; nothing of it stays.
    public func cancelTransfer(_ blob: BlobId) async throws { _ = try await filing(.cancelTransfer(blob: blob)) }

    /// What waits to be sent, in the order in which it was made. `resend` tries again.
    public func outbox() throws -> Feed<OutboxRow> {
        Feed(source: try mapped { try client.feed(kind: .outbox) }) {
            if case .unsent(let row) = $0 { row } else { nil }
        }
    }
}

/// A file that is open for reading, in any order. Locking ends it.
public final class StoredFile: Sendable {
    /// Bytes in all.
    public let size: UInt64
    private let reader: FileReader

    init(_ reader: FileReader, size: UInt64) {
        self.reader = reader
        self.size = size
    }

    /// Reads at most `max` bytes, and at most 256 KiB; fewer at the end, none behind it.
    public func read(at offset: UInt64, max: Int = Photo.maxPiece) async throws -> Data {
        try mapped { try reader.readAt(offset: offset, max: UInt32(clamping: max)) }
    }

    /// Writes everything to `file`. What goes there leaves the vault: only an export that a person asked for.
    public func copy(to file: FileHandle) async throws {
        var offset: UInt64 = 0
        while offset < size {
            try Task.checkCancellation()
            let piece = try await read(at: offset)
            guard !piece.isEmpty else { throw VerbandError.inside("a file is shorter than its size") }
            try file.write(contentsOf: piece)
            offset += UInt64(piece.count)
        }
    }
}
