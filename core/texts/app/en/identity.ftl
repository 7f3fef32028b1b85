### Who somebody is, which devices are hers, how she comes back: codes, linking, keys on paper, verifying; the app itself.

## Codes and the camera

scan = Scan with the camera
scan-paper = Hold the code on the paper into the frame.
scan-screen = Hold the code on the other screen into the frame.
scan-other = This is no code of Verband.
scan-type = Type it instead

## Devices

have-device = I have a device already
link-here = Link another device
link-here-hint = On the device that you have, open the settings, then “My devices” and “Link another device”. Scan this code there, or type it.
link-code = Code for your other device
link-waiting = Waiting for your other device. The code is good for ten minutes and for this device only.
link-show = Show a code
link-check = This device joins { $organisation } and will be yours.
link-accept = Yes, link it
link-letting-in = Your other device is letting this one in …
link-not-me = That is not me
link-device = Link another device
link-device-hint = Open this page on the new device and choose “I have a device already”. A code appears there.
link-code-there = Code of the new device
link-warning = The new device can read everything that you read. Take only a code that you see on your own device yourself, never one that somebody sends you.
link-read = The new device is waiting ({ $kind }). What shall it be called?
link-name = Name of the new device
link-let-in = Let it in
link-agree-there = Now agree on the new device.
link-done = Linked: { $name }.
device-name = Name of this device
device-name-hint = for example: ward computer
device-rename = Rename

## Keys on paper

own-card = Recovery card
own-card-hint = With the card everything comes back on a new device, closed chats too. Nobody else can do that, not even your administrator. Print it and keep it at home.
own-card-making = Making it …
own-card-print = Print again
own-card-done = The card is printed
own-card-later = Later, in the settings
have-card-hint = Scan the code on your card, or type the key.
have-sheet = Use the recovery sheet
have-sheet-hint = Only for the day when no administrator's device is left. Everybody in the organisation is told.
sheet-key = Key on the sheet
compare-fingerprint = Compare the fingerprint with the one on the paper.
restore-check = You administer the organisation with this device from then on, and everybody is told.
restore-who = Who are you?
restore-new = somebody new who administers
restore-again = the earlier administrator with the id { $id }
restore-again-hint = You stay who you were. Your earlier devices are signed out.

## People who share a browser

who-is-it = Who are you?
another-person = Somebody else
go-to-person = Go to { $name }

## What is gone

gone = Nothing is left here
gone-hint = What { $name } had on this device is gone: the browser has emptied its storage, or the device was revoked.
gone-server = What was sent lies encrypted on the server and comes back. What was still waiting is lost. A recovery card, another device or a new letter takes you on.
gone-forget = I am somebody else

## Verifying people

people = People
people-hint = Everybody in the organisation. Nobody can slip you a false person in place of one whom you have verified face to face.
people-verify = Verify people
verify = Verify
verified = verified
not-verified-yet = Not verified yet
verify-why = Check once whether you really write with this person, and not with somebody whom the server passes off as her.
verified-means = It ends when the person starts anew with a new letter.
verify-code = Code on the other screen
verify-code-hint = { $name } shows it under “Settings”, “My verification code”. The devices compare as well whether both know the same log.
verify-paste = Without a camera: paste the text of the code
verify-pasted = Text of the code
verify-check = Verify
verify-words = Twelve words
verify-words-hint = Have { $name } read the words aloud, by telephone too if you know the voice. They have to be these:
verify-words-same = They are the same
verify-own-hint = So that { $name } can verify you too.
verified-told = Verified: { $name }. If the person in front of you has another name, something is wrong.
verified-other = This is the code of { $name }, who is verified now.
own-code = My verification code
own-code-hint = Whoever scans it or hears the twelve words knows that it is you. There is nothing secret in it.
own-code-show = Show the code
own-code-hide = Hide the code
own-words = Or read these twelve words aloud:
unverified-organisation = This code belongs to another organisation.
unverified-fork = The other device knows another log of the organisation. Tell your administrator at once.
unverified-withheld = The server withholds something from this device. Tell your administrator.
unverified-nobody = Nobody in the organisation has this code.
unverified-words = These are not the words of this person.
unverified-outdated = This code is of an earlier device of the person.

## What a person is told

own-alarms = Security notes
own-alarms-hint = This is what this device has noticed. If in doubt, ask your administrator.
alarms-unseen =
    { $count ->
        [one] This device has noticed something.
       *[other] This device has noticed { $count } things.
    }
alarms-look = Look
notice-again = The privacy notice has changed.
notice-read = Read
notice-accept = I have read it

## A person's picture

own-picture = My picture
picture-take = Take a picture
picture-choose = Choose a picture
picture-remove = Remove the picture

## The app

about = About this page
version = Version
version-hint = This is the fingerprint of all files of this page, as the page itself says. Whether it is right is checked from outside: your IT knows how.
version-unknown = not known without a network
newer-load = Load the new version
error-damaged = What lies on this device is damaged: the browser has deleted a part of it. Start anew with “Somebody else”.
error-link-gone = The code is no longer valid. Have the new device show another one.
error-link-taken = Somebody else has scanned this code already. Take a new one.
error-other-server = The new device waits at another server.
error-waiting-for-link = Your other device has not let this one in yet. Unlock later.
error-already-enrolled = Somebody is signed in on this device already.
error-not-verified = The person is not verified.
