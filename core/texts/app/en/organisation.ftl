### Administration: roles, teams, rules, retention, log, first steps.

## Rights and roles

right-invite = invite people
right-approve = approve enrolments
right-manage-members = manage people: change their details, remove them
right-manage-devices = see and lock out other people’s devices
right-manage-roles = define and assign roles
right-manage-teams = create and change teams
right-manage-policy = change the rules and the privacy notice
right-create-channels = create channels
right-start-chats = start chats
right-contact-anyone = write to anybody, even outside their own teams
right-moderate-channels = moderate every channel they are in
right-statistics = see figures about the organisation
right-alert = call everybody in a channel at once, and send with an alarm sound
role-member = Member
role-moderator = Moderator
role-guest = Guest
roles-hint = A role says what people may do in the organisation. Whoever has several roles may do all of it. Changing a role changes it for everybody who has it.
role-new = New role
role-edit = Edit { $title }
role-rights = Whoever has this role may:
role-limit = You can only give rights that you have yourself.
role-retire = Delete role
role-retired = The role { $title } has been deleted.
role-saved = The role { $title } has been saved.
people-count =
    { $count ->
        [0] nobody
        [one] one person
       *[other] { $count } people
    }

## Teams and limits

teams-hint = Teams say who works together. They can be mentioned in messages, and they can limit who may write to whom.
no-teams = No teams yet.
team-new = Name of the new team
team-make = Create team
team-made = Team { $title } created.
team-edit = Edit { $title }
team-empty = Nobody yet.
team-members = Who belongs to it?
team-dissolve = Delete team
team-dissolved = Team { $title } deleted.
done-editing = Done
contact-limits = Who may write to whom
limits-who = Chats may be started by
limits-hint = With the right to write to anybody, a role may also write outside its teams. Channels are not affected.
contact-everybody = everybody with everybody
contact-teams = only people who share a team

## Rules

rules-hint = The rules apply on all devices. Change as much as you like: nothing takes effect until you have seen it in words and signed it.
means-for-you = What this means for you:
rules-access = Access and devices
rules-capture = Capturing and sending
rules-leaving = What can leave the organisation
rules-together = Together
rules-keeping = Keeping and erasing
rules-changed = changed
rules-discard = Discard
rules-preview =
    { $count ->
        [one] Review one change
       *[other] Review { $count } changes
    }
rules-preview-title = What changes for everybody
rules-preview-hint = Everybody in the organisation will read this in their settings.
until-now = Until now
from-now = From now on
rules-sign = Sign – takes effect now
rules-signed =
    { $count ->
        [one] The rule is in force.
       *[other] { $count } rules are in force.
    }
rule-limited = limited to
unit-digits = digits
unit-tries = attempts
unit-days = days
unit-minutes = minutes
unit-megabytes = MB
redaction-offered = is offered
redaction-asked = is asked every time
redaction-required = must be checked every time

## The privacy notice

notice-hint = Everybody reads it before choosing a PIN, and again when it changes. The log records who has read which version (Article 13 GDPR).
notice-none = No notice has been published yet.
notice-version = Version { $version } is in force.
notice-use-template = Start from a template
notice-german = In German
notice-english = In English (otherwise the German version is shown)
notice-form = An empty line separates paragraphs; a line that begins with # is a heading.
notice-publish = Publish
notice-published = The privacy notice has been published.
notice-template =
    # Who is responsible

    Name and address of the organisation, how to reach us, and who is in charge of data protection.

    # What we need your data for

    To communicate at work and to document wounds. Legal basis: …

    # What is stored

    Your name, your function and your ward; your devices and roughly when they were last seen; what you write and record, encrypted. The server is on our premises and cannot read it.

    # How long

    For as long as the organisation’s rules say. You find them in the app, under Settings.

    # Your rights

    Access, rectification, erasure, restriction, objection, complaint to the supervisory authority.

## Retention

retention-now =
    { $days ->
        [one] At present everything is kept for one day.
       *[other] At present everything is kept for { $days } days.
    }
retention-none-now = At present nothing is deleted automatically.
retention-scope = You see what vanishes from your own conversations. Not even administrators can look into others; the same period applies there. Channels can have a shorter one.
retention-what-if = Try it out
retention-limited = Delete after a period
retention-days = Keep for this many days
retention-ahead = Period of the preview
ahead-days = the next { $count } days
retention-not-yet = This is only a preview and is not in force yet.
retention-decide =
    { $days ->
        [one] Set the period to one day
       *[other] Set the period to { $days } days
    }
retention-undecide = Stop deleting automatically
retention-decided =
    { $days ->
        [one] Everything is kept for one day.
       *[other] Everything is kept for { $days } days.
    }
retention-undecided = Nothing is deleted automatically any more.
retention-vanishes = What vanishes within { $count } days
retention-warnings = Gone soon and not in the patient record yet
retention-item = item
legal-hold = Legal hold
hold-hint = While it is in force, nothing is deleted, neither after a period nor by hand: for example during a lawsuit. A single channel can be put on hold by whoever moderates it.
hold-everywhere = Legal hold for the whole organisation
hold-set = The legal hold is in force.
hold-lifted = The legal hold has been lifted.
keep-undocumented = Wound photos and findings are kept until they are in the patient record
and-more = and { $count } more
stays-beyond =
    { $count ->
        [one] One item is kept longer
       *[other] { $count } items are kept longer
    }
vanish-text =
    { $count ->
        [one] one message
       *[other] { $count } messages
    }
vanish-photo =
    { $count ->
        [one] one photo
       *[other] { $count } photos
    }
vanish-voice =
    { $count ->
        [one] one voice note
       *[other] { $count } voice notes
    }
vanish-video =
    { $count ->
        [one] one video
       *[other] { $count } videos
    }
vanish-other =
    { $count ->
        [one] one other item
       *[other] { $count } other items
    }

## Figures

statistics-hint = None of this is about a single person: nobody counts who works or writes when.
invitations-claimed = Enrolments
statistics-space = Space on the server
statistics-used = { $used } of { $allowed } used
statistics-devices = Devices by kind

## Log

chain-holds = The chain is intact.
chain-doubtful = The chain is intact, but something is unusual.
chain-forked = Two histories of this log!
chain-hint = This device has checked every entry up to number { $count } itself: each signature, each rule, and that each one follows the one before.
chain-forked-hint = The server has shown different things to different devices, or it continued from an old backup. Save the evidence and give it to the person who runs the server. Until this is resolved, nobody should admit new members.
chain-compare = If everybody in the organisation sees the same words, they belong to the same organisation. Whether two people have the same log is shown by comparing their files with verband verify.
house-alarms = Alarms
alarm-nameless = Somebody
alarm-fork = Two histories of one log: the server or a member is showing different things to different people.
alarm-ghost = Something came from somebody the organisation does not know. It was rejected.
alarm-refused = An entry broke a rule and was rejected.
alarm-omission = The server left out entries. Perhaps an old backup was restored.
alarm-commit = A change to a conversation that no honest device makes. It was rejected.
alarm-renewal = { $name } started over with a new letter. Ask in person whether that is true.
alarm-stale = Nothing new in the log for three weeks: no administrator was online, or the server is hiding the end.
alarm-sheet = { $name } became an administrator with the organisation’s recovery sheet. Ask who took it out of the safe.
alarm-new-device = Another device of yours has been connected. If that was not you, lock it out at once.
fork-evidence-save = Save the evidence
fork-evidence-file = Evidence.verband
log-export = Save the log as a file
log-export-hint = Anybody can check it with verband verify, without access and without a network. Names in it stay sealed.
log-file = Log.verband
log-older = Older entries

## Checklist

checks-hint = What this page can see has been checked. What it cannot see is listed too.
checks-again = Check again
check-good = OK
check-bad = please check
check-unseen = cannot be seen from here
check-clock = Clock
check-clock-good = The clocks of the server and of this device agree.
check-clock-bad = The clocks of the server and of this device are { $seconds } seconds apart. One of them is wrong.
check-clock-unsaid = The server does not tell its time.
check-clock-elsewhere = This page does not come from the organisation’s server, so it cannot see its clock.
check-server = Server
check-server-good = The server is running, and its storage responds.
check-server-bad = The server responds, but its storage does not. Look into its log.
check-server-elsewhere = This page does not come from the organisation’s server, so it cannot see its state.
check-tls = Encrypted connection (TLS)
check-tls-good = The page comes over https, and the browser trusts the certificate.
check-tls-local = The page comes without TLS. On the same computer that is enough for trying things out; other devices need https.
check-certificate = Expiry of the certificate
check-certificate-unseen = A page cannot find out when the certificate expires. Look behind the padlock in your browser, or ask whoever runs the server.
check-disk = Storage space
check-disk-used = { $percent }% of the space that the server gives the organisation is used.
check-disk-bad = Give it more, or set a retention period.
check-disk-free = { $free } are free on its disk.
check-disk-little = That is too little: soon it takes nothing any more.
check-disk-unsaid = It does not say how full its disk is.
check-mail = E-mail
check-mail-good = The server can send e-mails. The first one will show whether they arrive.
check-mail-none = The server is not configured to send e-mails. Everything works with letters, too.
check-backup = Backup
check-backup-unseen = No app can see whether the server is backed up. Ask whoever runs it when a backup was last restored.
check-administrators = Second administrator
check-administrators-good = { $count } people administer the organisation.
check-administrators-bad = Only one person administers the organisation. If they are not available, only the recovery sheet helps.
check-card = Your recovery card
check-card-good = You have a recovery card.
check-card-bad = You have no recovery card yet. Without it, closed chats may not come back.
check-notice-good = The privacy notice has been published.
check-notice-bad = There is no privacy notice yet. It should come before the first invitation.
check-browser = Storage of this browser
check-browser-good = The browser keeps what is stored here.
check-browser-bad = The browser may delete what is stored here when it runs out of space. What has been sent is on the server as well; connect a second device, or make a recovery card.

## First steps

setup-done = done
setup-skip = Skip
setup-finish = Finish the first steps
setup-sheet-hint = You received the sheet when you founded the organisation. Print it and keep it in the safe in a sealed envelope, with a second copy somewhere else. Delete the file afterwards.
setup-sheet-lost = It exists nowhere else and cannot be shown again. If you do not have it, it is best to set up a new organisation as long as nobody has been invited.
setup-sheet-safe = The sheet is printed and in the safe
setup-card-has = You already have a card. A new one makes the old one invalid.
own-card-make = Make a recovery card
own-card-again = Make a new card
own-card-file = Recovery card.pdf
own-card-made = The card has been made. Print it, and delete the file.
setup-rules-fit = I have reviewed the rules; they fit
setup-letters = First letters
setup-letters-hint = First invite a second administrator, then a team. Once they have enrolled, open them under Members and make them an administrator.
setup-one = one person
setup-many = a list
hold-channel = Legal hold for this channel
