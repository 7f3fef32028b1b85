// The values that the SDK takes and gives, under one import. They are written by the generator from bindings/ffi, where
// their fields are explained; an app never imports `VerbandFFI` itself.

import VerbandFFI

public typealias Account = VerbandFFI.Account
public typealias AlarmKind = VerbandFFI.AlarmKind
public typealias AlarmRow = VerbandFFI.AlarmRow
public typealias ConversationKind = VerbandFFI.ConversationKind
public typealias ConversationRow = VerbandFFI.ConversationRow
public typealias DeviceClass = VerbandFFI.DeviceClass
public typealias DeviceRow = VerbandFFI.DeviceRow
public typealias History = VerbandFFI.History
public typealias Invitation = VerbandFFI.Invitation
public typealias InvitationPreview = VerbandFFI.InvitationPreview
public typealias InvitationRow = VerbandFFI.InvitationRow
public typealias Invited = VerbandFFI.Invited
public typealias Join = VerbandFFI.Join
public typealias MemberRow = VerbandFFI.MemberRow
public typealias MessageRow = VerbandFFI.MessageRow
public typealias MessageState = VerbandFFI.MessageState
public typealias Organisation = VerbandFFI.Organisation
public typealias PhotoForm = VerbandFFI.PhotoForm
public typealias Profile = VerbandFFI.Profile
public typealias RecoverySheet = VerbandFFI.RecoverySheet
public typealias Retry = VerbandFFI.Retry
public typealias Status = VerbandFFI.Status

// Ids are hex text.
public typealias BlobId = VerbandFFI.BlobId
public typealias DeviceId = VerbandFFI.DeviceId
public typealias EventId = VerbandFFI.EventId
public typealias InvitationId = VerbandFFI.InvitationId
public typealias LogId = VerbandFFI.LogId
public typealias MemberId = VerbandFFI.MemberId

/// An invitation from a QR code or a link.
public func invitation(link: String) -> Invitation { .link(text: link) }

/// An invitation typed from a letter. Spaces, dashes and case of the code do not matter.
public func invitation(server: String, code: String) -> Invitation { .code(server: server, code: code) }
