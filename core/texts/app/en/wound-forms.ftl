### Wounds: what is entered, corrected and looked at.

## Details

clock-position = Clock position
clock-hour = { $hour } o’clock
at-clock = { $clock } o’clock
recurrent = Has it been there before?
recurrent-unknown = not known
recurrent-yes = recurrent
recurrent-no = for the first time
since-when = since { $since }
position-is = Position: { $position }
change-wound = Change details
details-saved = Details changed.
earlier-versions = Earlier versions
version-struck = struck
version-why = Reason: { $reason }

## Consent

consent = Consent
consent-photos = Consent to photos
consent-is = Consent { $state }
consent-by = Who consents?
consent-to = To what? (nothing selected: documentation)
consent-at = When
consent-note = Note on the consent
consent-note-hint = for example: form in the folder
consent-saved = Consent entered.

## Findings

area-cm = Area in cm²
how-measured = How was it measured?
enter-by-hand = Enter the size by hand
undermining = Undermining
pocket-from = From
pocket-to = To
pocket-is = undermined from { $from } to { $to } o’clock, { $depth } mm
add-pocket = Add undermining
remove-pocket = Remove undermining { $number }
exudate-colour = Colour of the exudate
odour-is = odour { $odour }
infection-is = signs of infection: { $signs }
finding-menu = More about the finding of { $date }
correct-finding = Correct the finding
correct-why = Why? (stands in the course)
finding-corrected = Corrected.
strike-finding = Strike the finding
strike-hint = It stays in the course, with your name and the reason, and does not count any more.
finding-struck = Struck.
move-finding = Move to another wound
finding-moved = Moved. Here it is struck.
no-other-wound = There is no other wound in this channel.
no-course = Nothing has been entered yet.
corrected-times =
    { $count ->
        [one] corrected once
       *[other] corrected { $count } times
    }

## Photos

series = Wound photos
series-kept = Not sent yet. Nothing of it is lost.
series-photo-sent = Photo sent.
series-in-tray = It is in your tray.
look-through = Look through: { $what }
next-photo = Next photo
attach-photo = Attach a photo
attach-here = Attach to this wound
photo-attached = Attached.
photo-shows = What does it show?
no-free-photo = There is no photo in this channel that belongs to no wound.
older-photos = Show older ones
all-photos-of =
    { $count ->
        [one] The photo
       *[other] All { $count } photos
    }
photo-menu = More about this photo
photo-to-wound = Move to another wound
photo-moved = The photo is at the other wound now.
photo-shows-that = Shows: { $what }
photo-named = Now: { $what }
side-by-side = Side by side
error-bars = The bars show by how much a size from a photo may be off (95 of 100 are below).
drawing-keys = Arrow keys move a cross, with Shift finely. Enter sets a point, Backspace takes the last one back.

## The question after six weeks

six-weeks-figures = { $from }: { $before }. { $to }: { $after }.
put-off = Ask later
in-weeks =
    { $weeks ->
        [one] in one week
       *[other] in { $weeks } weeks
    }
put-off-until = The question about the healing tendency is put off until { $date }.
put-off-to = until { $date }
