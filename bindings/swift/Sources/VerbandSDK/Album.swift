// The album: the tray, whose photos are, moving them, and the room that everything takes.

import Foundation
import VerbandFFI

extension Verband {
    /// Photos by when they were taken, the newest first, once. A screen takes `pictures` instead.
    public func album(_ query: AlbumQuery, limit: Int) async throws -> [AlbumRow] {
        try await photos(.photos(query: query, limit: UInt32(limit)))
    }

    /// The patient references that photos are filed under, by whose photo is the newest.
    public func albumPatients() async throws -> [AlbumPatientRow] {
        guard case .patients(let rows) = try await album(.patients) else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Takes a photo that the camera has just made into the tray, which is the personal space: nobody else sees it. Caption and
    /// patient reference may be empty.
    @discardableResult
    public func capturePhoto(
        _ photo: Data, caption: String = "", patient: String = "", language: Language = .german
    ) async throws -> EventId {
        try mapped {
            try client.capturePhoto(photo: photo, caption: caption, patient: patient, language: language)
        }
    }

    /// The same with a photo that lies in a file or a gallery, which the organisation may not permit.
    @discardableResult
    public func capturePhotoFile(
        _ photo: Data, caption: String = "", patient: String = "", language: Language = .german
    ) async throws -> EventId {
        try mapped {
            try client.capturePhotoFile(photo: photo, caption: caption, patient: patient, language: language)
        }
    }

    /// Says whose photos of a conversation are, all or none; an empty reference: nobody's.
    @discardableResult
    public func filePhotos(_ conversation: LogId, _ photos: [EventId], patient: String) async throws -> [EventId] {
        try await events(.filePhotos(conversation: conversation, photos: photos, patient: patient))
    }

    /// Who said when whose a photo is, the newest first.
    public func photoFilings(_ conversation: LogId, _ photo: EventId) async throws -> [FilingRow] {
        guard case .filings(let rows) = try await album(.photoFilings(conversation: conversation, photo: photo)) else {
            throw VerbandError.inside("another result")
        }
        return rows
    }

    /// Moves photos from the personal space, or from another conversation, into one, all or none; to a wound there, if one is
    /// named. The events of the copies come back: undoing one gives the photo back until ten seconds after it was sent.
    @discardableResult
    public func movePhotos(
        from: LogId, _ photos: [EventId], to: LogId, wound: EventId? = nil
    ) async throws -> [EventId] {
        try await events(.movePhotos(from: from, photos: photos, to: to, wound: wound))
    }

    /// What of the tray is deleted if it is not sent before; what ends first comes first.
    public func unsentEnding() async throws -> [AlbumRow] { try await photos(.unsentEnding) }

    /// The same as a sentence; empty if nothing ends.
    public func unsentInWords(_ language: Language) async throws -> String {
        guard case .text(let text) = try await album(.unsentInWords, language) else {
            throw VerbandError.inside("another result")
        }
        return text
    }

    /// What photos, files and the database take on this device.
    public func storageUse() async throws -> StorageUse {
        guard case .room(let used) = try await album(.room) else { throw VerbandError.inside("another result") }
        return used
    }

    /// Frees what can be fetched again, of one conversation or of all. Gives the bytes that were freed.
    @discardableResult
    public func freeStorage(_ conversation: LogId? = nil) async throws -> UInt64 {
        guard case .freed(let bytes) = try await album(.freeStorage(conversation: conversation)) else {
            throw VerbandError.inside("another result")
        }
        return bytes
    }

    private func photos(_ command: Album) async throws -> [AlbumRow] {
        guard case .photos(let rows) = try await album(command) else { throw VerbandError.inside("another result") }
        return rows
    }

    private func events(_ command: Album) async throws -> [EventId] {
        guard case .events(let events) = try await album(command) else { throw VerbandError.inside("another result") }
        return events
    }
}
