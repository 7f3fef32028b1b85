### Administration: roles, teams, rules, retention, log, set-up.

## Rights and roles

right-invite = invite people
right-approve = approve enrolments
right-manage-members = manage people: change their details, take them out
right-manage-devices = see and lock out devices of others
right-manage-roles = define and give roles
right-manage-teams = set up teams
right-manage-policy = change the rules and the privacy notice
right-create-channels = found channels
right-start-chats = start chats
right-contact-anyone = write to anybody, also outside of one's own teams
right-moderate-channels = moderate every channel that one is in
right-statistics = see figures of the house
right-alert = call everybody in a channel at once and send with an alarm
role-member = Member
role-moderator = Moderator
role-guest = Guest
roles-hint = A role says what one may do in the house. Whoever has several may do all of it together. A role that is changed changes for everybody who has it.
role-new = New role
role-edit = Edit { $title }
role-rights = Whoever has this role may:
role-limit = You can only give rights that you have yourself.
role-retire = Retire the role
role-retired = The role { $title } is retired.
role-saved = The role { $title } is saved.
people-count =
    { $count ->
        [0] nobody
        [one] one person
       *[other] { $count } people
    }

## Teams and limits

teams-hint = Teams say who works together. They can be called in messages, and they can limit who writes to whom.
no-teams = No team yet.
team-new = Name of the new team
team-make = Make the team
team-made = The team { $title } is made.
team-edit = Edit { $title }
team-empty = Nobody yet.
team-members = Who belongs to it?
team-dissolve = Dissolve the team
team-dissolved = The team { $title } is dissolved.
done-editing = Done
contact-limits = Who may write to whom
limits-who = A chat may be started by
limits-hint = With the right to write to anybody, a role may also write outside of its teams. Channels are not concerned.
contact-everybody = everybody with everybody
contact-teams = only those who share a team

## Rules

rules-hint = The rules hold on all devices. Change as much as you like: it holds only when you have seen it in words and signed it.
means-for-you = What this means for you:
rules-access = Access and devices
rules-capture = Taking and sending
rules-leaving = What can leave the house
rules-together = Together
rules-keeping = Keeping and erasing
rules-changed = changed
rules-discard = Discard
rules-preview =
    { $count ->
        [one] Look at one change
       *[other] Look at { $count } changes
    }
rules-preview-title = What changes for everybody
rules-preview-hint = Everybody in the house reads it like this in the settings.
until-now = Until now
from-now = From now on
rules-sign = Sign, holds at once
rules-signed =
    { $count ->
        [one] The rule holds.
       *[other] { $count } rules hold.
    }
rule-limited = limited to
unit-digits = digits
unit-tries = tries
unit-days = days
unit-minutes = minutes
unit-megabytes = MB
redaction-offered = is offered
redaction-asked = is asked each time
redaction-required = has to be looked through each time

## The privacy notice

notice-hint = Everybody reads it before choosing a PIN, and once more when it changes. The log says who has read which version (Article 13 GDPR).
notice-none = No notice is published yet.
notice-version = Version { $version } holds.
notice-use-template = Begin with a template
notice-german = In German
notice-english = In English (otherwise the German one is shown)
notice-form = An empty line separates paragraphs; a line that begins with # is a heading.
notice-publish = Publish
notice-published = The privacy notice is published.
notice-template =
    # Who is responsible

    Name and address of the organisation, how to reach us, and who is in charge of data protection.

    # What we need your data for

    To communicate at work and to document wounds. Legal basis: …

    # What is stored

    Your name, your function and your ward; your devices and roughly when they were last there; what you write and record, encrypted. The server stands in the house and cannot read it.

    # How long

    As long as the rules of the organisation say. They stand in the app, in the settings.

    # Your rights

    Access, rectification, erasure, restriction, objection, complaint to the supervisory authority.

## Retention

retention-now =
    { $days ->
        [one] At present everything stays one day.
       *[other] At present everything stays { $days } days.
    }
retention-none-now = At present nothing is erased by itself.
retention-scope = You see what vanishes from your own conversations. Into others not even the administration can look; the same time holds there. Channels can have a shorter one.
retention-what-if = Try it out
retention-limited = Erase after some time
retention-days = Keep for, in days
retention-ahead = Time to look ahead
ahead-days = the next { $count } days
retention-not-yet = This is only a preview and does not hold yet.
retention-decide =
    { $days ->
        [one] Decide on one day
       *[other] Decide on { $days } days
    }
retention-undecide = Erase nothing by itself any more
retention-decided =
    { $days ->
        [one] Everything stays one day.
       *[other] Everything stays { $days } days.
    }
retention-undecided = Nothing is erased by itself any more.
retention-vanishes = What vanishes within { $count } days
retention-nothing = Nothing vanishes in this time.
retention-warnings = Gone soon and not in the patient record yet
retention-item = item
legal-hold = Legal hold
hold-hint = While it holds nothing is erased, neither after some time nor by hand: for example in a lawsuit. A single channel is held by whoever moderates it.
hold-everywhere = Legal hold in the whole house
hold-set = The legal hold is in force.
hold-lifted = The legal hold is lifted.
keep-undocumented = Photos and findings of wounds stay until they are in the patient record
vanishes-on = Day
vanishes-what = What vanishes
vanishes-single = One by one
not-documented = not in the record
and-more = and { $count } more
stays-beyond =
    { $count ->
        [one] One item stays longer
       *[other] { $count } items stay longer
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

statistics-hint = Nothing here is about a single person: nobody counts who works or writes when.
invitations-claimed = Enrolments
statistics-space = Space on the server
statistics-used = { $used } of { $allowed } taken
statistics-devices = Devices by kind

## Log

chain-holds = The chain is whole.
chain-doubtful = The chain is whole, but something is odd.
chain-forked = Two histories of this log!
chain-hint = This device has checked all entries up to number { $count } itself: each signature, each rule, and that each follows the one before.
chain-forked-hint = The server has shown different things to different devices, or it went on from an old backup. Save the evidence and give it to the person who runs the server. Until this is clear, nobody should take in new members.
chain-compare = If everybody in the house sees the same words, they belong to the same house. Whether two people have the same log is shown by comparing their files with verband verify.
house-alarms = Alarms
alarm-fork = Two histories of one log: the server or a member shows different people different things.
alarm-ghost = Something came from somebody whom the house does not know. It was refused.
alarm-refused = An entry broke a rule and was refused.
alarm-omission = The server left entries out. Perhaps an old backup was restored.
alarm-commit = A change to a conversation that no honest device makes. It was refused.
alarm-renewal = Somebody started anew with a new letter. Ask that person whether it was she.
alarm-stale = Nothing new in the log for three weeks: nobody of the administration was online, or the server hides the end.
alarm-new-device = A further device of yours was connected. If it was not you, lock it out at once.
fork-evidence-save = Save the evidence
fork-evidence-file = Evidence.verband
log-export = Log as a file
log-export-hint = With verband verify anybody checks it, without access and without a network. Names stay sealed in it.
log-file = Log.verband
log-older = Older entries

## Checklist

checks-hint = What this page can see is checked. What it cannot see is listed too.
checks-again = Check again
check-good = all right
check-bad = please look
check-unseen = cannot be seen from here
check-clock = Clock
check-clock-good = The clocks of the server and of this device agree.
check-clock-bad = The clocks of the server and of this device are { $seconds } seconds apart. One of them is wrong.
check-clock-unsaid = The server does not say its time.
check-clock-elsewhere = This page is not from the server of the house; it does not see its clock.
check-server = Server
check-server-good = The server works, and its store answers.
check-server-bad = The server answers, but its store does not. Look into its log.
check-server-elsewhere = This page is not from the server of the house; its state cannot be seen.
check-tls = Encrypted connection (TLS)
check-tls-good = The page comes over https, and the browser trusts the certificate.
check-tls-local = The page comes without TLS. On the same machine that will do for trying out; other devices need https.
check-certificate = End of the certificate
check-certificate-unseen = A page does not learn when the certificate ends. Look at the browser's lock, or ask who runs the server.
check-disk = Space
check-disk-good = Of the space that the server gives to the house, { $percent } % is taken. How full its disk is, it does not say.
check-disk-bad = Of the space that the server gives to the house, { $percent } % is taken. Give it more, or decide how long things stay.
check-mail = E-mail
check-mail-good = The server can send e-mails. Whether they arrive, the first one shows.
check-mail-none = The server is not set up to send e-mails. With letters everything works without.
check-backup = Backup
check-backup-unseen = Whether the server is backed up, no app can see. Ask who runs it when a backup was last restored.
check-administrators = Second administrator
check-administrators-good = { $count } people administer the house.
check-administrators-bad = Only one person administers the house. If she is away, only the recovery sheet helps.
check-card = Your recovery card
check-card-good = You have a recovery card.
check-card-bad = You have no recovery card yet. Without it closed chats do not come back for certain.
check-notice-good = The privacy notice is published.
check-notice-bad = There is no privacy notice yet. It belongs before the first invitation.
check-browser = Storage of this browser
check-browser-good = The browser keeps what lies here.
check-browser-bad = The browser may erase what lies here when it needs space. What was sent is on the server too; set up a second device or a recovery card.

## Set-up

setup-done = done
setup-skip = Skip
setup-finish = Finish the set-up
setup-sheet-hint = You got the sheet when you founded. Printed, it belongs into a sealed envelope and into the safe, a second copy to another place. Remove the file after that.
setup-sheet-lost = It is nowhere else and cannot be shown again. If you do not have it, better found anew as long as nobody is invited.
setup-sheet-safe = The sheet is printed and lies in the safe
setup-card-has = You have a card already. A new one makes the old one worthless.
own-card-make = Make a recovery card
own-card-again = Make a new card
own-card-file = Recovery card.pdf
own-card-made = The card is made. Print it, and remove the file.
setup-rules-fit = I have looked at the rules, they fit
setup-letters = First letters
setup-letters-hint = First invite a second person for the administration, then a team. When she has enrolled, open her in Members and make her an administrator.
setup-one = one person
setup-many = a list
hold-channel = Legal hold for this channel
