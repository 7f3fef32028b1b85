### English. Ids begin with the place where a text stands. No text cuts sentences into pieces.

## The letter of an invitation

letter-title = Your access to Verband
letter-document = { $letters ->
    [one] Invitation to Verband, { $organisation }
   *[other] { $letters } invitations to Verband, { $organisation }
}
letter-outline = { $number }. { $name }
letter-personal = Personal
letter-greeting = Dear { $name },
letter-intro = { $organisation } uses the messenger “Verband”. Only those who belong to a conversation can read its messages and photos. Use this letter to sign in, once:
letter-step-open = Open the app “Verband” on your phone or tablet. On a computer, open the server address (below) in the browser.
letter-step-scan = Scan the picture on the right. Without a camera, type the server address and the code.
letter-step-check = Compare the fingerprint (below) and choose your PIN. That is all.
letter-qr = QR code with your invitation. It holds the server address and the code, which this page also has as text.
letter-code = Your code
letter-server = Server
letter-valid = Validity
letter-valid-until = until { $date }, for one use
letter-reference = Reference
letter-fingerprint = Fingerprint
letter-fingerprint-use = The app shows the same fingerprint when you sign in. If it differs, stop and ask.
letter-contact = Questions
letter-keep = Whoever has this code can sign in as you. Do not pass it on. Once you have signed in it is used up; then destroy this letter.
letter-privacy = Privacy

## The foot of every page

page-number = Page { $page } of { $pages }

## The list for handing out letters

list-title = Invitations handed out
list-intro = Each person confirms having received the letter sealed. This list holds no codes. Keep it until everybody has signed in.
list-count = { $letters ->
    [one] { $letters } letter
   *[other] { $letters } letters
}
list-number = No.
list-name = Name
list-place = Function, ward
list-reference = Reference
list-signature = Date, signature

## The recovery sheet of the organisation

root-title = Recovery sheet
root-intro = This sheet is the master key of the organisation “{ $organisation }”. Whoever has it can appoint a new administrator. It does not open any messages.
root-key = Key
root-qr = QR code with the master key. It holds the server address, fingerprint and key that stand here as text, too.
root-use-heading = What it is for
root-use = Only for an emergency: when no device of any administrator is left. Nobody needs it from day to day.
root-keep-heading = Where to keep it
root-keep = In a sealed envelope in the safe, and a second print in another place. Do not photograph it, do not scan it, do not save it in a file.
root-lost-heading = If it was lost or somebody saw it
root-lost = Tell the management and the administrators at once. Without this sheet and without an administrator’s device nobody can restore the organisation, not even the maker.
root-witness = Kept by, date, signature

## On every paper with a key

key-made = Made
key-server = Server
key-fingerprint = Fingerprint

## The card with a person's paper key

card-title = Your paper key
card-intro = Cut out the card and keep it at home, as you keep the key of your door.
card-heading = Paper key for Verband
card-qr = QR code with your paper key. It holds the server address, fingerprint and key that stand beside it as text, too.
card-use = With this key you get everything back on a new device when your old ones are lost or broken. The old ones are signed out.
card-keep = Give it to nobody, not even to the administrators.
card-lost = If the card is gone or somebody saw it, make a new one in the app at once. This one is then dead.

## The draft of an e-mail with the invitation

mail-subject = Your access to Verband, { $organisation }
mail-body = Dear { $name },

    { $organisation } uses the messenger “Verband”. This is how you sign in, once:

    1. Open the app “Verband” on your phone or tablet. On a computer, open { $server } in the browser.
    2. Open this link on that device, or type the server address and the code:

    { $link }

    Server: { $server }
    Code: { $code }

    3. Compare the fingerprint and choose your PIN. The app shows the same fingerprint when you sign in. If it differs, stop and ask.

    Fingerprint: { $fingerprint }

    Valid until { $date }, for one use. Whoever has this code can sign in as you: do not forward this e-mail, and delete it once you have signed in.

    Questions: { $contact }

## What could not be printed

documents-unprintable = The character “{ $character }” (of { $name }) cannot be printed. Write the name in Latin, Greek or Cyrillic script.
documents-too-long = The text “{ $start }…” is too long for its place on the paper.
documents-qr-too-long = The server address is too long for a QR code.
documents-no-letters = There is no letter to print.
documents-address = “{ $address }” is no e-mail address.
documents-pdf = The PDF could not be made.

## The list of people

people-column-name = Name
people-column-email = E-mail
people-column-function = Function
people-column-ward = Ward
people-column-language = Language
people-column-number = Personnel number

people-too-big = The file is too big. The limit is { $megabytes } MB.
people-too-many = The list is too long. The limit is { $rows } rows.
people-not-a-table = The file is no table that can be read. Save it as an Excel workbook (.xlsx) or as CSV.
people-encrypted = The file is protected by a password. Save it without one.
people-no-header = The first row must say what the columns hold. “Name” is needed, or “First name” and “Last name”. Also possible: e-mail, function, ward, language, personnel number.
people-twice = Two columns are called “{ $column }”. Delete one of them.
people-nobody = There is nobody in the list.

people-empty = Row { $line }, { $column }: something is missing here.
people-too-long = Row { $line }, { $column }: at most { $characters } characters.
people-broken-email = Row { $line }, { $column }: this is no e-mail address.
people-unknown-language = Row { $line }, { $column }: German and English are possible.
people-unprintable = Row { $line }, { $column }: the character “{ $character }” cannot be printed.

## E-mails of the server: that an invitation comes

notice-subject = Invitation to { $organisation }
notice-greeting = Hello,

    { $organisation } invites you to work with Verband, the messenger of the house.
notice-passage = How to begin:
    1. Install the app and open this link with it: { $link }
    2. Enter the code that you get another way, for instance in a letter.

    The code is not in this e-mail. Nobody will ask you for it by e-mail or phone.
    The invitation is valid until { $expires } (reference: { $reference }).
notice-closing = Kind regards
    { $organisation }
notice-expires = { $date }, { $time }

## E-mail of the server with the link to set it up

set-up-subject = Verband: set-up
set-up-body = Hello,

    with this link you found your organisation in the app. It is valid for 30 minutes and once:

    { $link }

## The organisation's log: a sentence for each entry

history-founded = The organisation “{ $name }” was founded.
history-invited = { $who } invited { $name }.
history-registration-key = { $number ->
    [one] { $who } made the registration key “{ $name }” for { $number } person.
   *[other] { $who } made the registration key “{ $name }” for { $number } people.
}
history-bot-invited = { $who } invited the bot { $name }.
history-invited-again = { $who } gave { $name } a new letter.
history-invitation-ended = The invitation for { $name } is over. Noted by { $who }.
history-withdrawn = { $who } withdrew the invitation for { $name }.
history-joined = { $name } signed up and belongs to the organisation now.
history-bot-joined = The bot { $name } signed in and now belongs to the organisation.
history-waits = { $name } signed up and waits for approval.
history-started-anew = { $name } started anew with a new letter. All devices from before are revoked.
history-approved = { $who } approved { $name }.
history-device-added = { $who } linked another device.
history-device-recovered = { $name } signed up a new device with the paper key.
history-own-device-revoked = { $who } revoked a device of their own.
history-device-revoked = { $who } revoked a device of { $name }.
history-left = { $who } removed { $name } from the organisation.
history-admin-granted = { $who } made { $name } an administrator.
history-admin-revoked = { $who } made { $name } a member without administration.
history-key-handed = { $number ->
    [one] { $who } handed { $number } device the key to the directory.
   *[other] { $who } handed { $number } devices the key to the directory.
}
history-key-renewed = { $who } renewed the key to the directory.
history-heartbeat = { $who } confirmed that this log is up to date.
history-details = { $who } changed the details of { $name }.
history-status = { $who } changed their own details.
history-device-named = { $who } named a device: { $name }.
history-role-defined = { $who } defined the role “{ $role }”: { $rights }.
history-role-retired = { $who } retired the role “{ $role }”.
history-roles-assigned = { $who } gave { $name } these roles: { $roles }.
history-roles-taken = { $who } took all roles from { $name }.
history-team-defined = { $who } defined the team “{ $name }”.
history-team-retired = { $who } dissolved the team “{ $name }”.
history-teams-assigned = { $who } put { $name } into these teams: { $teams }.
history-teams-taken = { $who } took { $name } out of all teams.
history-policy = { $who } changed the rules.
history-notice = { $who } published version { $number } of the privacy notice.
history-notice-accepted = { $who } read version { $number } of the privacy notice.
history-expired = The membership of { $name } is over. Noted by { $who }.
history-paper-key = { $who } made a new paper key.
history-refused = An entry by { $who } was refused and has no effect. { $reason }
history-root = The recovery sheet
history-member = Member { $id }
history-stranger = Somebody unknown
history-unnamed = without a name

role-member = Member
role-moderator = Moderator
role-guest = Guest

right-none = no rights
right-invite = invite people
right-approve = approve sign-ups
right-manage-members = manage people
right-manage-devices = revoke devices of others
right-manage-roles = manage roles
right-manage-teams = manage teams
right-manage-policy = change the rules and the privacy notice
right-create-channels = found channels
right-start-chats = start chats
right-contact-anyone = write to anyone
right-moderate-channels = moderate channels
right-statistics = see the counts of the organisation
right-alert = call everybody in a channel at once and send messages with an alarm tone

refused-signature = The signature is wrong.
refused-form = It does not have the form that an entry here must have.
refused-repeated = It is in the log already, or one before it is missing.
refused-fork = It belongs to another history of this log.
refused-stranger = The device does not belong to the organisation, or not any more.
refused-right = The right to do so was missing.
refused-invitation = The invitation was used up, withdrawn or unknown.
refused-device-class = The rules do not allow this kind of device.
refused-state = It does not fit the state of the organisation.

## The policy of the organisation: what it means for each person

policy-pin = PIN
policy-pin-length = Your PIN has at least { $digits } digits.
policy-lock = Lock
policy-lock-seconds = { $seconds ->
    [one] The app locks after { $seconds } second without use.
   *[other] The app locks after { $seconds } seconds without use.
}
policy-lock-minutes = { $minutes ->
    [one] The app locks after { $minutes } minute without use.
   *[other] The app locks after { $minutes } minutes without use.
}
policy-biometrics = Fingerprint and face
policy-biometrics-on = You can open the app with fingerprint or face instead of the PIN (not in a browser).
policy-biometrics-off = The app opens with the PIN only, not with fingerprint or face.
policy-wipe = Wrong PIN
policy-wipe-after = { $tries ->
    [one] After { $tries } wrong PIN everything on this device is erased.
   *[other] After { $tries } wrong PINs in a row everything on this device is erased.
}
policy-wipe-never = Wrong PINs erase nothing. After several you have to wait, longer each time.
policy-screenshots = Screenshots
policy-screenshots-on = Screenshots of the app are possible.
policy-screenshots-off = Screenshots of the app are not possible where that can be prevented (not in a browser).
policy-copy = Copying
policy-copy-on = You can copy text out of the app.
policy-copy-off = Text cannot be copied out of the app.
policy-export = Sharing and saving
policy-export-on = You can save photos and files outside of the app and pass them on.
policy-export-off = Photos and files stay in the app.
policy-camera = Camera
policy-camera-on = You can take photos in the app.
policy-camera-off = No photos can be taken in the app.
policy-microphone = Microphone
policy-microphone-on = You can record voice notes.
policy-microphone-off = No voice notes can be recorded.
policy-video = Videos
policy-video-on = You can record videos.
policy-video-off = No videos can be recorded.
policy-location = Location
policy-location-on = You can send your location. It never happens by itself.
policy-location-off = No location can be sent.
policy-files = Files
policy-files-on = You can send files of any kind.
policy-files-off = Only what is captured in this app can be sent: no files, and no pictures from a gallery.
policy-receipts = Read receipts
policy-receipts-on = You decide yourself whether others see what you have read. At first they do not.
policy-receipts-off = Nobody sees what you have read.
policy-retention = Retention
policy-retention-days = { $days ->
    [one] Messages, photos and files are erased on all devices and the server after { $days } day.
   *[other] Messages, photos and files are erased on all devices and the server after { $days } days.
}
policy-retention-never = Messages, photos and files stay until somebody deletes them.
policy-unsent = Photos never sent
policy-unsent-days = { $days ->
    [one] A photo that you do not send is erased after { $days } day.
   *[other] A photo that you do not send is erased after { $days } days.
}
policy-unsent-never = A photo that you do not send stays on your device until you delete it.
policy-redaction = Redaction
policy-redaction-offered = You can make faces and names on photos unrecognisable.
policy-redaction-asked = Before a photo is sent, the app asks whether something should be made unrecognisable.
policy-redaction-required = Every photo has to be looked through for faces and names before it is sent.
policy-version = Version of the app
policy-version-any = Every version of the app may connect to the server.
policy-version-minimum = The app has to be version { $version } or newer. Older ones ask for an update.
policy-offline = Without connection
policy-offline-days = { $days ->
    [one] Without the server the app shows nothing after { $days } day, until it reaches it again.
   *[other] Without the server the app shows nothing after { $days } days, until it reaches it again.
}
policy-offline-never = Without the server the app still shows what is on the device, for any length of time.
policy-devices = Devices
policy-devices-allowed = You can sign up with: { $devices }.
policy-contact = Who writes to whom
policy-contact-everybody = Everybody may start a chat with everybody.
policy-contact-teams = You start chats with people of your teams, and with others only by a special right.
policy-mailed = Invitation by e-mail
policy-mailed-on = Whoever signs up with a code from an e-mail waits for approval by an administrator.
policy-mailed-off = Whoever signs up with a code from an e-mail belongs at once.
history-full = You will read everything from the beginning.
history-from-join = You will read what is written from now on.
history-closed = Nobody comes in later.
policy-quota = Storage
policy-quota-mb = Photos and files of a conversation take at most { $mb } MB on the server together.
policy-quota-none = Photos and files of a conversation take as much room as the server has.
policy-originals = Originals
policy-originals-kept = When you make something on a photo unrecognisable, the original stays sealed in your personal space.
policy-originals-destroyed = When you make something on a photo unrecognisable, the original is destroyed.
retention-days = { $days ->
    [one] What is older than { $days } day is erased on all devices and the server.
   *[other] What is older than { $days } days is erased on all devices and the server.
}
retention-erased-days = { $days ->
    [one] What is older than { $days } day was erased.
   *[other] What is older than { $days } days was erased.
}
retention-erased = Older things were erased because their time was over. At present nothing is erased here by itself.
retention-stays = What stands here stays until somebody deletes it.
retention-nothing = Nothing vanishes in this time.
retention-vanishes = { $count ->
    [one] { $count } entry vanishes
   *[other] { $count } entries vanish
} for { $people ->
    [one] { $people } person
   *[other] { $people } people
} on { $devices ->
    [one] { $devices } device
   *[other] { $devices } devices
} and the server.
retention-hold-organisation = Legal hold of the organisation: nothing is erased here until it is lifted.
retention-hold-conversation = Legal hold of this channel: nothing is erased here until it is lifted.
retention-held = A legal hold is in force: nothing can be deleted here at present. Your administrators, or whoever moderates the channel, know why.
retention-kept-hold = stays because of the legal hold
retention-kept-undocumented = stays until it is in the patient record
retention-kept-in-use = stays as long as it is in use

policy-hold = Legal hold
policy-hold-on = Nothing is erased at present, neither when its time is over nor by yourself: your organisation has to keep everything.
policy-hold-off = No legal hold: times apply, and you can delete what you wrote.
policy-undocumented = Not in the patient record yet
policy-undocumented-kept = Wounds with findings or photos that are not in the patient record yet stay when their time is over.
policy-undocumented-erased = Wounds, findings and photos are erased when their time is over, also if they are not in the patient record yet. You are reminded before.
policy-measuring = Measuring in photos
policy-measuring-on = Sizes of wounds can be measured in a photo with a marker or a ruler. You draw the outline.
policy-measuring-off = Nothing is measured in photos. You enter sizes.
policy-patterns = Scanning patient references
policy-patterns-none = Any code that can be read on a wristband or a label can be taken as a patient reference.
policy-patterns-some = Only codes after one of these patterns are taken: { $patterns }. By hand you can enter any patient reference.

photo-not-looked-through = Your organisation wants every photo to be looked through. Cover what nobody may recognise, or confirm that there is nothing to hide.
photo-heif = This photo is in the format HEIC, which not every device shows. Set the camera to JPEG (iPhone: Settings, Camera, Formats, “Most Compatible”), or take it here in the messenger.
proposals-faces = { $count ->
    [one] 1 face proposed
   *[other] { $count } faces proposed
}
proposals-codes = { $count ->
    [one] 1 code proposed
   *[other] { $count } codes proposed
}
proposals-found = { $what }. Please check yourself whether there is more to recognise.
proposals-both = { $faces }, { $codes }
proposals-nothing = Nothing found. Please check yourself whether there is something to recognise.
proposals-codes-only = { $what } Faces were not looked for.

mark-empty = A mark is empty.
mark-outside = A mark lies beside the photo, which has { $width } × { $height } pixels.
mark-too-many = A photo can have { $most } marks at most.
mark-too-long = A mark is too long.
mark-letter = { $letter } cannot be written on a photo.
device-phone = phone or tablet
device-shared = shared device
device-desktop = computer
device-web = browser
policy-bots-on = Bots may take part. Everybody sees that they are bots, and they read only where moderators added them.
policy-bots-off = Bots are not allowed.

## Recordings

recording-not = This is no recording that can be sent. MP4, M4A and WebM can.
recording-unfinished = The recording ends before it says where sound and picture lie. It cannot be saved; you can discard it.
recording-unsupported = This kind of recording cannot be sent. Record it here in the messenger.
recording-too-large = The recording is too large.
recording-damaged = The recording is damaged.

## Calendar

calendar-recurs-daily = { $interval ->
    [one] every day
    [2] every other day
   *[other] every { $interval } days
}
calendar-recurs-working-days = Monday to Friday
calendar-recurs-weekday = { $interval ->
    [one] every { $day }
    [2] every other { $day }
   *[other] every { $interval } weeks on { $day }
}
calendar-recurs-weekly = { $interval ->
    [one] every week on { $days }
    [2] every other week on { $days }
   *[other] every { $interval } weeks on { $days }
}
calendar-day-of-month = { $day }
calendar-recurs-monthly = { $interval ->
    [one] every month on day { $days }
    [2] every other month on day { $days }
   *[other] every { $interval } months on day { $days }
}
calendar-recurs-monthly-day = { $interval ->
    [one] every month on the { $which } { $day }
    [2] every other month on the { $which } { $day }
   *[other] every { $interval } months on the { $which } { $day }
}
calendar-recurs-month-end = { $interval ->
    [one] on the last day of every month
    [2] on the last day of every other month
   *[other] every { $interval } months on the last day
}
calendar-recurs-yearly = { $interval ->
    [one] every year on { $day } { $month }
    [2] every other year on { $day } { $month }
   *[other] every { $interval } years on { $day } { $month }
}
calendar-recurs-yearly-day = { $interval ->
    [one] every year on the { $which } { $day } of { $month }
    [2] every other year on the { $which } { $day } of { $month }
   *[other] every { $interval } years on the { $which } { $day } of { $month }
}
calendar-recurs-dates = on { $number } dates
calendar-recurs-otherwise = by a rule of its own
calendar-recurs-at = { $rule } at { $time }
calendar-recurs-count = { $rule }, { $number ->
    [one] once
   *[other] { $number } times
}
calendar-recurs-until = { $rule }, until { $date }
calendar-weekday = { $day ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
calendar-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
calendar-which = { $which ->
    [1] first
    [2] second
    [3] third
    [4] fourth
    [5] fifth
   *[0] last
}
calendar-and = { $first } and { $last }
calendar-file-none = This is not a calendar file (.ics).
calendar-file-large = The file is too large.
calendar-file-cut-off = Line { $line }: the file is not complete.
calendar-file-date = Line { $line }: “{ $what }” is not a date.
calendar-file-duration = Line { $line }: “{ $what }” does not fit the start.
calendar-file-zone = Line { $line }: the time zone “{ $what }” is not known.
calendar-file-rule = Line { $line }: the recurrence cannot be read.
calendar-file-rule-unsupported = Line { $line }: recurrences of this kind do not exist here.
calendar-file-no-start = Line { $line }: the appointment has no start.
calendar-file-unfit = Line { $line }: the appointment is too long, too far away, or has too many single dates.
calendar-file-shortened = Line { $line }: a text is too long and was cut.

## What happened since the last shift

shift-messages = { $count ->
    [one] { $count } new message.
   *[other] { $count } new messages.
}
shift-unconfirmed = { $count ->
    [one] { $count } message waits for you to confirm it.
   *[other] { $count } messages wait for you to confirm them.
}
shift-requests-open = { $count ->
    [one] { $count } request is open.
   *[other] { $count } requests are open.
}
shift-requests-taken = { $count ->
    [one] { $count } request is taken over and not done yet.
   *[other] { $count } requests are taken over and not done yet.
}
shift-requests-done = { $count ->
    [one] { $count } request was done.
   *[other] { $count } requests were done.
}
shift-handed-over = “{ $address }” is held now by: { $names }.
shift-handed-to-nobody = “{ $address }” is held by nobody now.
shift-photos = { $count ->
    [one] { $count } new photo.
   *[other] { $count } new photos.
}
shift-files = { $count ->
    [one] { $count } new or changed file.
   *[other] { $count } new or changed files.
}
shift-survey = The survey “{ $title }” has ended.
shift-appointment = Appointment within the next 24 hours: { $title }.
shift-joined = { $count ->
    [one] New here: { $names }.
   *[other] New here: { $names }.
}
shift-left = { $count ->
    [one] Not here any more: { $names }.
   *[other] Not here any more: { $names }.
}
## Surveys

survey-secrecy-open = Everybody in this conversation sees who has voted and who chose what.
survey-secrecy-secret = Secret survey: the others in this conversation and the server do not learn what you choose. Everybody sees that you have voted. Your vote is not secret from the person who asks: her device opens the votes to count them and could, with a changed program, show who chose what. She also sees how the numbers change with each new vote, and for the result there is her word alone. If there are few votes, or all are the same, the rest can be guessed. A result of fewer than three votes is shown to nobody. Free texts appear without names, but as you write them.
survey-questions = A survey has at least one and at most 30 questions.
survey-question-text = Question { $number } has no text, or too long a one.
survey-question-options = Question { $number } needs 2 to 50 different answers, none of them empty or too long.
survey-question-range = In question { $number } at least one answer has to be chosen, and at most as many as there are.
survey-question-scale = The scale of question { $number } needs 2 to 10 steps and short labels.
survey-question-slots = Question { $number } needs 1 to 50 different times, and each has to end after it begins.
survey-deadline-past = The end of the survey has to be in the future.
survey-too-large = The texts of the survey are too long together.
survey-closed = The survey is closed.
survey-over = The time for this survey is over. A vote would not count any more.
survey-voted = You have voted already. In this survey that cannot be changed.
survey-answers = Each question needs an answer, or that you leave it out.
survey-answer-required = Question { $number } has to be answered.
survey-answer-unknown = Question { $number } has no such answer.
survey-answer-number = Too few or too many answers are chosen in question { $number }.
survey-answer-text = The text of question { $number } is empty or too long.
survey-table-question = Question
survey-table-answer = Answer
survey-table-count = Count
survey-table-share = Share in %
survey-table-yes = yes
survey-table-maybe = maybe
survey-table-no = no
survey-table-average = Average
survey-table-median = Median
survey-table-other = Other
survey-table-name = Name
# Files
files-photos = Photos

## Search

search-begin = Search for words or parts of words. Umlauts and capital letters make no difference; quotation marks keep words together.
search-nothing = Nothing found. Check the spelling, or search with fewer words.
search-nothing-yet = Nothing found yet. Older messages are still being loaded and will appear here as they come.
search-nothing-filtered = Nothing found that matches everything. Leave one of the conditions out.

## Markers to measure by

markers-title = Markers for photos of wounds
markers-print = Print this sheet on white, matt paper, not fitted to the page (100 %). Check both rulers with a real one.
markers-lay = Cut a marker out along the dashed line and lay it flat beside the wound, in its plane and not on the wound. Take the photo straight from above, with the whole black frame sharp in the picture.
markers-once = Use each marker only once and dispose of it afterwards: paper cannot be disinfected.
markers-check = Is this line exactly { $mm } mm long? If not, do not use the sheet.
markers-label = { $mm } mm · use only once
markers-alt = Marker with a frame of { $mm } mm
markers-ruler = Ruler of { $mm } mm
markers-foot = Markers

## Reports for the patient's record

report-signature = Date, name, signature
report-title = Wound documentation
report-team = Team
report-kind = Type and stage
report-site = Site
report-recurrent = Recurrent
report-yes = yes
report-no = no
report-closed = Closed
report-size = Size
report-size-sides = { $length } × { $width } mm
report-size-depth = depth { $depth } mm
report-area-mm = { $area } mm²
report-area-error = { $area } mm² (± { $error } mm²)
report-length-error = ± { $error } mm
report-area-sides = { $area } mm² (length × width)
report-undermining = from { $from } to { $to } o'clock
report-undermining-depth = from { $from } to { $to } o'clock, { $depth } mm deep
report-percent = { $percent } % { $tissue }
report-exudate = Exudate
report-pain = { $pain } of 10
report-corrected = { $times ->
    [one] corrected once
   *[other] corrected { $times } times
}
report-finding-by = Finding of { $date }, { $name }
report-curve = Size over time
report-curve-alt = { $first } on { $from }, { $last } on { $to }; { $points } measurements.
report-pictures = Photos
report-evidence-invalid = EVIDENCE NOT VALID: what was signed with this photo is of another photo, device or wound
report-photos-left-out = Left out, because the photos are not on this device: { $photos }.
report-made = Made on { $date } by { $name } from what the team entered in Verband. The report says what was entered; it judges nothing.
## Wounds: terms to tick, after German nursing practice

wound-view-front = front
wound-view-back = back
wound-side-left = left
wound-side-right = right
wound-side-middle = middle
wound-side-both = both sides
wound-region-head = head
wound-region-forehead = forehead
wound-region-face = face
wound-region-nose = nose
wound-region-ear = ear
wound-region-back-of-head = back of the head
wound-region-neck = neck
wound-region-nape = nape
wound-region-shoulder = shoulder
wound-region-shoulder-blade = shoulder blade
wound-region-chest = chest
wound-region-abdomen = abdomen
wound-region-flank = flank
wound-region-upper-back = upper back
wound-region-lower-back = lower back
wound-region-spine = spine
wound-region-armpit = armpit
wound-region-upper-arm = upper arm
wound-region-elbow = elbow
wound-region-forearm = forearm
wound-region-wrist = wrist
wound-region-hand = hand
wound-region-finger = finger
wound-region-sacrum = sacrum
wound-region-coccyx = coccyx
wound-region-buttock = buttock
wound-region-ischium = ischium
wound-region-anal-cleft = anal cleft
wound-region-hip = hip
wound-region-trochanter = greater trochanter
wound-region-groin = groin
wound-region-genitals = genital area
wound-region-thigh = thigh
wound-region-knee = knee
wound-region-hollow-of-knee = hollow of the knee
wound-region-lower-leg = lower leg
wound-region-shin = shin
wound-region-calf = calf
wound-region-inner-ankle = inner ankle
wound-region-outer-ankle = outer ankle
wound-region-achilles = Achilles tendon
wound-region-heel = heel
wound-region-back-of-foot = back of the foot
wound-region-edge-of-foot = edge of the foot
wound-region-sole = sole
wound-region-ball-of-foot = ball of the foot
wound-region-big-toe = big toe
wound-region-toe = toe
wound-region-stump = amputation stump
wound-region-stoma = around a stoma
wound-region-other = other place
wound-type-pressure-ulcer = pressure ulcer
wound-type-venous-ulcer = venous leg ulcer
wound-type-arterial-ulcer = arterial leg ulcer
wound-type-mixed-ulcer = mixed leg ulcer
wound-type-diabetic-foot = diabetic foot ulcer
wound-type-moisture = moisture-associated skin damage
wound-type-skin-tear = skin tear
wound-type-surgical = surgical wound
wound-type-dehiscence = wound dehiscence
wound-type-traumatic = traumatic wound
wound-type-burn = burn or scald
wound-type-tumour = malignant wound
wound-type-abscess = abscess
wound-type-fistula = fistula
wound-type-graft-site = donor site
wound-type-radiation = radiation damage of the skin
wound-type-other = other wound
wound-stage-pressure-1 = category 1
wound-stage-pressure-2 = category 2
wound-stage-pressure-3 = category 3
wound-stage-pressure-4 = category 4
wound-stage-pressure-unknown = unstageable
wound-stage-pressure-deep = suspected deep tissue injury
wound-stage-wagner-0 = Wagner 0
wound-stage-wagner-1 = Wagner 1
wound-stage-wagner-2 = Wagner 2
wound-stage-wagner-3 = Wagner 3
wound-stage-wagner-4 = Wagner 4
wound-stage-wagner-5 = Wagner 5
wound-stage-tear-1 = type 1: no skin loss
wound-stage-tear-2 = type 2: partial flap loss
wound-stage-tear-3 = type 3: total flap loss
wound-stage-burn-1 = degree 1
wound-stage-burn-2a = degree 2a
wound-stage-burn-2b = degree 2b
wound-stage-burn-3 = degree 3
wound-stage-burn-4 = degree 4
wound-scale-marker = marker, side of its frame
wound-scale-ruler = ruler in the photo, distance of two points
wound-error-length = error of the length (95 of 100 are below)
wound-error-width = error of the width (95 of 100 are below)
wound-error-area = error of the area (95 of 100 are below)
wound-measured-typed = typed in
wound-measured-ruler = with a ruler
wound-measured-marker = in the photo by the marker
wound-measured-outline = from an outline by hand
wound-measured-photo-ruler = in the photo by a ruler
wound-tissue-epithelium = epithelial tissue
wound-tissue-granulation = granulation tissue
wound-tissue-fibrin = fibrin
wound-tissue-wet-necrosis = wet necrosis
wound-tissue-dry-necrosis = dry necrosis
wound-tissue-fat = fat
wound-tissue-fascia = fascia
wound-tissue-muscle = muscle
wound-tissue-tendon = tendon
wound-tissue-bone = bone
wound-tissue-blood = haematoma
wound-tissue-other = other
wound-edge-flat = flat, attached
wound-edge-epithelial = epithelialising
wound-edge-macerated = macerated
wound-edge-undermined = undermined
wound-edge-raised = raised
wound-edge-rolled = rolled
wound-edge-keratotic = hyperkeratotic
wound-edge-red = red
wound-edge-livid = livid
wound-edge-swollen = swollen
wound-edge-necrotic = necrotic
wound-edge-ragged = ragged
wound-skin-intact = intact
wound-skin-dry = dry, scaly
wound-skin-macerated = macerated
wound-skin-red = red
wound-skin-warm = warm
wound-skin-swollen = swollen
wound-skin-hard = indurated
wound-skin-eczema = eczema
wound-skin-blisters = blisters
wound-skin-pigmented = hyperpigmented
wound-skin-livid = livid
wound-skin-thin = paper-thin
wound-skin-callus = callus
wound-skin-itching = itching
wound-exudate-amount-none = none
wound-exudate-amount-little = little
wound-exudate-amount-moderate = moderate
wound-exudate-amount-much = much
wound-exudate-amount-very-much = very much
wound-exudate-kind-serous = serous
wound-exudate-kind-sero-bloody = sero-sanguineous
wound-exudate-kind-bloody = bloody
wound-exudate-kind-fibrinous = fibrinous
wound-exudate-kind-purulent = purulent
wound-exudate-colour-clear = clear
wound-exudate-colour-yellow = yellowish
wound-exudate-colour-red = reddish
wound-exudate-colour-brown = brownish
wound-exudate-colour-green = greenish
wound-exudate-colour-grey = greyish
wound-odour-none = none
wound-odour-slight = slight
wound-odour-strong = strong
wound-odour-foul = foul
wound-odour-sweet = sweet
wound-infection-none = none
wound-infection-redness = redness
wound-infection-warmth = warmth
wound-infection-swelling = swelling
wound-infection-pain = more pain
wound-infection-function = impaired function
wound-infection-pus = pus
wound-infection-exudate = more exudate
wound-infection-odour = new odour
wound-infection-fever = fever
wound-consent-given = given
wound-consent-refused = refused
wound-consent-unknown = unknown
wound-consent-by-patient = patient
wound-consent-by-representative = legal representative
wound-purpose-photos = photos of the wound
wound-purpose-storage = keeping the photos
wound-purpose-sharing = passing on to others who treat
wound-purpose-teaching = teaching
wound-reason-healed = healed
wound-reason-discharged = discharged or transferred
wound-reason-died = died
wound-reason-merged = merged with another wound
wound-reason-mistake = made by mistake
wound-reason-other = other reason
wound-photo-overview = overview
wound-photo-close-up = close-up
wound-photo-before = before cleaning
wound-export-report = report for the patient's record
wound-export-fhir = FHIR bundle
wound-export-upload = sent to the patient's record
wound-export-photos = photos sent to the patient's record
wound-export-package = evidence package
wound-answer-kept = concept reviewed and kept
wound-answer-changed = concept reviewed and changed
wound-answer-opinion = second opinion sought
wound-answer-later = put off
wound-field-view = side of the silhouette
wound-field-side = side of the body
wound-field-region = body region
wound-field-type = type of wound
wound-field-stage = stage
wound-field-measured = how it was measured
wound-field-tissue = tissue
wound-field-edge = wound edge
wound-field-skin = surrounding skin
wound-field-exudate-amount = amount of exudate
wound-field-exudate-kind = kind of exudate
wound-field-exudate-colour = colour of exudate
wound-field-odour = odour
wound-field-infection = signs of infection
wound-field-consent = consent
wound-field-consent-by = who consents
wound-field-purpose = purpose of the consent
wound-field-reason = reason for closing
wound-field-photo = kind of photo
wound-field-answer = answer
wound-field-patient = patient reference
wound-field-point = point on the silhouette
wound-field-clock = clock position
wound-field-since = beginning
wound-field-position = position
wound-field-note = note
wound-field-examined = time
wound-field-length = length
wound-field-width = width
wound-field-depth = depth
wound-field-area = area
wound-field-undermining = undermining
wound-field-pain = pain
wound-field-dressing = dressing and therapy
wound-field-next-change = next change of dressing
wound-field-finding = finding
wound-field-until = put off until
wound-field-photos = photos

## Wounds: sentences

wound-six-weeks = For six weeks the measures show no healing tendency. Review the concept, seek a second opinion?
wound-bad-term = { $field }: the list has no such entry, or it does not go with the others.
wound-bad-length = { $field }: it is missing, too long, or has signs that are not allowed. Up to { $most } characters are.
wound-bad-range = { $field }: values from { $least } to { $most } are allowed.
wound-bad-list = { $field }: something is there twice, there is too much of it, or more than 100 % together.
wound-bad-time = { $field }: the date or time is not possible.
wound-empty = { $field }: nothing is given.
wound-closed = This wound is closed. Open it again first.
wound-no-consent = Consent to photos of this wound is refused. If that changes, enter it first.

## Album

album-ending = { $count ->
    [one] { $days ->
        [0] 1 photo in your tray is deleted now if you do not send it.
        [one] 1 photo in your tray is deleted within a day if you do not send it.
       *[other] 1 photo in your tray is deleted in { $days } days if you do not send it.
    }
   *[other] { $days ->
        [0] { $count } photos in your tray are deleted if you do not send them, the first one now.
        [one] { $count } photos in your tray are deleted if you do not send them, the first one within a day.
       *[other] { $count } photos in your tray are deleted if you do not send them, the first one in { $days } days.
    }
}
pattern-long = The pattern is too long. At most { $most } characters are possible.
pattern-empty = By this pattern nothing is left of any code as the patient reference.
pattern-sign = What stands in the pattern at position { $place } is not understood. Letters and digits that stand in the code as they are belong in single quotes.
pattern-open = What begins in the pattern at position { $place } has no end.
code-none = No code can be read in the picture. Move closer, hold the wristband flat, or type the patient reference.
code-other = This code does not belong to a patient: it fits no pattern of your organisation. Scan another one, or type the patient reference.
album-placed = This photo belongs to a wound. Change the patient reference of the wound, or take the photo off it first.
album-other-patient = The photo is filed under another patient reference than the wound. File it correctly first.
measure-no-marker = No marker can be read in the photo. Lay one flat beside the wound, whole in the picture, or measure by two points on a ruler.
measure-marker-small = The marker is too small in the photo. Go closer or take a larger one.
measure-marker-unclear = The frame of the marker cannot be seen clearly: covered, cut off or out of focus.
measure-marker-bent = The marker is not flat.
measure-tilted = The photo was taken too much from the side. Take it straight from above.
measure-markers-disagree = The markers in the photo do not fit each other: one is bent, printed in a wrong size or lies in another plane.
measure-too-far = The marker is too far from the wound or too small: the result would be too inexact.
measure-ruler = The two points on the ruler are too close together, or the distance is not between 5 and 1000 mm.
measure-outline-empty = The outline has too few points or holds nothing.
measure-outline-long = The outline has too many points.
measure-outline-crosses = The outline crosses itself. Draw it without crossing.
measure-outside = A point lies outside of the photo.
measured-marker = By the marker, a slanted photo corrected. The error is that of a flat wound in the plane of the marker, and not of where the edge was drawn.
measured-ruler = By the ruler, a slanted photo not corrected: the error only holds if the photo was taken straight from above and the ruler lies in the plane of the wound.
## The patient's record: sentences

record-refused = The patient's record does not take the document: { $said }
record-login = The patient's record does not let this app in. Please log in again.
record-fault = The patient's record has a fault. The document is not lost: please send it again later.
record-unreachable = The patient's record is not reached. The document is not lost: please send it again later.
record-untrusted = Whoever answers at the address of the patient's record cannot show to be it (certificate). Nothing was sent. Please tell your IT.
record-answer = It is not clear whether the patient's record has the document. Please send it again: it does not become a second one.
record-target = The address of the patient's record is not right.
