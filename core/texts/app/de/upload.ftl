### Sending to the patient's record.

send-to-record = An die Akte senden …
record-address = Adresse der Akte (FHIR)
record-token = Zugangstoken (wenn die Akte eines verlangt)
record-token-hint = Name und Adresse merkt sich dieser Browser, das Token nur bis zum Sperren. Fragen Sie Ihre IT.
record-patient = Patient in der Akte
record-stay = Aufenthalt in der Akte (wenn bekannt)
right-patient = Ich habe geprüft: Das ist in der Akte derselbe Patient wie „{ $patient }“ hier.
what-is-sent = Was wird gesendet?
record-sending = Wird an die Akte gesendet …
record-took =
    { $count ->
        [one] Die Akte „{ $record }“ hat ein Dokument angenommen.
       *[other] Die Akte „{ $record }“ hat { $count } Dokumente angenommen.
    }
record-has-report = Bericht angenommen: { $document }
record-has-photo = Foto angenommen: { $document }
record-had-it = (war schon dort)
