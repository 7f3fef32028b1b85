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
parts = Parts
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
