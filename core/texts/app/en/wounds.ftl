### Wounds.

wounds = Wounds
wound = Wound
wounds-of = Wounds in { $title }
no-wounds = No wounds in this channel yet.
new-wound = New wound
make-wound = Create wound
wound-made = The wound has been created.
wound-gone = This wound no longer exists.
wound-menu = More about this wound
wound-counts =
    { $photos ->
        [one] one photo
       *[other] { $photos } photos
    }, { $findings ->
        [one] one finding
       *[other] { $findings } findings
    }
next-change-on = dressing change on { $date }
six-weeks = No sign of healing for six weeks?
closed-because = Closed: { $reason }
consent-refused = Consent to photos has been refused.
patient = Patient reference
patient-hint = A case number or room is enough; it does not have to be a name.
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
photo-from = Photo from { $date }
no-photos = No photos yet.
sizes = Size
course = Course
step-overview = 1 of 2: overview
step-close-up = 2 of 2: close-up
ghost = The last photo, shown through
series-sent = Overview and close-up sent.
make-report = Report for the record
report-file = wound-report.pdf
close-wound = Close
wound-closed = The wound has been closed.
reopen = Reopen
wound-reopened = The wound is open again.
length = Length in mm
width = Width in mm
depth = Depth in mm
deep = { $depth } mm deep
tissue = Composition of the wound bed
tissue-percent = { $tissue } in per cent
edge = Wound edge
skin = Surrounding skin
exudate = Exudate
exudate-kind = Kind of exudate
exudate-is = exudate { $amount }
odour = Odour
pain = Pain from 0 to 10
pain-is = pain { $pain }
infection = Signs of infection
dressing = Dressing
next-change = Next dressing change
curve-says = The size changed from { $from } to { $to }.
curve-table = As a table
by-sides = length times width
earlier = Earlier
later = Later
slide = Slide
item-made = Wound created
item-changed = Details changed
item-consented = Consent recorded
item-closed = Closed
item-reopened = Reopened
item-found = Finding
item-corrected = Finding corrected
item-struck = Finding struck out
item-photo = Photo
item-photo-gone = Photo assigned elsewhere
item-answered = Six-week question answered
item-exported = Exported for the record
item-documented = Documented in the record
item-withdrawn = Mark “documented” withdrawn

## Measuring

measure = Measure
measured-photo = The photo being measured
drawing = Drawing area
looking-for-marker = Looking for the marker …
marker-found = Found a marker of { $mm } mm.
by-ruler = With a ruler
ruler-mm = Distance in mm
set-first-point = Tap a point on the ruler.
set-second-point = Tap a second point on the ruler.
draw-outline = Trace the edge of the wound.
set-length = Tap both ends of the length.
length-only = Length only
draw-anew = Draw again
enter-finding = Enter as a finding
finding-entered = The finding has been entered.
measured-length = Length { $length } mm
measured-width = Width { $width } mm
measured-area = Area { $area } cm²
marker-sheet = Print markers
marker-file = markers.pdf
take-off = Remove from the wound
photo-taken-off = The photo no longer belongs to this wound.
evidence-valid = Origin verified
evidence-invalid = The origin does not match
six-weeks-answered = The answer is in the course.
