### The patient's record, and what vanishes when.

to-record = Zur Akte …
documented-in = In der Akte „{ $record }“ seit { $date }.
in-no-record = Noch in keiner Akte.
record-misses =
    { $count ->
        [one] Ein Eintrag fehlt dort.
       *[other] { $count } Einträge fehlen dort.
    }
mark-documented = Als dokumentiert vermerken
mark-hint = Wenn Sie es in die Akte übertragen haben. Alle sehen dann, dass es dort ist. Was später dazukommt oder sich ändert, gilt nicht als dokumentiert.
record-name = Name der Akte
record-name-hint = zum Beispiel: KIS
document-id = Nummer des Dokuments dort (wenn bekannt)
mark = Vermerken
told-documented = Vermerkt: in der Akte „{ $record }“.
by-mistake = Irrtum
withdraw-mark = Vermerk zurücknehmen
withdraw-reason = Warum?
take-mark-back = Zurücknehmen
told-withdrawn = Vermerk zurückgenommen.
record-trace = Was dazu gesagt wurde
trace-by-hand = übertragen in „{ $record }“
trace-by-record = von „{ $record }“ angenommen
trace-withdrawn = zurückgenommen: { $reason }
make-fhir = Als FHIR-Bündel
fhir-file = Wunde.fhir.json
make-evidence = Als Nachweispaket
evidence-file = Nachweis.zip
making-paper = Wird zusammengestellt …

## What vanishes when

vanishing = Was wann verschwindet
look-ahead = Vorschau
vanish-ahead = auf { $days } Tage
as-if-days = Als würde nach so vielen Tagen gelöscht
as-policy-says = wie festgelegt
nothing-vanishes = In dieser Zeit verschwindet nichts.
kind-of-message = Nachricht
kind-of-photo = Foto
kind-of-voice = Sprachnachricht
kind-of-video = Video
kind-of-file = Datei
kind-of-survey = Umfrage
kind-of-appointment = Termin
kind-of-request = Anfrage
kind-of-wound = Wunde
kind-of-finding = Befund
kind-of-deleted = Gelöschte Nachricht
kind-of-unreadable = Nicht lesbar
