### The patient's record, and what vanishes when.

to-record = To the record …
documented-in = In the record “{ $record }” since { $date }.
in-no-record = In no record yet.
record-misses =
    { $count ->
        [one] One item is missing there.
       *[other] { $count } items are missing there.
    }
mark-documented = Mark as documented
mark-hint = When you have copied it into the record. Everybody then sees that it is there. What is added or changed later is not covered.
record-name = Name of the record
record-name-hint = for example: HIS
document-id = Number of the document there (if known)
mark = Mark
told-documented = Marked: in the record “{ $record }”.
by-mistake = Mistake
withdraw-mark = Take the mark back
withdraw-reason = Why?
take-mark-back = Take back
told-withdrawn = Mark taken back.
record-trace = What was said of it
trace-by-hand = copied into “{ $record }”
trace-by-record = accepted by “{ $record }”
trace-withdrawn = taken back: { $reason }
make-fhir = As FHIR bundle
fhir-file = wound.fhir.json
make-evidence = As evidence package
evidence-file = evidence.zip
making-paper = Being put together …

## What vanishes when

vanishing = What vanishes when
look-ahead = Preview
vanish-ahead = for { $days } days
as-if-days = As if things were deleted after so many days
as-policy-says = as decided
nothing-vanishes = Nothing vanishes in this time.
stays-all-the-same = Stays although its time is over
kind-of-message = Message
kind-of-photo = Photo
kind-of-voice = Voice note
kind-of-video = Video
kind-of-file = File
kind-of-survey = Survey
kind-of-appointment = Appointment
kind-of-request = Request
kind-of-wound = Wound
kind-of-finding = Finding
kind-of-deleted = Deleted message
kind-of-unreadable = Cannot be read
