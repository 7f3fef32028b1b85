// Photos: into the vault and out of it, in memory only.

import Foundation
import VerbandFFI

extension Verband {
    /// Takes a photo (JPEG, PNG or WebP) that the camera has just made and sends it. All metadata is removed. It is sealed on disk and in the feed when
    /// this returns, with or without a network.
    @discardableResult
    public func sendPhoto(_ conversation: LogId, _ photo: Data, caption: String = "") async throws -> EventId {
        try mapped { try client.sendPhoto(conversation: conversation, photo: photo, caption: caption) }
    }

    /// The same with a photo that lies in a file or a gallery, which the organisation may not permit.
    @discardableResult
    public func sendPhotoFile(_ conversation: LogId, _ photo: Data, caption: String = "") async throws -> EventId {
        try mapped { try client.sendPhotoFile(conversation: conversation, photo: photo, caption: caption) }
    }

    /// As `sendPhoto`, with marks painted on it first. Of what they cover nothing is left in what is sent; the original is
    /// destroyed, or kept in the personal space if the policy says so. Errors have their sentence in `language`.
    @discardableResult
    public func sendReviewedPhoto(
        _ conversation: LogId, _ photo: Data, _ review: PhotoReview, language: Language, caption: String = ""
    ) async throws -> EventId {
        try mapped {
            try client.sendReviewedPhoto(
                conversation: conversation, photo: photo, caption: caption, review: review, language: language)
        }
    }

    /// The same with a photo that lies in a file or a gallery, which the organisation may not permit.
    @discardableResult
    public func sendReviewedPhotoFile(
        _ conversation: LogId, _ photo: Data, _ review: PhotoReview, language: Language, caption: String = ""
    ) async throws -> EventId {
        try mapped {
            try client.sendReviewedPhotoFile(
                conversation: conversation, photo: photo, caption: caption, review: review, language: language)
        }
    }

    /// Replaces a photo that was sent, or waits, by one with marks painted on it: the old one is deleted for everybody, which
    /// is for its author and for moderators. Fetches it first if it is not on this device.
    @discardableResult
    public func redactPhoto(
        _ conversation: LogId, _ event: EventId, _ review: PhotoReview, language: Language
    ) async throws -> EventId {
        try await call {
            try await self.client.redactPhoto(
                conversation: conversation, event: event, review: review, language: language, cancel: $0)
        }
    }

    /// Proposes what to cover on a photo that was sent: codes, and faces if there is a model of them. Fetches it first if it is
    /// not on this device.
    public func proposeMarks(
        _ photo: BlobId, language: Language, faces: Faces? = nil
    ) async throws -> Proposals {
        try await call {
            try await self.client.proposeMarks(photo: photo, faces: faces, language: language, cancel: $0)
        }
    }

    /// Reads the references to patients of the codes in a picture (JPEG, PNG or WebP): at least one, and where there are several a
    /// person chooses. With patterns in the policy those that fit one. Takes up to a second; nothing of the picture is kept. Fails
    /// with the code `wound` and the reference `no-code` or `other-code`, and a sentence in `language`.
    public func readPatientCode(_ picture: Data, language: Language) async throws -> [PatientCode] {
        try mapped { try client.readPatientCode(picture: picture, language: language) }
    }

    /// The same in what a camera sees at the moment: the first plane of a frame in YCbCr, with the bytes from the beginning of a row
    /// to that of the next one.
    public func readPatientFrame(
        _ samples: Data, width: Int, height: Int, stride: Int, language: Language
    ) async throws -> [PatientCode] {
        try mapped {
            try client.readPatientFrame(
                width: UInt32(clamping: width), height: UInt32(clamping: height), stride: UInt32(clamping: stride),
                samples: samples, language: language)
        }
    }

    /// Whether a reference that somebody typed looks like those of the house: a hint, since each is taken. True where the policy
    /// has no pattern.
    public func fitsPatientPattern(_ reference: String) async throws -> Bool {
        try mapped { try client.fitsPatientPattern(reference: reference) }
    }

    /// Opens a photo; fetches it first if it is not on this device.
    public func openPhoto(_ photo: BlobId, _ form: PhotoForm = .preview) async throws -> Photo {
        let reader = try await call { try await self.client.openPhoto(photo: photo, form: form, cancel: $0) }
        return Photo(reader, size: try mapped { Int(clamping: try reader.size()) })
    }
}

/// Proposes what to cover on a photo that is about to be sent: codes, and faces if there is a model of them. Takes seconds;
/// nothing of the photo is kept. Its text is to be shown: what is proposed is never all.
public func proposeMarks(_ photo: Data, language: Language, faces: Faces? = nil) async throws -> Proposals {
    try await call { try await VerbandFFI.proposeMarks(photo: photo, faces: faces, language: language, cancel: $0) }
}

/// What reference a pattern makes of a code, none if the code does not fit; for whoever writes patterns. A code with fields after
/// GS1 is written as it stands below the bars: `(8018)…(8019)…`.
public func tryPatientPattern(_ pattern: String, _ code: String, language: Language) throws -> String? {
    try mapped { try VerbandFFI.tryPatientPattern(pattern: pattern, code: code, language: language) }
}

/// Reads the model of faces, which the app brings along: the file `seeta_fd_frontal_v1.0.bin` of `core/detect/model`.
public func readFaces(_ file: Data) throws -> Faces {
    try mapped { try Faces.read(file: file) }
}

/// A photo that is open for reading, in any order. Locking ends it.
public final class Photo: Sendable {
    /// The largest piece that is read at once, in bytes.
    public static let maxPiece = 256 << 10

    /// Bytes in all.
    public let size: Int
    private let reader: FileReader

    fileprivate init(_ reader: FileReader, size: Int) {
        self.reader = reader
        self.size = size
    }

    /// Reads at most `max` bytes, and at most 256 KiB; fewer at the end, none behind it.
    public func read(at offset: Int, max: Int = maxPiece) async throws -> Data {
        try mapped { try reader.readAt(offset: UInt64(clamping: offset), max: UInt32(clamping: max)) }
    }

    /// Everything, for a preview.
    public func readAll() async throws -> Data {
        var all = Data(capacity: size)
        try await pieces { all.append($0) }
        return all
    }

    /// Writes everything to `file`. What goes there leaves the vault: only an export that a person asked for.
    public func copy(to file: FileHandle) async throws {
        try await pieces { try file.write(contentsOf: $0) }
    }

    private func pieces(_ take: (Data) throws -> Void) async throws {
        var offset = 0
        while offset < size {
            try Task.checkCancellation()
            let piece = try await read(at: offset)
            guard !piece.isEmpty else { throw VerbandError.inside("a photo is shorter than its size") }
            try take(piece)
            offset += piece.count
        }
    }
}
