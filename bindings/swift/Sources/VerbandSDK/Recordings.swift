// Voice notes and videos: recorded piece by piece, each of which is sealed before the next one comes.

import Foundation
import VerbandFFI

extension Verband {
    /// Begins to record a voice note or a video. `media` is what the recorder gives: MP4 in fragments, as an `AVAssetWriter` with
    /// the profile `.mpeg4AppleHLS` hands them to its delegate. Errors have their sentence in `language`.
    public func startRecording(
        _ conversation: LogId, _ kind: RecordingKind, media: String, language: Language
    ) async throws -> Recorder {
        let writer = try mapped {
            try client.startRecording(conversation: conversation, kind: kind, media: media, language: language)
        }
        return Recorder(writer, language: language)
    }

    /// Sends a voice note or a video that lies in a file or a gallery, which the organisation may not permit.
    @discardableResult
    public func sendRecordingFile(
        _ conversation: LogId, _ kind: RecordingKind, media: String, from file: FileHandle, language: Language,
        _ new: NewRecording = NewRecording()
    ) async throws -> EventId {
        let writer = try mapped {
            try client.addRecording(conversation: conversation, kind: kind, media: media, language: language)
        }
        let recorder = Recorder(writer, language: language)
        do {
            while let piece = try file.read(upToCount: Photo.maxPiece), !piece.isEmpty {
                try Task.checkCancellation()
                try await recorder.write(piece)
            }
            return try await recorder.finish(new)
        } catch {
            // The file is still there: nobody wants to finish what was taken of it.
            try? await recorder.discard()
            throw error
        }
    }

    /// Recordings that were begun on this device and neither finished nor discarded, the oldest first.
    public func unfinishedRecordings() async throws -> [UnfinishedRecording] {
        try mapped { try client.unfinishedRecordings() }
    }

    /// Finishes a recording that an earlier life of the app began.
    @discardableResult
    public func finishRecording(
        _ recording: BlobId, language: Language, _ new: NewRecording = NewRecording()
    ) async throws -> EventId {
        try await call {
            try await self.client.finishRecording(recording: recording, new: new, language: language, cancel: $0)
        }
    }

    /// Throws a recording away that was not finished.
    public func discardRecording(_ recording: BlobId) async throws {
        try mapped { try client.discardRecording(recording: recording) }
    }

    /// Opens a voice note or a video for playing from any place in it; fetches it first if it is not on this device.
    public func openRecording(_ conversation: LogId, _ event: EventId) async throws -> StoredFile {
        let reader = try await call {
            try await self.client.openRecording(conversation: conversation, event: event, cancel: $0)
        }
        return StoredFile(reader, size: try mapped { try reader.size() })
    }

    /// The same for somewhere else: it leaves the vault, which the organisation may not permit.
    public func exportRecording(_ conversation: LogId, _ event: EventId) async throws -> StoredFile {
        let reader = try await call {
            try await self.client.exportRecording(conversation: conversation, event: event, cancel: $0)
        }
        return StoredFile(reader, size: try mapped { try reader.size() })
    }
}

/// A recording that is going on. Let go before its end, or when the app is locked or killed, it is one of the unfinished.
public final class Recorder: Sendable {
    private let writer: RecordingWriter
    private let language: Language

    fileprivate init(_ writer: RecordingWriter, language: Language) {
        self.writer = writer
        self.language = language
    }

    /// Its id on this device, by which it is found if it is not finished.
    public func id() throws -> BlobId {
        try mapped { try writer.id() }
    }

    /// Takes the next piece; about a second is a good length. It is sealed and on disk when this returns. `levels` say how loud it
    /// was meanwhile, from 0 to 255, in steps of the same length.
    public func write(_ piece: Data, levels: Data = Data()) async throws {
        try mapped { try writer.write(piece: piece, levels: levels) }
    }

    /// Ends it and puts it into the conversation, without its metadata. After an error it can be finished again or discarded.
    @discardableResult
    public func finish(_ new: NewRecording = NewRecording()) async throws -> EventId {
        try await call { try await self.writer.finish(new: new, language: self.language, cancel: $0) }
    }

    /// Throws it away.
    public func discard() async throws {
        try mapped { try writer.discard() }
    }
}
