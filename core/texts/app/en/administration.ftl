### Administration: people, invitations, devices.

administration = Administration
no-right = You do not have the right to do this.
area-members = Members
area-invitations = Invitations
area-import = Import a list
area-roles = Roles
area-teams = Teams
area-rules = Rules
area-devices = Devices
area-retention = Retention
area-statistics = Figures
area-log = Log
area-checks = Checklist
area-setup = First steps

## Overview

look-at-log = Open the log
setup-unfinished = The first steps are not finished yet.
setup-go-on = Continue
waiting-for-approval = Waiting for approval
nothing-waits = Nobody is waiting for approval.
approve = Approve
approve-hint = This person has enrolled and is waiting. Approve them once you are sure who they are.
approved = { $name } has been approved.
members-active = Members
members-waiting = Waiting
members-guests = Guests
members-left = Left
invitations-open = Open invitations

## Members

find-in-house = Search by name, function or ward
which-members = Which members
administers = Administration
until-day = until { $date }
show-more-people = Show { $count } more
member-gone = There is no such member here.
has-left = has left
member-waits = waiting for approval
verified-by-you = verified by you
renewed-times =
    { $count ->
        [one] started over once
       *[other] started over { $count } times
    }
person-name = First and last name
person-function = Function
person-ward = Ward or unit
save-roles = Save roles
no-rights = no special rights
ends-on = Membership ends on
ends-hint = For guests and temporary staff: access ends by itself after that day. Without a date it does not end.
admin-hint = Administrators have every right. The last one cannot give it up. There should always be two.
admin-grant = Make an administrator
admin-take = Remove as administrator
admin-granted = { $name } is now an administrator.
admin-taken = { $name } is no longer an administrator.
devices-of = { $name }’s devices
notice-accepted = Has read the privacy notice, version { $version }.
notice-not-accepted = Has not read the privacy notice yet.
renewal-title = New letter
renewal-hint = For when all devices are lost, and the recovery card too: with a new letter, people stay who they are. Their old devices are locked out, channels come back in full, and others add them to their chats again. Everybody in the organisation is warned; ask the person whether it was really them.
renewal-make = Make a new letter

## Leaving

leaving = Leaving
leaving-hint = When somebody leaves the organisation. One step is enough.
leaving-begin = Remove { $name } …
leaving-title = Remove { $name }
leaving-does = This is what happens:
leaving-sessions = All sessions end at once, and the server no longer lets their devices in.
leaving-devices = Their devices erase everything as soon as they are opened with the PIN and connected, including what had not been sent yet. Until then a device keeps what it has, behind its PIN.
leaving-conversations = Every channel and chat removes them as soon as another member is online. They cannot read anything written after that.
leaving-names = The names in the organisation are encrypted anew.
leaving-stays = What they wrote and photographed stays.
leaving-final = This cannot be undone. Whoever comes back needs a new invitation.
leaving-now = Remove now
member-left = { $name } has been removed.

## Devices

devices-hint = Of other people’s devices you only see whether they were there within the last 7 or 30 days: enough to find a forgotten tablet, but nobody’s working hours.
device-kind = Kind
filter-all = all
contact-last = Last contact
contact-day = last seen: { $day }
contact-week = within the last 7 days
contact-month = within the last 30 days
contact-longer = more than 30 days ago
contact-never = never
contact-unknown = last contact unknown
no-contacts = Only the server knows when devices were last seen:
no-such-devices = No such devices.
machine-phone = phone or tablet
machine-shared = shared device
machine-desktop = computer
machine-web = browser
machine-bot = bot
revoke-and-wipe = Lock out and wipe
revoke-device-of = Lock out and wipe { $name }’s { $device }
revoke-asks = { $name }’s { $device }
revoke-does = The device is locked out at once and erases everything on it, including what had not been sent yet. The person’s other devices stay, and so does their place in channels.
revoke-falls =
    { $count ->
        [one] One more device, which was let in by this one, is locked out with it.
       *[other] { $count } more devices, which were let in by this one, are locked out with it.
    }
revoke-contact = It is wiped as soon as it is opened with the PIN and connected. Until then it keeps what it has, behind its PIN.
device-revoked = The device is locked out. It wipes itself as soon as it is opened with the PIN and connected.

## Invitations

invite-kind = Whom are you inviting?
invite-person = one person, with a letter
invite-key = several people, with a registration key
invite-bot = a bot
invite-key-hint = One code for several people: everybody enters their own name. Require approval if the code is posted somewhere.
invite-bot-hint = An automatic member, and shown to everybody as one. Whoever runs the bot needs its code.
key-title = What the key is for
key-limit = For at most this many people
invite-now = Invite
making-letters = Preparing …
invitation-brings = What the invitation brings
terms-channels = In these channels from the start
terms-role = Role
terms-days = Days for which the code is valid
terms-approval = Enrolment needs approval
import-instead = Many at once: import a list
invite-one-instead = Invite just one person
invitations-all = All invitations
invitations-show-all = also used, withdrawn and void ones
no-invitations = No open invitations.
invitation-menu = More about the invitation for { $name }
invitation-withdrawn = withdrawn
invitation-used = used
invitation-over = expired on { $date }
invitation-void = void: whoever invited may no longer do so
invitation-renewal = new letter for a member
invitation-approval = needs approval
invited-by = by { $name }, { $date }
registration-key = registration key
used-of = { $count } of { $limit } used
good-until = valid until { $date }
reissue = Make a new code
reissue-all = New letters for all { $count } open invitations
reissue-all-hint = In case a stack of letters was lost before it was handed out: the old codes are then no longer valid.
reissue-progress = { $done } of { $total } made
withdraw = Withdraw
withdrawn = The invitation has been withdrawn.
withdrawn-many =
    { $count ->
        [one] One invitation has been withdrawn.
       *[other] { $count } invitations have been withdrawn.
    }

## Letters

made-letters = Letters
letter-for = Invited: { $name }. The code:
invited-many =
    { $count ->
        [one] One person has been invited.
       *[other] { $count } people have been invited.
    }
codes-once = The codes stay here, also after locking, until you press “Done”; then they exist only on paper. Print them, hand them out, and delete the file.
letter-sender = Sender and language
letter-address = Address of the organisation
letter-address-hint = for example: Am Ring 1, 12345 Musterstadt (one line each)
letter-contact = Questions to
letter-contact-hint = for example: office, telephone 0431 12345
letter-language = Language of the letter
letter-pdf = Letter as PDF
letters-pdf =
    { $count ->
        [one] One letter as PDF
       *[other] { $count } letters in one PDF
    }
list-pdf = Hand-out list as PDF
undo-invitations =
    { $count ->
        [one] Take back the invitation
       *[other] Take back all { $count }
    }
letters-done = Done
letter-file = Invitation { $name }.pdf
letters-file = Invitations.pdf
list-file = Hand-out list.pdf
draft-file = Invitation.eml
mail-draft = By e-mail instead
mail-draft-hint = A draft with the code for your own mail program; nothing is sent. A mailbox is easier for others to read than a letter, so you approve the enrolment afterwards, unless your rules say otherwise.
mail-from = Your address
mail-to = The person’s address
mail-draft-make = Save the draft
mail-many =
    { $count ->
        [one] E-mail to the person with an address
       *[other] E-mails to the { $count } people with an address
    }
mail-many-hint = The server writes how to get in. The codes are not in these e-mails; everybody gets theirs with the letter. Pressed again, it writes to nobody twice.
mail-many-send =
    { $count ->
        [one] Let the server write to one person
       *[other] Let the server write to { $count } people
    }
mail-many-sent =
    { $count ->
        [one] One e-mail is on its way.
       *[other] { $count } e-mails are on their way.
    }
mail-many-failed = { $name }: no e-mail.
drafts-hint = Or drafts with the codes for your own mail program, in a ZIP file; nothing is sent. Delete the file afterwards.
drafts-make =
    { $count ->
        [one] Save one draft with its code
       *[other] Save { $count } drafts with their codes
    }
drafts-file = Invitations.zip
mail-send = Send an e-mail
mail-title = E-mail to { $name }
mail-hint = The server explains how to begin. The code is not in the e-mail; the person gets it with the letter.
mail-sent = The e-mail has been sent.
mail-waiting = The e-mail is on its way.
mail-failed = The e-mail did not arrive: { $reason }
mail-look = Look again
mail-words = Wording of the e-mails
mail-words-hint = The server fills in {"{"}organisation{"}"}, {"{"}reference{"}"}, {"{"}expires{"}"} and {"{"}link{"}"}. It always adds how to begin, and that the code is not in the e-mail.
mail-subject = Subject
mail-greeting = Greeting
mail-closing = Closing
in-english = In English

## A list of people

import-hint = A list from your personnel office, as CSV or XLSX. It needs a column Name, or First name and Last name; e-mail, function, ward, language and personnel number are optional. The file stays in this browser.
import-file = File with the list
import-nothing-done = This is what would happen. Nobody has been invited yet.
import-people = People in the list
line-number = Line
import-problems =
    { $count ->
        [one] One line cannot be read
       *[other] { $count } lines cannot be read
    }
import-problems-hint = These lines are left out. Correct them in the list, and import it again.
import-new =
    { $count ->
        [0] Nobody will be invited
        [one] One person will be invited
       *[other] { $count } people will be invited
    }
import-nobody-new = Nobody in this list is new.
import-duplicates =
    { $count ->
        [one] One line is a duplicate
       *[other] { $count } lines are duplicates
    }
import-duplicates-hint = These lines say the same as one further up. If they are two different people, invite them anyway.
import-similar =
    { $count ->
        [one] One line needs your decision
       *[other] { $count } lines need your decision
    }
import-similar-hint = The name is known, but not everything agrees: the same person in another place, or somebody of the same name? If it is somebody else, invite them anyway. Otherwise the line is left out.
similar-to-member = Similar to { $who }, who already belongs to the organisation.
similar-to-invited = Similar to { $who }, who is already invited.
similar-to-line = Similar to line { $line }: { $who }.
invite-anyway = Line { $line }: invite { $who } anyway
import-undo =
    { $count ->
        [one] Take back your invitation for this list
       *[other] Take back your { $count } invitations for this list
    }
import-members =
    { $count ->
        [one] One person already belongs to the organisation
       *[other] { $count } people already belong to the organisation
    }
import-invited =
    { $count ->
        [one] One person has already been invited
       *[other] { $count } people have already been invited
    }
import-left-out = They are left out.
import-missing =
    { $count ->
        [one] One member is not in the list
       *[other] { $count } members are not in the list
    }
import-missing-hint = Nothing happens to them. If somebody has left, open the person and remove them.
import-now =
    { $count ->
        [one] Invite one person
       *[other] Invite { $count } people
    }
import-by-mail =
    { $count ->
        [one] I will e-mail the code of the one person with an e-mail address myself
       *[other] I will e-mail the codes of the { $count } people with an e-mail address myself
    }
import-by-mail-hint = You will get drafts for that. A mailbox is more easily read by others than a letter: these enrolments then need your approval unless your rules say otherwise.
import-progress = { $done } of { $total } invited
import-stop = Stop
import-broken = It stopped after { $done } of { $total } invitations. There are no letters for the others yet: read the list again; whoever has been invited already is recognised.
patterns-hint = One pattern per line, for example <'F'>9{ "{" }8{ "}" } for F and eight digits.
