### Administration: people, invitations, devices.

administration = Administration
administration-part = Admin
no-right = You do not have the right to do this.
area-members = Members
area-invitations = Invitations
area-import = Read a list
area-roles = Roles
area-teams = Teams
area-rules = Rules
area-devices = Devices
area-retention = Retention
area-statistics = Figures
area-log = Log
area-checks = Checklist
area-setup = Set-up

## Overview

look-at-log = Open the log
setup-unfinished = The set-up is not finished yet.
setup-go-on = Go on with it
waiting-for-approval = Waiting for approval
nothing-waits = Nobody waits for approval.
approve = Approve
approve-hint = This person has enrolled and waits. Approve if you know that it is really she or he.
approved = { $name } is approved.
members-active = Members
members-waiting = Waiting
members-guests = Guests
members-left = Left
invitations-open = Open invitations

## Members

find-in-house = Find by name, function or ward
which-members = Which members
administers = Administration
until-day = until { $date }
show-more-people = Show { $count } more
member-gone = There is no such member here.
has-left = has left
member-waits = waits for approval
verified-by-you = verified by you
renewed-times =
    { $count ->
        [one] started anew once
       *[other] started anew { $count } times
    }
person-name = First and last name
person-function = Function
person-ward = Ward or unit
save-roles = Save roles
no-rights = no special rights
ends-on = Membership ends on
ends-hint = For guests and temporary staff: access ends by itself after that day. Without a date it stays.
admin-hint = Administrators have every right. The last one cannot give it up. There should always be two.
admin-grant = Make an administrator
admin-take = Take out of the administration
admin-granted = { $name } is an administrator now.
admin-taken = { $name } is no administrator any more.
devices-of = Devices of { $name }
notice-accepted = Has read the privacy notice, version { $version }.
notice-not-accepted = Has not read the privacy notice yet.
renewal-title = New letter
renewal-hint = When all devices are lost and the recovery card as well: with a new letter a person stays who she is. Her old devices are signed out, channels come back in full, into chats others take her back. Everybody in the house is warned; ask her whether it was she.
renewal-make = Make a new letter

## Leaving

leaving = Leaving
leaving-hint = When somebody leaves the house. One step is enough.
leaving-begin = Take { $name } out …
leaving-title = Take { $name } out
leaving-does = This is what happens:
leaving-sessions = All sessions end at once, and the server does not let the devices in any more.
leaving-devices = The devices erase everything as soon as they have a connection again, also what was not sent yet. A device that is switched off keeps what it has, behind its PIN.
leaving-conversations = Each channel and chat removes the person as soon as another member is online. What is written after that cannot be read any more.
leaving-names = The names in the house are encrypted anew.
leaving-stays = What the person wrote and photographed stays.
leaving-final = This cannot be undone. Whoever comes back needs a new invitation.
leaving-now = Take out now
member-left = { $name } has left.

## Devices

devices-hint = Of others you only see whether a device was there within 7 or 30 days: so you find a forgotten tablet, but nobody's working hours.
device-kind = Kind
filter-all = all
contact-last = Last contact
contact-day = last there: { $day }
contact-week = within the last 7 days
contact-month = within the last 30 days
contact-longer = more than 30 days ago
contact-never = never yet
contact-unknown = last contact unknown
no-contacts = Only the server knows when devices were last there:
no-such-devices = No such devices.
machine-phone = phone or tablet
machine-shared = shared device
machine-desktop = computer
machine-web = browser
machine-bot = bot
revoke-and-wipe = Lock out and wipe
revoke-device-of = Lock out and wipe { $device } of { $name }
revoke-asks = { $device } of { $name }
revoke-does = The device is locked out at once and erases everything on it, also what was not sent yet. Other devices of the person stay, and so does her place in channels.
revoke-falls =
    { $count ->
        [one] One more device, which this one let in, is locked out with it.
       *[other] { $count } more devices, which this one let in, are locked out with it.
    }
revoke-contact = It is wiped at its next contact with the server. Until then a device that is switched off keeps what it has, behind its PIN.
device-revoked = The device is locked out. It wipes itself at its next contact.

## Invitations

invite-kind = Whom do you invite?
invite-person = one person, by letter
invite-key = several, by a registration key
invite-bot = a bot
invite-key-hint = One code for several people: each says her own name. Have enrolments approved if the code hangs somewhere.
invite-bot-hint = An automatic member whom everybody sees as one. Whoever runs the bot needs its code.
key-title = What the key is for
key-limit = For at most so many people
invite-now = Invite
making-letters = Being made …
invitation-brings = What the invitation brings
terms-channels = In these channels from the start
terms-role = Role
terms-days = The code is good for so many days
terms-approval = Enrolment has to be approved
import-instead = Many at once: read a list
invite-one-instead = Invite one person only
invitations-all = All invitations
invitations-show-all = also used, withdrawn and expired ones
no-invitations = No open invitations.
invitation-menu = More on the invitation for { $name }
invitation-withdrawn = withdrawn
invitation-used = used
invitation-over = expired
registration-key = registration key
used-by =
    { $count ->
        [one] used by one person
       *[other] used by { $count } people
    }
good-until = good until { $date }
reissue = Make a new code
reissue-all = New letters for all { $count } open ones
reissue-all-hint = In case a pile of letters was lost before it was handed out: the old codes are worth nothing then.
reissue-progress = { $done } of { $total } made
withdraw = Withdraw
withdrawn = The invitation is withdrawn.
withdrawn-many =
    { $count ->
        [one] One invitation is withdrawn.
       *[other] { $count } invitations are withdrawn.
    }

## Letters

made-letters = Letters
letter-for = Invited: { $name }. The code:
invited-many =
    { $count ->
        [one] One person is invited.
       *[other] { $count } people are invited.
    }
codes-once = Codes are here now, and on paper. Print, hand out, and remove the file.
letter-sender = Sender and language
letter-address = Address of the house
letter-address-hint = for example: Am Ring 1, 12345 Musterstadt (a line each)
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
        [one] Take the invitation back
       *[other] Take all { $count } back
    }
letters-done = Done
letter-file = Invitation { $name }.pdf
letters-file = Invitations.pdf
list-file = Hand-out list.pdf
draft-file = Invitation.eml
mail-draft = Rather by e-mail
mail-draft-hint = A draft with the code for your own mail program; nothing is sent. A mailbox is read by others more easily than a letter: so you approve the enrolment afterwards, unless your rules say otherwise.
mail-from = Your address
mail-to = Address of the person
mail-draft-make = Save the draft
mail-send = Send an e-mail
mail-title = E-mail to { $name }
mail-hint = The server writes how to begin. The code is not in it; the person gets it with the letter.
mail-sent = The e-mail is sent.
mail-waiting = The e-mail is on its way.
mail-failed = The e-mail did not arrive: { $reason }
mail-look = Look again
mail-words = Words of the e-mails
mail-words-hint = The server fills in: {"{"}organisation{"}"}, {"{"}reference{"}"}, {"{"}expires{"}"} and {"{"}link{"}"}. How to begin, and that the code is not in it, it always writes too.
mail-subject = Subject
mail-greeting = Greeting
mail-closing = Closing
in-english = In English

## A list of people

import-hint = A list of your personnel office as CSV or XLSX. It needs a column Name, or first name and last name; e-mail, function, ward, language and personnel number are possible. The file stays in this browser.
import-file = File with the list
import-nothing-done = This would be done. Nobody is invited yet.
import-people = People in the list
line-number = Line
import-problems =
    { $count ->
        [one] One line cannot be read
       *[other] { $count } places cannot be read
    }
import-problems-hint = These lines are left out. Correct them in the list, and read it once more.
import-new =
    { $count ->
        [0] Nobody will be invited
        [one] One person will be invited
       *[other] { $count } people will be invited
    }
import-nobody-new = Nobody in this list is new.
import-duplicates =
    { $count ->
        [one] One line is there twice
       *[other] { $count } lines are there twice
    }
import-duplicates-hint = These names stand further up already. If they are two people, invite the second one alone.
import-members =
    { $count ->
        [one] One person belongs to the house already
       *[other] { $count } people belong to the house already
    }
import-invited =
    { $count ->
        [one] One person is invited already
       *[other] { $count } people are invited already
    }
import-left-out = They are left out.
import-missing =
    { $count ->
        [one] One member is not in the list
       *[other] { $count } members are not in the list
    }
import-missing-hint = Nothing happens to them. If somebody has left, open the person and take her out.
import-now =
    { $count ->
        [one] Invite one person
       *[other] Invite { $count } people
    }
import-progress = { $done } of { $total } invited
import-stop = Stop
import-broken = After { $done } invitations it did not go on.
patterns-hint = One pattern a line, for example <'F'>9{ "{" }8{ "}" } for F and eight digits.
