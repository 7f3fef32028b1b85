// Inviting people: by letter, by registration key, from a list; and the e-mails of the server.

import Foundation
import VerbandFFI

extension Verband {
    // MARK: Invitations

    /// All invitations, newest first.
    public func invitations() async throws -> [InvitationRow] {
        guard case .invitations(let rows) = try await inviting(.invitations) else {
            throw VerbandError.inside("another result")
        }
        return rows
    }

    /// Invites a person. The code comes back once and is for her letter.
    public func invite(_ person: MemberDetails, _ terms: Terms? = nil) async throws -> Invited {
        try await one(.invite(people: [NewInvitation(person: person, terms: try terms ?? .usual())]))
    }

    /// Invites people, all or none.
    public func invite(_ people: [NewInvitation]) async throws -> [Invited] { try await invited(.invite(people: people)) }

    /// Invites a bot: an automatic member whom everybody sees as one. Without `terms` it has no rights.
    public func inviteBot(_ name: String, _ terms: Terms? = nil) async throws -> Invited {
        let person = MemberDetails(name: name, function: "", ward: "")
        let bot = NewInvitation(person: person, terms: try terms ?? mapped { try botTerms() })
        return try await one(.inviteBot(bot: bot))
    }

    /// Makes a registration key for `limit` people; each of them says her own name.
    public func makeRegistrationKey(_ title: String, limit: Int, _ terms: Terms? = nil) async throws -> Invited {
        let terms = try terms ?? .usual()
        let key = NewRegistrationKey(title: title, limit: UInt32(clamping: limit), terms: terms)
        return try await one(.makeRegistrationKey(key: key))
    }

    /// A new letter for a member who lost everything: she stays who she is, and everybody is told when she uses it.
    public func inviteAgain(_ member: MemberId) async throws -> Invited { try await one(.inviteAgain(member: member)) }

    /// Makes an open invitation anew, with another code.
    public func reissueInvitation(_ invitation: InvitationId) async throws -> Invited {
        try await one(.reissue(invitation: invitation))
    }

    /// Withdraws invitations; those that were used or withdrawn already are left as they are.
    public func withdrawInvitations(_ invitations: [InvitationId]) async throws {
        _ = try await inviting(.withdraw(invitations: invitations))
    }

    // MARK: Lists

    /// Reads a list of people (CSV or XLSX) and says what it would do. Problems are sentences in `language`.
    public func readPeople(_ file: Data, language: Language) async throws -> PeoplePlan {
        try mapped { try client.readPeople(file: file, language: language) }
    }

    /// Invites people of a list, all or none, in its order.
    public func inviteListed(_ people: [ListedPerson], _ terms: Terms? = nil) async throws -> [Invited] {
        try await invited(.inviteListed(people: people, terms: try terms ?? .usual()))
    }

    // MARK: E-mails of the server

    /// Asks the server to mail an invited person the way to it. The code is not in the e-mail.
    public func mailInvitation(_ invitation: InvitationId, to: String, language: Language) async throws -> InvitationMail {
        try await mail(.mailInvitation(invitation: invitation, to: to, language: language))
    }

    /// Asks the server to mail several invited people, without codes. Asked again, nothing is sent again.
    public func mailInvitations(_ mails: [MailTo]) async throws -> [Mailed] {
        guard case .mails(let rows) = try await inviting(.mailInvitations(mails: mails)) else {
            throw VerbandError.inside("another result")
        }
        return rows
    }

    /// What became of the newest e-mail for an invitation.
    public func invitationMail(_ invitation: InvitationId) async throws -> InvitationMail {
        try await mail(.invitationMail(invitation: invitation))
    }

    /// The organisation's words in these e-mails.
    public func mailTemplate() async throws -> MailTemplate {
        guard case .mailTemplate(let template) = try await inviting(.mailTemplate) else {
            throw VerbandError.inside("another result")
        }
        return template
    }

    /// Sets them.
    public func setMailTemplate(_ template: MailTemplate) async throws {
        _ = try await inviting(.setMailTemplate(template: template))
    }

    private func invited(_ command: Inviting) async throws -> [Invited] {
        guard case .invited(let invited) = try await inviting(command) else { throw VerbandError.inside("another result") }
        return invited
    }

    private func one(_ command: Inviting) async throws -> Invited {
        guard let one = try await invited(command).first else { throw VerbandError.inside("no invitation") }
        return one
    }

    private func mail(_ command: Inviting) async throws -> InvitationMail {
        guard case .mail(let mail) = try await inviting(command) else { throw VerbandError.inside("another result") }
        return mail
    }
}

extension Terms {
    /// What an invitation brings: a member of the house, for two weeks, unless something else is said.
    public static func usual(
        conversations: [LogId] = [], roles: [RoleId]? = nil, teams: [TeamId] = [], until: UInt64? = nil,
        validFor: Duration? = nil, approval: Bool = false, mailed: Bool = false
    ) throws -> Terms {
        let usual = try mapped { try usualTerms() }
        let validity = validFor.map { UInt64(clamping: $0.components.seconds) * 1000 } ?? usual.validFor
        return Terms(
            conversations: conversations, roles: roles ?? usual.roles, teams: teams, until: until, validFor: validity,
            approval: approval, mailed: mailed)
    }
}
