// The values that the SDK takes and gives, under one import. They are written by the generator from bindings/ffi, where
// their fields are explained; an app never imports `VerbandFFI` itself.

import VerbandFFI

public typealias Account = VerbandFFI.Account
public typealias Administrator = VerbandFFI.Administrator
public typealias AgendaRow = VerbandFFI.AgendaRow
public typealias AlarmKind = VerbandFFI.AlarmKind
public typealias AlarmRow = VerbandFFI.AlarmRow
public typealias AlbumPatientRow = VerbandFFI.AlbumPatientRow
public typealias AlbumPlace = VerbandFFI.AlbumPlace
public typealias AlbumQuery = VerbandFFI.AlbumQuery
public typealias AlbumRow = VerbandFFI.AlbumRow
public typealias AppointmentChange = VerbandFFI.AppointmentChange
public typealias AppointmentDetails = VerbandFFI.AppointmentDetails
public typealias AppointmentScope = VerbandFFI.AppointmentScope
public typealias AppointmentStatus = VerbandFFI.AppointmentStatus
public typealias AppointmentsToExport = VerbandFFI.AppointmentsToExport
public typealias Attendance = VerbandFFI.Attendance
public typealias AttendeeRow = VerbandFFI.AttendeeRow
public typealias Attention = VerbandFFI.Attention
public typealias Availability = VerbandFFI.Availability
public typealias BlobId = VerbandFFI.BlobId
public typealias BodySite = VerbandFFI.BodySite
public typealias BuiltInRole = VerbandFFI.BuiltInRole
public typealias CalendarImport = VerbandFFI.CalendarImport
public typealias CalendarPlan = VerbandFFI.CalendarPlan
public typealias ChannelChange = VerbandFFI.ChannelChange
public typealias ChannelDetails = VerbandFFI.ChannelDetails
public typealias ChannelRow = VerbandFFI.ChannelRow
public typealias Confirmation = VerbandFFI.Confirmation
public typealias Contact = VerbandFFI.Contact
public typealias ContactCounts = VerbandFFI.ContactCounts
public typealias ConversationKind = VerbandFFI.ConversationKind
public typealias ConversationPolicy = VerbandFFI.ConversationPolicy
public typealias ConversationRow = VerbandFFI.ConversationRow
public typealias ConversationStorage = VerbandFFI.ConversationStorage
public typealias CoverFill = VerbandFFI.CoverFill
public typealias CoverShape = VerbandFFI.CoverShape
public typealias DateSlot = VerbandFFI.DateSlot
public typealias DeviceClass = VerbandFFI.DeviceClass
public typealias DeviceContact = VerbandFFI.DeviceContact
public typealias DeviceCount = VerbandFFI.DeviceCount
public typealias DeviceId = VerbandFFI.DeviceId
public typealias DeviceRow = VerbandFFI.DeviceRow
public typealias Direction = VerbandFFI.Direction
public typealias DocumentedRow = VerbandFFI.DocumentedRow
public typealias DraftKey = VerbandFFI.DraftKey
public typealias Eligible = VerbandFFI.Eligible
public typealias Escalation = VerbandFFI.Escalation
public typealias EscalationRow = VerbandFFI.EscalationRow
public typealias EventId = VerbandFFI.EventId
public typealias Faces = VerbandFFI.Faces
public typealias FileKind = VerbandFFI.FileKind
public typealias FileRow = VerbandFFI.FileRow
public typealias FilingKind = VerbandFFI.FilingKind
public typealias FilingRow = VerbandFFI.FilingRow
public typealias FindingVersionRow = VerbandFFI.FindingVersionRow
public typealias FolderId = VerbandFFI.FolderId
public typealias HandOverRow = VerbandFFI.HandOverRow
public typealias History = VerbandFFI.History
public typealias HistoryLine = VerbandFFI.HistoryLine
public typealias Hold = VerbandFFI.Hold
public typealias Invitation = VerbandFFI.Invitation
public typealias InvitationId = VerbandFFI.InvitationId
public typealias InvitationMail = VerbandFFI.InvitationMail
public typealias InvitationPreview = VerbandFFI.InvitationPreview
public typealias InvitationRow = VerbandFFI.InvitationRow
public typealias InvitationStanding = VerbandFFI.InvitationStanding
public typealias InvitationUse = VerbandFFI.InvitationUse
public typealias Invite = VerbandFFI.Invite
public typealias Invited = VerbandFFI.Invited
public typealias Join = VerbandFFI.Join
public typealias JoinRequestRow = VerbandFFI.JoinRequestRow
public typealias JoinState = VerbandFFI.JoinState
public typealias Kept = VerbandFFI.Kept
public typealias KindStorage = VerbandFFI.KindStorage
public typealias Language = VerbandFFI.Language
public typealias LastContact = VerbandFFI.LastContact
public typealias Letter = VerbandFFI.Letter
public typealias LinkPreview = VerbandFFI.LinkPreview
public typealias LockScreen = VerbandFFI.LockScreen
public typealias ListProblem = VerbandFFI.ListProblem
public typealias ListedPerson = VerbandFFI.ListedPerson
public typealias Location = VerbandFFI.Location
public typealias LogId = VerbandFFI.LogId
public typealias MailState = VerbandFFI.MailState
public typealias MailTemplate = VerbandFFI.MailTemplate
public typealias MailText = VerbandFFI.MailText
public typealias MailTo = VerbandFFI.MailTo
public typealias Mailed = VerbandFFI.Mailed
public typealias MailedLetter = VerbandFFI.MailedLetter
public typealias Mark = VerbandFFI.Mark
public typealias MemberDetails = VerbandFFI.MemberDetails
public typealias MemberId = VerbandFFI.MemberId
public typealias MemberRow = VerbandFFI.MemberRow
public typealias Mention = VerbandFFI.Mention
public typealias Mentioned = VerbandFFI.Mentioned
public typealias MessageRow = VerbandFFI.MessageRow
public typealias MessageState = VerbandFFI.MessageState
public typealias NewAppointment = VerbandFFI.NewAppointment
public typealias NewChannel = VerbandFFI.NewChannel
public typealias NewInvitation = VerbandFFI.NewInvitation
public typealias NewMessage = VerbandFFI.NewMessage
public typealias NewRecording = VerbandFFI.NewRecording
public typealias NewRegistrationKey = VerbandFFI.NewRegistrationKey
public typealias NewSurvey = VerbandFFI.NewSurvey
public typealias Notice = VerbandFFI.Notice
public typealias Organisation = VerbandFFI.Organisation
public typealias OrganisationPolicy = VerbandFFI.OrganisationPolicy
public typealias OutboxRow = VerbandFFI.OutboxRow
public typealias OutboxState = VerbandFFI.OutboxState
public typealias PaperKey = VerbandFFI.PaperKey
public typealias PatientCode = VerbandFFI.PatientCode
public typealias PeoplePlan = VerbandFFI.PeoplePlan
public typealias PhotoArea = VerbandFFI.PhotoArea
public typealias PhotoEvidence = VerbandFFI.PhotoEvidence
public typealias PhotoForm = VerbandFFI.PhotoForm
public typealias PhotoMark = VerbandFFI.PhotoMark
public typealias PhotoMeasure = VerbandFFI.PhotoMeasure
public typealias PhotoPoint = VerbandFFI.PhotoPoint
public typealias PhotoReview = VerbandFFI.PhotoReview
public typealias PlainWhen = VerbandFFI.PlainWhen
public typealias PlannedAppointment = VerbandFFI.PlannedAppointment
public typealias PlannedState = VerbandFFI.PlannedState
public typealias PolicyChange = VerbandFFI.PolicyChange
public typealias PolicySentence = VerbandFFI.PolicySentence
public typealias Profile = VerbandFFI.Profile
public typealias PinProof = VerbandFFI.PinProof
public typealias ProfileRow = VerbandFFI.ProfileRow
public typealias ProgramVersion = VerbandFFI.ProgramVersion
public typealias Proposal = VerbandFFI.Proposal
public typealias ProposalKind = VerbandFFI.ProposalKind
public typealias Proposals = VerbandFFI.Proposals
public typealias Question = VerbandFFI.Question
public typealias QuestionForm = VerbandFFI.QuestionForm
public typealias QuestionResult = VerbandFFI.QuestionResult
public typealias Reaction = VerbandFFI.Reaction
public typealias Receipt = VerbandFFI.Receipt
public typealias RecordContext = VerbandFFI.RecordContext
public typealias RecordReceipt = VerbandFFI.RecordReceipt
public typealias RecordTarget = VerbandFFI.RecordTarget
public typealias RecordingKind = VerbandFFI.RecordingKind
public typealias RecordingRow = VerbandFFI.RecordingRow
public typealias Recoverable = VerbandFFI.Recoverable
public typealias RecoveryCard = VerbandFFI.RecoveryCard
public typealias RecoverySheet = VerbandFFI.RecoverySheet
public typealias Redaction = VerbandFFI.Redaction
public typealias Reminder = VerbandFFI.Reminder
public typealias ReminderRow = VerbandFFI.ReminderRow
public typealias RequestAct = VerbandFFI.RequestAct
public typealias RequestActRow = VerbandFFI.RequestActRow
public typealias RequestRow = VerbandFFI.RequestRow
public typealias RequestState = VerbandFFI.RequestState
public typealias Resembled = VerbandFFI.Resembled
public typealias ResultBar = VerbandFFI.ResultBar
public typealias ResultState = VerbandFFI.ResultState
public typealias Retention = VerbandFFI.Retention
public typealias RetentionCount = VerbandFFI.RetentionCount
public typealias RetentionItem = VerbandFFI.RetentionItem
public typealias RetentionPreview = VerbandFFI.RetentionPreview
public typealias Retry = VerbandFFI.Retry
public typealias Right = VerbandFFI.Right
public typealias RoleAddressRow = VerbandFFI.RoleAddressRow
public typealias RoleAddressSettings = VerbandFFI.RoleAddressSettings
public typealias RoleId = VerbandFFI.RoleId
public typealias RoleRow = VerbandFFI.RoleRow
public typealias RowKind = VerbandFFI.RowKind
public typealias SearchHit = VerbandFFI.SearchHit
public typealias SearchQuery = VerbandFFI.SearchQuery
public typealias ShiftEnd = VerbandFFI.ShiftEnd
public typealias ShiftFact = VerbandFFI.ShiftFact
public typealias ShiftFactKind = VerbandFFI.ShiftFactKind
public typealias ShiftView = VerbandFFI.ShiftView
public typealias SimilarPerson = VerbandFFI.SimilarPerson
public typealias Span = VerbandFFI.Span
public typealias Statistics = VerbandFFI.Statistics
public typealias Status = VerbandFFI.Status
public typealias Storage = VerbandFFI.Storage
public typealias StorageUse = VerbandFFI.StorageUse
public typealias Style = VerbandFFI.Style
public typealias Survey = VerbandFFI.Survey
public typealias SurveyAnswer = VerbandFFI.SurveyAnswer
public typealias SurveyResults = VerbandFFI.SurveyResults
public typealias SurveyRow = VerbandFFI.SurveyRow
public typealias SurveyState = VerbandFFI.SurveyState
public typealias SurveyTable = VerbandFFI.SurveyTable
public typealias TeamId = VerbandFFI.TeamId
public typealias TeamRow = VerbandFFI.TeamRow
public typealias Terms = VerbandFFI.Terms
public typealias TissuePart = VerbandFFI.TissuePart
public typealias TransferRow = VerbandFFI.TransferRow
public typealias TransferState = VerbandFFI.TransferState
public typealias Undermining = VerbandFFI.Undermining
public typealias UndocumentedItem = VerbandFFI.UndocumentedItem
public typealias UndocumentedRow = VerbandFFI.UndocumentedRow
public typealias UnfinishedRecording = VerbandFFI.UnfinishedRecording
public typealias VerificationCode = VerbandFFI.VerificationCode
public typealias Verified = VerbandFFI.Verified
public typealias Version = VerbandFFI.Version
public typealias VersionRow = VerbandFFI.VersionRow
public typealias VoteState = VerbandFFI.VoteState
public typealias Voter = VerbandFFI.Voter
public typealias VoterAnswer = VerbandFFI.VoterAnswer
public typealias WoundConsent = VerbandFFI.WoundConsent
public typealias WoundCurvePoint = VerbandFFI.WoundCurvePoint
public typealias WoundDetails = VerbandFFI.WoundDetails
public typealias WoundFigure = VerbandFFI.WoundFigure
public typealias WoundFinding = VerbandFFI.WoundFinding
public typealias WoundGhost = VerbandFFI.WoundGhost
public typealias WoundItem = VerbandFFI.WoundItem
public typealias WoundItemKind = VerbandFFI.WoundItemKind
public typealias WoundMarker = VerbandFFI.WoundMarker
public typealias WoundMeasurement = VerbandFFI.WoundMeasurement
public typealias WoundPair = VerbandFFI.WoundPair
public typealias WoundPhoto = VerbandFFI.WoundPhoto
public typealias WoundPhotoRow = VerbandFFI.WoundPhotoRow
public typealias WoundRow = VerbandFFI.WoundRow
public typealias WoundRuler = VerbandFFI.WoundRuler
public typealias WoundTerm = VerbandFFI.WoundTerm
public typealias WoundVersionRow = VerbandFFI.WoundVersionRow
public typealias Write = VerbandFFI.Write

// Ids are hex text.

/// An invitation from a QR code or a link.
public func invitation(link: String) -> Invitation { .link(text: link) }

/// An invitation typed from a letter. Spaces, dashes and case of the code do not matter.
public func invitation(server: String, code: String) -> Invitation { .code(server: server, code: code) }

/// A key on paper, from its QR code.
public func paperKey(link: String) -> PaperKey { .link(text: link) }

/// A key on paper, typed: the person compares the fingerprint herself.
public func paperKey(server: String, key: String) -> PaperKey { .typed(server: server, key: key) }

/// Comes in by the recovery sheet as an administrator who lost everything and stays who she is.
public func sameAdministrator(_ member: MemberId) -> Administrator { .again(member: member) }

/// Comes in by the recovery sheet as somebody new.
public func newAdministrator(_ name: String) -> Administrator { .new(name: name) }
