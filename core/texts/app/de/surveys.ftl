### Surveys.

surveys = Umfragen
surveys-of = Umfragen in { $title }
surveys-none = Noch keine Umfrage in dieser Unterhaltung.
surveys-away =
    { $count ->
        [one] Eine weggelegte Umfrage
       *[other] { $count } weggelegte Umfragen
    }
survey-called = Umfrage: { $title }
survey-menu = Mehr zur Umfrage { $title }
survey-gone = Diese Umfrage gibt es nicht mehr.
survey-open = Umfrage
survey-open-until = Umfrage bis { $time }
survey-over = Umfrage, beendet
survey-secret = geheim
survey-archived = weggelegt

## Voting

survey-vote = Abstimmen
survey-change-vote = Antwort ändern
survey-optional = freiwillig
survey-other = Andere Antwort
survey-no-choice = Auswahl aufheben
survey-choose = Wählen Sie { $min } bis { $max }.
survey-slots-hint = Was Sie offen lassen, zählt als nein.
survey-vote-waits = Ihre Stimme wartet auf das Netz.
survey-vote-counts = Ihre Stimme zählt.
survey-vote-late = Ihre Stimme kam zu spät.
attend-yes = ja
attend-maybe = vielleicht
attend-no = nein

## Results

survey-answer = Antwort
survey-count = Anzahl
survey-share = Anteil
survey-slot-counts = { $yes } ja · { $maybe } vielleicht · { $no } nein
survey-average = Durchschnitt { $average }, Median { $median }
survey-no-answers = Noch keine Antworten.
survey-and-more = { $names } und { $count } weitere
survey-too-late = { $name } (zu spät)
survey-voted =
    { $count ->
        [0] Noch niemand hat abgestimmt.
        [one] Eine Person hat abgestimmt
       *[other] { $count } Personen haben abgestimmt
    }
survey-secret-open = Was gewählt wird, bleibt geheim. Das Ergebnis kommt, wenn die Umfrage beendet ist.
survey-awaited = Das Ergebnis kommt, sobald sich das Gerät der Person meldet, die gefragt hat.
survey-too-few = Es sind zu wenige Stimmen, um ein Ergebnis zu zeigen.
survey-close = Umfrage beenden
survey-was-closed = Die Umfrage ist beendet.
survey-change-deadline = Schluss ändern
survey-deadline-changed = Der Schluss ist geändert.
survey-archive = Umfrage weglegen
survey-unarchive = Umfrage zurückholen
survey-was-archived = Die Umfrage ist weggelegt.
survey-export-counts = Ergebnis als Tabelle speichern
survey-export-votes = Stimmen als Tabelle speichern
survey-file = Umfrage { $title }.csv

## Making one

survey-new = Neue Umfrage
survey-ask = Umfrage starten
survey-asked = Die Umfrage läuft.
survey-drafts = Entwürfe
survey-untitled = Ohne Titel
survey-go-on = Weiter
survey-drop-draft = Entwurf { $title } verwerfen
survey-draft-dropped = Der Entwurf ist verworfen.
survey-question = Frage { $number }
survey-question-text = Text der Frage { $number }
survey-question-hint = Was möchten Sie wissen?
survey-remove-question = Frage { $number } entfernen
survey-add-question = Weitere Frage
survey-form = Art der Antwort
survey-form-single = Eine Antwort wählen
survey-form-multiple = Mehrere Antworten wählen
survey-form-dates = Termin finden
survey-form-rating = Skala
survey-form-text = Freier Text
survey-option = Antwort { $number }
survey-remove-option = Antwort { $number } entfernen
survey-add-option = Weitere Antwort
survey-allow-other = Eigene Antwort möglich
survey-min = Mindestens
survey-max = Höchstens
survey-steps = Stufen
survey-low = Die 1 heißt
survey-low-hint = zum Beispiel: gar nicht
survey-high = Die höchste heißt
survey-high-hint = zum Beispiel: sehr
survey-slot-end = Ende (freiwillig)
survey-add-slot = Termin hinzufügen
survey-remove-slot = Termin { $slot } entfernen
survey-required = Muss beantwortet werden
survey-deadline = Schluss
survey-deadline-hint = Ohne Zeit läuft die Umfrage, bis Sie sie beenden.
survey-changeable = Antworten lassen sich ändern
survey-make-secret = Geheim abstimmen
whole-days = Ganze Tage
begins = Beginn
description = Beschreibung
