## Start and lock

starting = Opening Verband …
elsewhere = Already open
elsewhere-hint = Verband is open in another window. If you continue here, it is locked there.
impossible = Not possible here
impossible-hint = This browser cannot run Verband. Use a current version, not a private window, and open the page over https.
try-again = Try again
locked = Locked
locked-hint = Your PIN opens what is stored on this device. Nobody can reset it, not even your administrator.
crashed = Something went wrong. What you wrote has been saved.
ended = You cannot continue here
ended-erased = What was on this device has been erased. Talk to your administrator if you did not expect this.
ended-kept = What is stored on this device stays here, behind your PIN.
reload = Reload the page
pin = PIN
unlock = Unlock
unlocking = Unlocking …
wait = Wrong PIN. Please wait { $seconds } seconds.
tries-left = { $tries ->
    [one] { $tries } try left, then everything on this device is erased.
   *[other] { $tries } tries left, then everything on this device is erased.
}
parts = Parts
lock-now = Lock now
more = More
more-parts = More parts

## Coming in

welcome = Welcome
welcome-hint = Verband is your organisation’s secure messenger. You need neither an e-mail address nor a phone number.
have-letter = I have a letter
have-card = I have a recovery card
found = Found an organisation
code = Code from the letter
code-hint = Upper or lower case, spaces and dashes do not matter. You can also paste the whole link.
server = Address of the server
go-on = Continue
back = Back
is-it-you = Are you { $name }?
check-organisation = The invitation is from { $organisation }.
fingerprint = Fingerprint of the organisation
renewal = You are starting over: your earlier devices are locked out, and everybody is told.
your-name = Your name
accept-and-start = Accept and start
start = Start
enrolling = Getting ready …
pin-new = New PIN (at least { $digits } digits)
pin-again = Repeat the PIN
pin-short = The PIN needs at least { $digits } digits.
pin-different = The two PINs differ.
pin-due = New PIN needed
shut = Closed for now
shut-kept = What is on this device is kept. As soon as that changes, it goes on here by itself.
pin-for-this = Your PIN, to confirm
profile-remove = Erase from this device
profile-remove-asks = Erase { $name } from this device?
profile-remove-goes = Everything that lies here is erased and does not come back: also what has not been sent yet.
profile-remove-stays = Everything stays in the organisation and on other devices. To come in here again takes another device, the recovery card or a new letter.
notice = Privacy notice
set-up-link = Founding code
set-up-hint = The server shows the code when it starts for the first time. It is valid for 30 minutes, once.
set-up-unknown = The server does not know this code. There may be a typing error in it.
organisation-name = Name of the organisation
found-now = Found
founding = Founding …
sheet = Recovery sheet
sheet-hint = Print this sheet and lock it away. It is the only way back if no administrator’s device is left. It exists nowhere else.
sheet-pdf = Sheet to print
sheet-file = recovery-sheet.pdf
sheet-done = The sheet is safe
card-key = Key on the card
card-check = With the card, everything comes back. Your earlier devices are locked out.
recover = Recover
recovering = Recovering …
