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
