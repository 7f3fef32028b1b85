### What people read in the apps and in no paper, error or sentence of the core. Used by all apps.

## Start and lock

starting = Opening Verband …
elsewhere = Open already
elsewhere-hint = Verband is open in another window. Close it there to go on here.
impossible = Not possible here
impossible-hint = This browser cannot run Verband. Use a current version without a private window, and open the page by https.
try-again = Try again
locked = Locked
locked-hint = Your PIN opens what lies on this device. Nobody can reset it, not even your administrator.
crashed = Something went wrong. What you wrote is safe.
pin = PIN
unlock = Unlock
unlocking = Unlocking …
wait = Wrong PIN. Please wait { $seconds } seconds.
lock-now = Lock now

## Coming in

welcome = Welcome
welcome-hint = Verband is the protected messenger of your organisation. You need no e-mail address and no phone number.
have-letter = I have a letter
have-card = I have a recovery card
found = Found an organisation
code = Code from the letter
code-hint = Case, spaces and dashes do not matter. You can also paste the whole link.
server = Address of the server
go-on = Continue
back = Back
is-it-you = Are you { $name }?
check-organisation = The invitation is from { $organisation }.
fingerprint = Fingerprint of the organisation
renewal = You start anew: your earlier devices are signed out, and everybody is told.
your-name = Your name
accept-and-start = Accept and start
start = Start
enrolling = Setting up …
pin-new = New PIN (at least { $digits } digits)
pin-again = Repeat the PIN
pin-short = The PIN needs at least { $digits } digits.
pin-different = The two PINs differ.
notice = Privacy notice
set-up-link = Set-up link
set-up-hint = The server shows it when it starts for the first time. It is good for 30 minutes, once.
organisation-name = Name of the organisation
found-now = Found
founding = Founding …
sheet = Recovery sheet
sheet-hint = Print this sheet and lock it away. It is the only way back when no administrator's device is left. It is nowhere else.
sheet-pdf = Sheet for printing
sheet-file = recovery-sheet.pdf
sheet-done = The sheet is safe
card-key = Key on the card
card-check = With the card everything comes back. Your earlier devices are signed out.
recover = Recover
recovering = Recovering …

## Conversations

conversations = Conversations
conversation-menu = More about this conversation
conversation-gone = This conversation is not here.
choose-conversation = Choose a conversation.
no-conversations = No conversation yet. The plus above begins one.
personal-space = My space
offline =
    { $waiting ->
        [0] No network. What you write is sent later.
        [one] No network. One message waits.
       *[other] No network. { $waiting } messages wait.
    }
search = Search
favourite = favourite
muted = muted
halted = Halted
halted-hint = Something is wrong with this conversation, and it is halted. Talk to your administrator.
draft = Draft: { $text }
unread =
    { $count ->
        [0] unread
        [one] one unread message
       *[other] { $count } unread messages
    }
make-favourite = Make a favourite
no-favourite = No favourite any more
mute = Mute
unmute = Unmute
archive = Archive
unarchive = Bring back
mark-unread = Mark as unread
read-only = You can only read here.

## A new conversation

new-conversation = New conversation
new-chat = Chat
new-chat-hint = A chat stays among those who are in it from the start.
find-people = Find colleagues
nobody-found = Nobody found.
start-chat = Start a chat
start-chat-with = Start a chat with { $names }
join-channel = Open channels
join = Join
asked-to-join = Asked. You are in as soon as a device of the channel answers.
no-channels = There is no channel that you can join.
new-channel = New channel
title = Title
who-joins = Who joins?
join-invitation = By invitation
join-open = Whoever wants to
join-hidden = By invitation, not listed
create-channel = Create the channel
bot = automatic

## Messages

messages = Messages
message = Message
no-messages = No messages yet.
message-menu = More about the message by { $name }
today = Today
yesterday = Yesterday
deleted = This message was deleted.
unreadable = This message cannot be read here.
forwarded = Forwarded
alarm = Alarm
other-kind = This content is not shown here yet.
location = A place (within { $accuracy } m)
confirm = Confirm
confirmed-by =
    { $count ->
        [0] Not confirmed yet
        [one] Confirmed once
       *[other] Confirmed { $count } times
    }
ask-to-confirm = Ask for confirmation
reaction = { $sign }, { $count } times
react = React with { $sign }
reply = Reply
edit = Edit
delete = Delete for everybody
edited = edited
editing = Edit message
answering = Reply to { $name }: { $text }
state-waiting = waiting
state-sent = sent
state-read =
    { $count ->
        [one] read by one person
       *[other] read by { $count }
    }
state-failed = not sent
take-back = Discard
send = Send
sent = Sent.
save = Save
saved = Saved.
cancel = Cancel
close = Close
undo = Undo
loading = Loading …

## Photos

camera = Camera
shutter = Take the photo
no-camera = The camera cannot be reached. Allow it in the browser, or connect one.
attach-photo = Photo from a file
photo = Photo
photo-of = Photo by { $name }
photo-preview = The photo
open-photo = Open the photo by { $name }
caption = Caption
cover-hint = Draw boxes over whatever nobody should recognise. Nothing of it is kept.
propose = Propose
nothing-to-hide = I have looked: there is nothing else to hide.
sealing = Encrypting …

## Voice notes and videos

voice-note = Voice note
record-voice = Record a voice note
recording-for = Recording: { $seconds } s
no-microphone = The microphone cannot be reached. Allow it in the browser, or connect one.
play-voice = Listen to the voice note by { $name }
play-video = Watch the video by { $name }
voice-by = Voice note by { $name }
video-by = Video by { $name }

## Wounds

wounds = Wounds
wound = Wound
wounds-of = Wounds in { $title }
no-wounds = No wound in this channel yet.
new-wound = New wound
make-wound = Create the wound
wound-menu = More about this wound
wound-counts =
    { $photos ->
        [one] one photo
       *[other] { $photos } photos
    }, { $findings ->
        [one] one finding
       *[other] { $findings } findings
    }
next-change-on = change on { $date }
six-weeks = No healing tendency for six weeks?
closed-because = Closed: { $reason }
consent-refused = Consent to photos was refused.
patient = Patient reference
patient-hint = A case number or room is enough; it need not be a name.
view-front = front
view-back = back
region = Body site
side = Side
kind = Type of wound
stage = Stage
since = Since when
position = Position for the photo
position-hint = for example: on the left side
note = Note
follow-up = Follow-up photo
new-finding = New finding
compare = Compare
photos = Photos
photo-from = Photo of { $date }
no-photos = No photos yet.
sizes = Size
course = Course
step-overview = 1 of 2: overview
step-close-up = 2 of 2: close-up
ghost = The last photo, shining through
series-sent = Overview and close-up sent.
make-report = Report for the record
report-file = wound-report.pdf
close-wound = Close
reopen = Open again
length = Length in mm
width = Width in mm
depth = Depth in mm
deep = { $depth } mm deep
tissue = Parts of the wound bed
tissue-percent = { $tissue } in per cent
edge = Edge
skin = Surrounding skin
exudate = Exudate
exudate-kind = Kind of exudate
exudate-is = exudate { $amount }
odour = Odour
pain = Pain from 0 to 10
pain-is = pain { $pain }
infection = Signs of infection
dressing = Dressing
next-change = Next change of dressing
curve-says = The size went from { $from } to { $to }.
curve-table = As a table
by-sides = length times width
earlier = Earlier
later = Later
slide = Slide
item-made = Wound made
item-changed = Details changed
item-consented = Consent entered
item-closed = Closed
item-reopened = Opened again
item-found = Finding
item-corrected = Finding corrected
item-struck = Finding struck
item-photo = Photo
item-photo-gone = Photo moved elsewhere
item-answered = Question after six weeks answered
item-exported = Exported for the record
item-documented = Documented in the record
item-withdrawn = The mark "documented" taken back

## Settings

settings = Settings
availability = Availability
availability-hint = for example: on duty until 2 pm
appearance = Appearance
language = Language
theme = Colours
theme-system = as the system
theme-light = light
theme-dark = dark
read-receipts = Show others what I have read
change-pin = Change PIN
pin-old = Present PIN
pin-changed = The PIN is changed.
devices = My devices
device-unnamed = Device without a name
this-device = this device
revoke-device = Sign out
house-rules = What holds in your organisation
organisation-words = Check words of the organisation

## What can go wrong

error-internal = That did not work. Try again.
error-offline = The server cannot be reached at the moment.
error-server-busy = The server is busy. Try again in a moment.
error-server-error = The server has a fault. Try again later.
error-wrong-pin = The PIN is wrong.
error-pin-blocked = Too many wrong PINs. Please wait.
error-wiped = Too many wrong PINs: everything on this device was erased.
error-pin-too-short = The PIN needs more digits.
error-revoked = This device does not belong to the organisation any more.
error-offline-too-long = This device was without a connection for too long. Connect it to the network of your organisation.
error-code = There is a typing error in the code.
error-invitation-gone = This invitation is not valid any more. Ask your administrator for a new one.
error-set-up-gone = The set-up link was used or is out of date.
error-other-organisation = This key belongs to another organisation.
error-waiting-for-approval = Your administrator has to approve you first. Unlock later.
error-not-allowed = You may not do that here.
error-too-late = That is possible in the first ten seconds only. You can still delete it.
error-policy = Your organisation has switched that off.
error-not-looked-through = Your organisation wants every photo to be looked through.
error-outdated = Your organisation wants a newer version. Reload the page.
error-not-found = That is not there any more.
error-length = The text is empty or too long.
error-photo = This picture is damaged, too large, or in an unknown format.
error-disk-full = There is no space left on this device.
error-server-full = There is no space left on the server.
error-quota = There is no space left for this conversation.
error-halted = This conversation is halted.
error-argument = That cannot be right.
error-in-use = Verband is open in another window.
error-not-enrolled = Nobody is signed in on this device.
