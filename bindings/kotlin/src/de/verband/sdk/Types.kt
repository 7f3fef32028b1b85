/*
 * The values that the SDK takes and gives, under one import. They are written by the generator from bindings/ffi, where
 * their fields are explained; an app never imports `de.verband.sdk.ffi` itself.
 */
package de.verband.sdk

typealias Account = de.verband.sdk.ffi.Account
typealias Administrator = de.verband.sdk.ffi.Administrator
typealias AgendaRow = de.verband.sdk.ffi.AgendaRow
typealias AlarmKind = de.verband.sdk.ffi.AlarmKind
typealias AlarmRow = de.verband.sdk.ffi.AlarmRow
typealias AlbumPatientRow = de.verband.sdk.ffi.AlbumPatientRow
typealias AlbumPlace = de.verband.sdk.ffi.AlbumPlace
typealias AlbumQuery = de.verband.sdk.ffi.AlbumQuery
typealias AlbumRow = de.verband.sdk.ffi.AlbumRow
typealias AppointmentChange = de.verband.sdk.ffi.AppointmentChange
typealias AppointmentDetails = de.verband.sdk.ffi.AppointmentDetails
typealias AppointmentScope = de.verband.sdk.ffi.AppointmentScope
typealias AppointmentStatus = de.verband.sdk.ffi.AppointmentStatus
typealias AppointmentsToExport = de.verband.sdk.ffi.AppointmentsToExport
typealias Attendance = de.verband.sdk.ffi.Attendance
typealias AttendeeRow = de.verband.sdk.ffi.AttendeeRow
typealias Attention = de.verband.sdk.ffi.Attention
typealias Availability = de.verband.sdk.ffi.Availability
typealias BlobId = de.verband.sdk.ffi.BlobId
typealias BodySite = de.verband.sdk.ffi.BodySite
typealias BuiltInRole = de.verband.sdk.ffi.BuiltInRole
typealias CalendarImport = de.verband.sdk.ffi.CalendarImport
typealias CalendarPlan = de.verband.sdk.ffi.CalendarPlan
typealias ChannelChange = de.verband.sdk.ffi.ChannelChange
typealias ChannelDetails = de.verband.sdk.ffi.ChannelDetails
typealias ChannelRow = de.verband.sdk.ffi.ChannelRow
typealias Confirmation = de.verband.sdk.ffi.Confirmation
typealias Contact = de.verband.sdk.ffi.Contact
typealias ContactCounts = de.verband.sdk.ffi.ContactCounts
typealias ConversationKind = de.verband.sdk.ffi.ConversationKind
typealias ConversationPolicy = de.verband.sdk.ffi.ConversationPolicy
typealias ConversationRow = de.verband.sdk.ffi.ConversationRow
typealias ConversationStorage = de.verband.sdk.ffi.ConversationStorage
typealias CoverFill = de.verband.sdk.ffi.CoverFill
typealias CoverShape = de.verband.sdk.ffi.CoverShape
typealias DateSlot = de.verband.sdk.ffi.DateSlot
typealias DeviceClass = de.verband.sdk.ffi.DeviceClass
typealias DeviceContact = de.verband.sdk.ffi.DeviceContact
typealias DeviceCount = de.verband.sdk.ffi.DeviceCount
typealias DeviceId = de.verband.sdk.ffi.DeviceId
typealias DeviceRow = de.verband.sdk.ffi.DeviceRow
typealias Direction = de.verband.sdk.ffi.Direction
typealias DocumentedRow = de.verband.sdk.ffi.DocumentedRow
typealias DraftKey = de.verband.sdk.ffi.DraftKey
typealias Eligible = de.verband.sdk.ffi.Eligible
typealias Escalation = de.verband.sdk.ffi.Escalation
typealias EscalationRow = de.verband.sdk.ffi.EscalationRow
typealias EventId = de.verband.sdk.ffi.EventId
typealias Faces = de.verband.sdk.ffi.Faces
typealias FileKind = de.verband.sdk.ffi.FileKind
typealias FileRow = de.verband.sdk.ffi.FileRow
typealias FilingKind = de.verband.sdk.ffi.FilingKind
typealias FilingRow = de.verband.sdk.ffi.FilingRow
typealias FindingVersionRow = de.verband.sdk.ffi.FindingVersionRow
typealias FolderId = de.verband.sdk.ffi.FolderId
typealias HandOverRow = de.verband.sdk.ffi.HandOverRow
typealias History = de.verband.sdk.ffi.History
typealias HistoryLine = de.verband.sdk.ffi.HistoryLine
typealias Hold = de.verband.sdk.ffi.Hold
typealias Invitation = de.verband.sdk.ffi.Invitation
typealias InvitationId = de.verband.sdk.ffi.InvitationId
typealias InvitationMail = de.verband.sdk.ffi.InvitationMail
typealias InvitationPreview = de.verband.sdk.ffi.InvitationPreview
typealias InvitationRow = de.verband.sdk.ffi.InvitationRow
typealias InvitationStanding = de.verband.sdk.ffi.InvitationStanding
typealias InvitationUse = de.verband.sdk.ffi.InvitationUse
typealias Invite = de.verband.sdk.ffi.Invite
typealias Invited = de.verband.sdk.ffi.Invited
typealias Join = de.verband.sdk.ffi.Join
typealias JoinRequestRow = de.verband.sdk.ffi.JoinRequestRow
typealias JoinState = de.verband.sdk.ffi.JoinState
typealias Kept = de.verband.sdk.ffi.Kept
typealias KindStorage = de.verband.sdk.ffi.KindStorage
typealias Language = de.verband.sdk.ffi.Language
typealias LastContact = de.verband.sdk.ffi.LastContact
typealias Letter = de.verband.sdk.ffi.Letter
typealias LinkPreview = de.verband.sdk.ffi.LinkPreview
typealias LockScreen = de.verband.sdk.ffi.LockScreen
typealias ListProblem = de.verband.sdk.ffi.ListProblem
typealias ListedPerson = de.verband.sdk.ffi.ListedPerson
typealias Location = de.verband.sdk.ffi.Location
typealias LogId = de.verband.sdk.ffi.LogId
typealias MailState = de.verband.sdk.ffi.MailState
typealias MailTemplate = de.verband.sdk.ffi.MailTemplate
typealias MailText = de.verband.sdk.ffi.MailText
typealias MailTo = de.verband.sdk.ffi.MailTo
typealias Mailed = de.verband.sdk.ffi.Mailed
typealias MailedLetter = de.verband.sdk.ffi.MailedLetter
typealias Mark = de.verband.sdk.ffi.Mark
typealias MemberDetails = de.verband.sdk.ffi.MemberDetails
typealias MemberId = de.verband.sdk.ffi.MemberId
typealias MemberRow = de.verband.sdk.ffi.MemberRow
typealias Mention = de.verband.sdk.ffi.Mention
typealias Mentioned = de.verband.sdk.ffi.Mentioned
typealias MessageRow = de.verband.sdk.ffi.MessageRow
typealias MessageState = de.verband.sdk.ffi.MessageState
typealias NewAppointment = de.verband.sdk.ffi.NewAppointment
typealias NewChannel = de.verband.sdk.ffi.NewChannel
typealias NewInvitation = de.verband.sdk.ffi.NewInvitation
typealias NewMessage = de.verband.sdk.ffi.NewMessage
typealias NewRecording = de.verband.sdk.ffi.NewRecording
typealias NewRegistrationKey = de.verband.sdk.ffi.NewRegistrationKey
typealias NewSurvey = de.verband.sdk.ffi.NewSurvey
typealias Notice = de.verband.sdk.ffi.Notice
typealias Organisation = de.verband.sdk.ffi.Organisation
typealias OrganisationPolicy = de.verband.sdk.ffi.OrganisationPolicy
typealias OutboxRow = de.verband.sdk.ffi.OutboxRow
typealias OutboxState = de.verband.sdk.ffi.OutboxState
typealias PaperKey = de.verband.sdk.ffi.PaperKey
typealias PatientCode = de.verband.sdk.ffi.PatientCode
typealias PeoplePlan = de.verband.sdk.ffi.PeoplePlan
typealias PhotoArea = de.verband.sdk.ffi.PhotoArea
typealias PhotoEvidence = de.verband.sdk.ffi.PhotoEvidence
typealias PhotoForm = de.verband.sdk.ffi.PhotoForm
typealias PhotoMark = de.verband.sdk.ffi.PhotoMark
typealias PhotoMeasure = de.verband.sdk.ffi.PhotoMeasure
typealias PhotoPoint = de.verband.sdk.ffi.PhotoPoint
typealias PhotoReview = de.verband.sdk.ffi.PhotoReview
typealias PlainWhen = de.verband.sdk.ffi.PlainWhen
typealias PlannedAppointment = de.verband.sdk.ffi.PlannedAppointment
typealias PlannedState = de.verband.sdk.ffi.PlannedState
typealias PolicyChange = de.verband.sdk.ffi.PolicyChange
typealias PolicySentence = de.verband.sdk.ffi.PolicySentence
typealias Profile = de.verband.sdk.ffi.Profile
typealias PinProof = de.verband.sdk.ffi.PinProof
typealias ProfileRow = de.verband.sdk.ffi.ProfileRow
typealias ProgramVersion = de.verband.sdk.ffi.ProgramVersion
typealias Proposal = de.verband.sdk.ffi.Proposal
typealias ProposalKind = de.verband.sdk.ffi.ProposalKind
typealias Proposals = de.verband.sdk.ffi.Proposals
typealias Question = de.verband.sdk.ffi.Question
typealias QuestionForm = de.verband.sdk.ffi.QuestionForm
typealias QuestionResult = de.verband.sdk.ffi.QuestionResult
typealias Reaction = de.verband.sdk.ffi.Reaction
typealias Receipt = de.verband.sdk.ffi.Receipt
typealias RecordContext = de.verband.sdk.ffi.RecordContext
typealias RecordReceipt = de.verband.sdk.ffi.RecordReceipt
typealias RecordTarget = de.verband.sdk.ffi.RecordTarget
typealias RecordingKind = de.verband.sdk.ffi.RecordingKind
typealias RecordingRow = de.verband.sdk.ffi.RecordingRow
typealias Recoverable = de.verband.sdk.ffi.Recoverable
typealias RecoveryCard = de.verband.sdk.ffi.RecoveryCard
typealias RecoverySheet = de.verband.sdk.ffi.RecoverySheet
typealias Redaction = de.verband.sdk.ffi.Redaction
typealias Reminder = de.verband.sdk.ffi.Reminder
typealias ReminderRow = de.verband.sdk.ffi.ReminderRow
typealias RequestAct = de.verband.sdk.ffi.RequestAct
typealias RequestActRow = de.verband.sdk.ffi.RequestActRow
typealias RequestRow = de.verband.sdk.ffi.RequestRow
typealias RequestState = de.verband.sdk.ffi.RequestState
typealias Resembled = de.verband.sdk.ffi.Resembled
typealias ResultBar = de.verband.sdk.ffi.ResultBar
typealias ResultState = de.verband.sdk.ffi.ResultState
typealias Retention = de.verband.sdk.ffi.Retention
typealias RetentionCount = de.verband.sdk.ffi.RetentionCount
typealias RetentionItem = de.verband.sdk.ffi.RetentionItem
typealias RetentionPreview = de.verband.sdk.ffi.RetentionPreview
typealias Retry = de.verband.sdk.ffi.Retry
typealias Right = de.verband.sdk.ffi.Right
typealias RoleAddressRow = de.verband.sdk.ffi.RoleAddressRow
typealias RoleAddressSettings = de.verband.sdk.ffi.RoleAddressSettings
typealias RoleId = de.verband.sdk.ffi.RoleId
typealias RoleRow = de.verband.sdk.ffi.RoleRow
typealias RowKind = de.verband.sdk.ffi.RowKind
typealias SearchHit = de.verband.sdk.ffi.SearchHit
typealias SearchQuery = de.verband.sdk.ffi.SearchQuery
typealias ShiftEnd = de.verband.sdk.ffi.ShiftEnd
typealias ShiftFact = de.verband.sdk.ffi.ShiftFact
typealias ShiftFactKind = de.verband.sdk.ffi.ShiftFactKind
typealias ShiftView = de.verband.sdk.ffi.ShiftView
typealias SimilarPerson = de.verband.sdk.ffi.SimilarPerson
typealias Span = de.verband.sdk.ffi.Span
typealias Statistics = de.verband.sdk.ffi.Statistics
typealias Status = de.verband.sdk.ffi.Status
typealias Storage = de.verband.sdk.ffi.Storage
typealias StorageUse = de.verband.sdk.ffi.StorageUse
typealias Style = de.verband.sdk.ffi.Style
typealias Survey = de.verband.sdk.ffi.Survey
typealias SurveyAnswer = de.verband.sdk.ffi.SurveyAnswer
typealias SurveyResults = de.verband.sdk.ffi.SurveyResults
typealias SurveyRow = de.verband.sdk.ffi.SurveyRow
typealias SurveyState = de.verband.sdk.ffi.SurveyState
typealias SurveyTable = de.verband.sdk.ffi.SurveyTable
typealias TeamId = de.verband.sdk.ffi.TeamId
typealias TeamRow = de.verband.sdk.ffi.TeamRow
typealias Terms = de.verband.sdk.ffi.Terms
typealias TissuePart = de.verband.sdk.ffi.TissuePart
typealias TransferRow = de.verband.sdk.ffi.TransferRow
typealias TransferState = de.verband.sdk.ffi.TransferState
typealias Undermining = de.verband.sdk.ffi.Undermining
typealias UndocumentedItem = de.verband.sdk.ffi.UndocumentedItem
typealias UndocumentedRow = de.verband.sdk.ffi.UndocumentedRow
typealias UnfinishedRecording = de.verband.sdk.ffi.UnfinishedRecording
typealias VerificationCode = de.verband.sdk.ffi.VerificationCode
typealias Verified = de.verband.sdk.ffi.Verified
typealias Version = de.verband.sdk.ffi.Version
typealias VersionRow = de.verband.sdk.ffi.VersionRow
typealias VoteState = de.verband.sdk.ffi.VoteState
typealias Voter = de.verband.sdk.ffi.Voter
typealias VoterAnswer = de.verband.sdk.ffi.VoterAnswer
typealias WoundConsent = de.verband.sdk.ffi.WoundConsent
typealias WoundCurvePoint = de.verband.sdk.ffi.WoundCurvePoint
typealias WoundDetails = de.verband.sdk.ffi.WoundDetails
typealias WoundFigure = de.verband.sdk.ffi.WoundFigure
typealias WoundFinding = de.verband.sdk.ffi.WoundFinding
typealias WoundGhost = de.verband.sdk.ffi.WoundGhost
typealias WoundItem = de.verband.sdk.ffi.WoundItem
typealias WoundItemKind = de.verband.sdk.ffi.WoundItemKind
typealias WoundMarker = de.verband.sdk.ffi.WoundMarker
typealias WoundMeasurement = de.verband.sdk.ffi.WoundMeasurement
typealias WoundPair = de.verband.sdk.ffi.WoundPair
typealias WoundPhoto = de.verband.sdk.ffi.WoundPhoto
typealias WoundPhotoRow = de.verband.sdk.ffi.WoundPhotoRow
typealias WoundRow = de.verband.sdk.ffi.WoundRow
typealias WoundRuler = de.verband.sdk.ffi.WoundRuler
typealias WoundTerm = de.verband.sdk.ffi.WoundTerm
typealias WoundVersionRow = de.verband.sdk.ffi.WoundVersionRow
typealias Write = de.verband.sdk.ffi.Write

// Values with several forms, each by a name of its own: a typealias does not lead to what is nested.

typealias SingleQuestion = de.verband.sdk.ffi.QuestionForm.Single
typealias MultipleQuestion = de.verband.sdk.ffi.QuestionForm.Multiple
typealias TextQuestion = de.verband.sdk.ffi.QuestionForm.Text
typealias RatingQuestion = de.verband.sdk.ffi.QuestionForm.Rating
typealias DatesQuestion = de.verband.sdk.ffi.QuestionForm.Dates

typealias SkippedAnswer = de.verband.sdk.ffi.SurveyAnswer.Skipped
typealias ChoiceAnswer = de.verband.sdk.ffi.SurveyAnswer.Choice
typealias TextAnswer = de.verband.sdk.ffi.SurveyAnswer.Text
typealias RatingAnswer = de.verband.sdk.ffi.SurveyAnswer.Rating
typealias DatesAnswer = de.verband.sdk.ffi.SurveyAnswer.Dates

typealias CoverMark = de.verband.sdk.ffi.PhotoMark.Cover
typealias ArrowMark = de.verband.sdk.ffi.PhotoMark.Arrow
typealias TextMark = de.verband.sdk.ffi.PhotoMark.Text
typealias RectangleShape = de.verband.sdk.ffi.CoverShape.Rectangle
typealias StrokeShape = de.verband.sdk.ffi.CoverShape.Stroke

typealias AllOccurrences = de.verband.sdk.ffi.AppointmentScope.All
typealias OccurrencesFrom = de.verband.sdk.ffi.AppointmentScope.From
typealias OneOccurrence = de.verband.sdk.ffi.AppointmentScope.One

typealias OneAppointment = de.verband.sdk.ffi.AppointmentsToExport.One
typealias ConversationAppointments = de.verband.sdk.ffi.AppointmentsToExport.Conversation
typealias OwnAppointments = de.verband.sdk.ffi.AppointmentsToExport.Own

typealias AnybodyMayHold = de.verband.sdk.ffi.Eligible.Anybody
typealias MembersMayHold = de.verband.sdk.ffi.Eligible.Members
typealias TeamMayHold = de.verband.sdk.ffi.Eligible.Team
typealias RoleMayHold = de.verband.sdk.ffi.Eligible.Role

typealias TakeOver = de.verband.sdk.ffi.RequestAct.TakeOver
typealias GiveBack = de.verband.sdk.ffi.RequestAct.GiveBack
typealias PassToMember = de.verband.sdk.ffi.RequestAct.PassToMember
typealias PassToAddress = de.verband.sdk.ffi.RequestAct.PassToAddress
typealias RequestDone = de.verband.sdk.ffi.RequestAct.Done
typealias CancelRequest = de.verband.sdk.ffi.RequestAct.Cancel
typealias ReopenRequest = de.verband.sdk.ffi.RequestAct.Reopen

typealias TextRow = de.verband.sdk.ffi.RowKind.Text
typealias PhotoRow = de.verband.sdk.ffi.RowKind.Photo
typealias VoiceRow = de.verband.sdk.ffi.RowKind.Voice
typealias VideoRow = de.verband.sdk.ffi.RowKind.Video
typealias DeletedRow = de.verband.sdk.ffi.RowKind.Deleted
typealias UnreadableRow = de.verband.sdk.ffi.RowKind.Unreadable
typealias OtherRow = de.verband.sdk.ffi.RowKind.Other

// Ids are hex text.

/** An invitation from a QR code or a link. */
fun invitation(link: String): Invitation = de.verband.sdk.ffi.Invitation.Link(link)

/** An invitation typed from a letter. Spaces, dashes and case of the code do not matter. */
fun invitation(server: String, code: String): Invitation = de.verband.sdk.ffi.Invitation.Code(server, code)

/** A key on paper, from its QR code. */
fun paperKey(link: String): PaperKey = de.verband.sdk.ffi.PaperKey.Link(link)

/** A key on paper, typed: the person compares the fingerprint herself. */
fun paperKey(server: String, key: String): PaperKey = de.verband.sdk.ffi.PaperKey.Typed(server, key)

/** Comes in by the recovery sheet as an administrator who lost everything and stays who she is. */
fun sameAdministrator(member: MemberId): Administrator = de.verband.sdk.ffi.Administrator.Again(member)

/** Comes in by the recovery sheet as somebody new. */
fun newAdministrator(name: String): Administrator = de.verband.sdk.ffi.Administrator.New(name)

/** What lies in no folder. */
val rootFolder: FolderId = de.verband.sdk.ffi.FolderId.Root

/** The photos of messages, as a folder. */
val photosFolder: FolderId = de.verband.sdk.ffi.FolderId.Photos

/** A folder that somebody made. */
fun folder(event: EventId): FolderId = de.verband.sdk.ffi.FolderId.Folder(event)

/** A member who is called. */
fun mentionedMember(member: MemberId): Mentioned = de.verband.sdk.ffi.Mentioned.Member(member)

/** A team that is called. */
fun mentionedTeam(team: TeamId): Mentioned = de.verband.sdk.ffi.Mentioned.Team(team)

/** A role that is called. */
fun mentionedRole(role: RoleId): Mentioned = de.verband.sdk.ffi.Mentioned.Role(role)

/** Whoever holds a role address of the conversation. */
fun mentionedAddress(address: EventId): Mentioned = de.verband.sdk.ffi.Mentioned.Address(address)

/** Everybody in the conversation. */
val mentionedEverybody: Mentioned = de.verband.sdk.ffi.Mentioned.Everybody

typealias AllPhotos = de.verband.sdk.ffi.AlbumPlace.All
typealias ConversationPhotos = de.verband.sdk.ffi.AlbumPlace.Conversation
typealias TrayPhotos = de.verband.sdk.ffi.AlbumPlace.Tray
typealias UnsortedPhotos = de.verband.sdk.ffi.AlbumPlace.Unsorted
