## Channels

chat = Chat
channel-and-members = Kanal und Mitglieder
members-of-chat = Wer dabei ist
about-conversation = Über { $title }
chat-is-closed = Ein Chat bleibt unter denen, die von Anfang an dabei sind: Niemand kommt dazu.
what-for = Wofür?
no-description = Noch ohne Beschreibung.
change-details = Bearbeiten
channel-picture = Bild des Kanals
choose-picture = Bild wählen
other-picture = Anderes Bild
no-picture = Kein Bild
what-holds-here = Was hier gilt
is-announcements = Ankündigungen: Alle sind dabei und lesen von Anfang an, nur die Moderation schreibt.
newcomers-read = Wer dazukommt, liest
reads-everything = alles von Anfang an
reads-from-joining = was ab dann geschrieben wird
only-from-joining = Nur noch ab Beitritt
only-from-joining-hint = Wer ab jetzt dazukommt, liest nichts von vorher. Das lässt sich nicht zurücknehmen. Wer schon dabei ist, liest weiter alles.
join-everyone = Alle sind dabei
who-writes = Wer schreibt?
write-everyone = Alle im Kanal
write-moderators = Nur die Moderation schreibt
who-invites = Wer nimmt auf?
invite-everyone = Alle im Kanal
invite-moderators = Nur die Moderation
more-choices = Weitere Angaben

## Who is in

members-count =
    { $count ->
        [one] Ein Mitglied
       *[other] { $count } Mitglieder
    }
yourself = Sie
moderates = moderiert
member-menu = Mehr zu { $name }
make-moderator = Moderieren lassen
no-moderator = Nicht mehr moderieren lassen
moderates-now = { $name } moderiert jetzt.
moderates-no-more = { $name } moderiert nicht mehr.
take-out = Herausnehmen
was-taken-out = { $name } ist nicht mehr im Kanal.
add-members = Mitglieder aufnehmen
add-count =
    { $count ->
        [0] Aufnehmen
        [one] Eine Person aufnehmen
       *[other] { $count } Personen aufnehmen
    }
were-added = Aufgenommen: { $names }
leave-channel = Kanal verlassen
leave-hint = Sie lesen hier nichts Neues mehr; was schon da ist, bleibt auf diesem Gerät. Wieder hinein kommen Sie nur, wenn jemand aus dem Kanal Sie aufnimmt.
leave-open-hint = Sie lesen hier nichts Neues mehr; was schon da ist, bleibt auf diesem Gerät. Dem Kanal können Sie wieder beitreten.
you-left = Sie haben „{ $title }“ verlassen.
announcements-stay = Bei den Ankündigungen sind alle dabei: Verlassen lassen sie sich nicht.

## Asking to join

ask-to-join = Beitritt anfragen
request-waits = angefragt
request-refused = abgelehnt
undo-request = Anfrage zurückziehen
join-requests = Beitrittsanfragen
let-in = Aufnehmen
refuse-request = Ablehnen
was-let-in = { $name } ist jetzt dabei.
was-refused = Abgelehnt. { $name } erfährt davon.
asks-to-join =
    { $count ->
        [one] { $name } möchte einem Kanal beitreten
       *[other] { $name } und { $count } insgesamt möchten einem Kanal beitreten
    }
error-last-moderator = Sie moderieren hier allein. Lassen Sie zuerst jemand anderen moderieren.
