### Wounds.

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

## Measuring

measure = Measure
measured-photo = The photo that is measured in
drawing = Where one draws
looking-for-marker = Looking for the marker …
marker-found = A marker of { $mm } mm was found.
by-ruler = By a ruler
ruler-mm = Distance in mm
set-first-point = Tap a point of the ruler.
set-second-point = Tap a second point of the ruler.
draw-outline = Go round the edge of the wound.
set-length = Tap both ends of the length.
length-only = A length only
draw-anew = Draw anew
enter-finding = Enter as a finding
measured-length = Length { $length } mm
measured-width = Width { $width } mm
measured-area = Area { $area } cm²
marker-sheet = Print markers
marker-file = markers.pdf
take-off = Take off the wound
photo-taken-off = The photo does not belong to this wound any more.
evidence-valid = Origin verified
evidence-invalid = The origin is not right
