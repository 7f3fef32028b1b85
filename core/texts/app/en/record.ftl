### The patient's record, and what vanishes when.

to-record = To the record …
documented-in = In the record “{ $record }” since { $date }.
in-no-record = Not in any record yet.
record-misses =
    { $count ->
        [one] One item is missing there.
       *[other] { $count } items are missing there.
    }
mark-documented = Mark as documented
mark-hint = Once you have copied it into the record. Everybody will see that it is there. What is added or changed later is not covered.
record-name = Name of the record
record-name-hint = for example: HIS
document-id = Number of the document there (if known)
mark = Mark
told-documented = Marked: in the record “{ $record }”.
by-mistake = Mistake
withdraw-mark = Withdraw the mark
withdraw-reason = Why?
take-mark-back = Withdraw
told-withdrawn = Mark withdrawn.
record-trace = History of the mark
trace-by-hand = copied into “{ $record }”
trace-by-record = accepted by “{ $record }”
trace-withdrawn = withdrawn: { $reason }
make-fhir = As FHIR bundle
fhir-file = wound.fhir.json
make-evidence = As evidence package
evidence-file = evidence.zip
making-paper = Preparing …

## What vanishes when

vanishing = What vanishes when
look-ahead = Preview
vanish-ahead = the next { $days } days
as-if-days = As if things were deleted after this many days
as-policy-says = as decided
nothing-vanishes = Nothing vanishes in this period.
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
