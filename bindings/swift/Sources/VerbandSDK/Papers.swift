// Papers: letters, the list they are handed out by, and keys to be locked away. Whole documents, small ones.

import Foundation
import VerbandFFI

extension Verband {
    /// Letters in one PDF, in this order. Whoever reads it can enrol: to be printed and removed.
    public func letters(_ letters: [Letter], desk: Desk = Desk()) async throws -> Data {
        try mapped { try client.letters(desk: desk.of(letters), letters: letters) }
    }

    /// The list (PDF) that these letters are handed out by, to be signed. It has no codes.
    public func handOutList(_ letters: [Letter], language: Language, desk: Desk = Desk()) async throws -> Data {
        try mapped { try client.handOutList(desk: desk.of(letters), letters: letters, language: language) }
    }

    /// Several invitations as e-mails with their codes, in an archive (ZIP) of `.eml` files. Nothing is sent.
    public func mailDrafts(_ drafts: [MailedLetter], from: String, desk: Desk = Desk()) async throws -> Data {
        try mapped { try client.mailDrafts(desk: desk.of(drafts.map(\.letter)), drafts: drafts, from: from) }
    }

    /// An invitation as an e-mail with its code, for the administrator's own mail program (`.eml`). Nothing is sent.
    public func mailDraft(_ letter: Letter, from: String, to: String, desk: Desk = Desk()) async throws -> Data {
        try mapped { try client.mailDraft(desk: desk.of([letter]), letter: letter, from: from, to: to) }
    }

    /// The sheet (PDF) with the organisation's root key, for the safe.
    public func recoverySheet(_ sheet: RecoverySheet, language: Language, desk: Desk = Desk()) async throws -> Data {
        try mapped { try client.recoverySheet(desk: desk.at(Date()), sheet: sheet, language: language) }
    }

    /// The sheet (PDF) of markers that wounds are measured by in photos, to print and cut out.
    public func markerSheet(language: Language, desk: Desk = Desk()) async throws -> Data {
        try mapped { try client.markerSheet(desk: desk.at(Date()), language: language) }
    }

    /// The card (PDF) with this person's recovery key, to be cut out.
    public func recoveryCard(_ card: RecoveryCard, language: Language, desk: Desk = Desk()) async throws -> Data {
        try mapped { try client.recoveryCard(desk: desk.at(Date()), card: card, language: language) }
    }
}

/// What papers say besides what the organisation knows.
public struct Desk: Sendable {
    /// Lines of the postal address of the house; none leaves out the return address.
    public let address: [String]
    /// Whom to ask, with telephone number or room.
    public let contact: String
    /// Whose calendar days are told by.
    public let zone: TimeZone

    public init(address: [String] = [], contact: String = "", zone: TimeZone = .current) {
        self.address = address
        self.contact = contact
        self.zone = zone
    }

    func of(_ letters: [Letter]) -> VerbandFFI.Desk {
        at(Date(timeIntervalSince1970: Double(letters.map(\.invited.notAfter).max() ?? 0) / 1000))
    }

    func at(_ moment: Date) -> VerbandFFI.Desk {
        VerbandFFI.Desk(
            address: address, contact: contact, utcOffsetS: Int32(clamping: zone.secondsFromGMT(for: moment)))
    }
}
