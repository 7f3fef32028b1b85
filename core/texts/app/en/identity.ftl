### Who somebody is, which devices are hers, how she comes back: codes, linking, keys on paper, verifying; the app itself.

## Codes and the camera

scan = Scan with the camera
scan-paper = Hold the code on the paper into the frame.
scan-screen = Hold the code on the other screen into the frame.
scan-other = This is not a Verband code.
scan-type = Type it instead

## Devices

have-device = I already have a device
link-here = Link another device
link-here-hint = On the device you already have, open the settings, then “My devices” and “Link another device”. Scan this code there, or type it.
link-code = Code for your other device
link-waiting = Waiting for your other device. The code is valid for ten minutes and for this device only.
link-show = Show a code
link-check = This device will join { $organisation } and be yours.
link-accept = Yes, link it
link-letting-in = Your other device is letting this one in …
link-not-me = This is not me
link-device = Link another device
link-device-hint = Open this page on the new device and choose “I already have a device”. A code appears there.
link-code-there = Code from the new device
link-warning = The new device can read everything you can read. Only use a code that you see on your own device, never one that somebody sends you.
link-read = The new device is waiting ({ $kind }). What should it be called?
link-name = Name of the new device
link-let-in = Let it in
link-agree-there = Now confirm on the new device.
link-done = Linked: { $name }.
device-name = Name of this device
device-name-hint = for example: ward computer
device-rename = Rename

## Keys on paper

own-card = Recovery card
own-card-hint = With the card, everything comes back on a new device, including closed chats. Nobody else can do that, not even your administrator. Print it and keep it at home.
own-card-making = Creating …
own-card-print = Print again
own-card-done = The card is printed
own-card-later = Later, in the settings
have-card-hint = Scan the code on your card, or type in the key.
have-sheet = Use the recovery sheet
have-sheet-hint = Only for the day when no administrator’s device is left. Everybody in the organisation is told.
sheet-key = Key on the sheet
compare-fingerprint = Compare the fingerprint with the one on the paper.
restore-check = From then on you administer the organisation with this device, and everybody is told.
restore-who = Who are you?
restore-new = a new administrator
restore-again = the previous administrator with the ID { $id }
restore-again-hint = You remain who you were. Your earlier devices are locked out.

## People who share a browser

continue-here = Continue here
who-is-it = Who are you?
another-person = Somebody else
go-to-person = Go to { $name }

## What is gone

gone = Nothing is left here
gone-hint = What { $name } had on this device is gone: the browser has cleared its storage, or the device was locked out.
gone-server = What was sent is stored encrypted on the server and comes back. What was still waiting is lost. Continue with a recovery card, another device or a new letter.
gone-forget = I am somebody else

## Verifying people

people = People
people-hint = Everybody in the organisation. Nobody can pass somebody off as a person whom you have verified face to face.
people-verify = Verify people
verify = Verify
verified = verified
not-verified-yet = Not verified yet
verify-why = Check once that you are really writing with this person, and not with somebody whom the server passes off as them.
verified-means = This ends when the person starts over with a new letter.
verify-code = Code on the other screen
verify-code-hint = { $name } shows it under “Settings”, “My verification code”. The devices also check whether both know the same log.
verify-paste = Without a camera: paste the text of the code
verify-pasted = Text of the code
verify-check = Verify
verify-words = Twelve words
verify-words-hint = Ask { $name } to read the words aloud, on the telephone too if you know the voice. They must be these:
verify-words-same = They match
verify-own-hint = So that { $name } can verify you too.
verified-told = Verified: { $name }. If the person in front of you has another name, something is wrong.
verified-other = This is the code of { $name }, who is now verified.
own-code = My verification code
own-code-hint = Whoever scans it or hears the twelve words knows it is you. It contains nothing secret.
own-code-show = Show the code
own-code-hide = Hide the code
own-words = Or read these twelve words aloud:
unverified-organisation = This code belongs to another organisation.
unverified-fork = The other device knows another log of the organisation. Tell your administrator at once. The evidence is in the settings, with the security notices.
unverified-withheld = The server is withholding something from this device. Tell your administrator. The evidence is in the settings, with the security notices.
unverified-nobody = Nobody in the organisation has this code.
unverified-words = These are not this person’s words.
unverified-outdated = This code is from no device that this person has now.

## What a person is told

own-alarms = Security notices
own-alarms-hint = This device has noticed the following. If in doubt, ask your administrator.
alarms-unseen =
    { $count ->
        [one] This device has noticed something.
       *[other] This device has noticed { $count } things.
    }
alarms-look = View
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
version-hint = This is the fingerprint of all files of this page, as the page itself reports it. Whether it is right has to be checked from outside: your IT knows how.
version-unknown = unknown while offline
storage-ask = Ask the browser to keep it
newer-load = Load the new version
error-damaged = What is stored on this device is damaged: the browser has deleted part of it. Start over with “Somebody else”.
error-link-gone = The code is no longer valid. Have the new device show another one.
error-link-taken = Somebody else has scanned this code already. Take a new one.
error-other-server = The new device is waiting at another server.
error-waiting-for-link = Your other device has not let this one in yet. Unlock later.
error-already-enrolled = Somebody is already signed in on this device.
error-not-verified = The person is not verified.
