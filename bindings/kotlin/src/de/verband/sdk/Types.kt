/*
 * The values that the SDK takes and gives, under one import. They are written by the generator from bindings/ffi, where
 * their fields are explained; an app never imports `de.verband.sdk.ffi` itself.
 */
package de.verband.sdk

typealias Account = de.verband.sdk.ffi.Account
typealias AlarmKind = de.verband.sdk.ffi.AlarmKind
typealias AlarmRow = de.verband.sdk.ffi.AlarmRow
typealias ConversationKind = de.verband.sdk.ffi.ConversationKind
typealias ConversationRow = de.verband.sdk.ffi.ConversationRow
typealias DeviceClass = de.verband.sdk.ffi.DeviceClass
typealias DeviceRow = de.verband.sdk.ffi.DeviceRow
typealias History = de.verband.sdk.ffi.History
typealias Invitation = de.verband.sdk.ffi.Invitation
typealias InvitationPreview = de.verband.sdk.ffi.InvitationPreview
typealias InvitationRow = de.verband.sdk.ffi.InvitationRow
typealias Invited = de.verband.sdk.ffi.Invited
typealias Join = de.verband.sdk.ffi.Join
typealias MemberRow = de.verband.sdk.ffi.MemberRow
typealias MessageRow = de.verband.sdk.ffi.MessageRow
typealias MessageState = de.verband.sdk.ffi.MessageState
typealias Organisation = de.verband.sdk.ffi.Organisation
typealias PhotoForm = de.verband.sdk.ffi.PhotoForm
typealias Profile = de.verband.sdk.ffi.Profile
typealias RecoverySheet = de.verband.sdk.ffi.RecoverySheet
typealias Retry = de.verband.sdk.ffi.Retry
typealias Status = de.verband.sdk.ffi.Status

// Ids are hex text.
typealias BlobId = de.verband.sdk.ffi.BlobId
typealias DeviceId = de.verband.sdk.ffi.DeviceId
typealias EventId = de.verband.sdk.ffi.EventId
typealias InvitationId = de.verband.sdk.ffi.InvitationId
typealias LogId = de.verband.sdk.ffi.LogId
typealias MemberId = de.verband.sdk.ffi.MemberId

/** An invitation from a QR code or a link. */
fun invitation(link: String): Invitation = de.verband.sdk.ffi.Invitation.Link(link)

/** An invitation typed from a letter. Spaces, dashes and case of the code do not matter. */
fun invitation(server: String, code: String): Invitation = de.verband.sdk.ffi.Invitation.Code(server, code)
