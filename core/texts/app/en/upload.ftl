### Sending to the patient's record.

send-to-record = Send to the record …
record-address = Address of the record (FHIR)
record-token = Access token (if the record wants one)
record-token-hint = This browser remembers name and address, the token only until it is locked. Ask your IT.
record-patient = Patient in the record
record-stay = Stay in the record (if known)
right-patient = I have checked: in the record this is the same patient as “{ $patient }” here.
what-is-sent = What is sent?
record-sending = Sending to the record …
record-took =
    { $count ->
        [one] The record “{ $record }” has taken one document.
       *[other] The record “{ $record }” has taken { $count } documents.
    }
record-has-report = Report taken: { $document }
record-has-photo = Photo taken: { $document }
record-had-it = (was there already)
