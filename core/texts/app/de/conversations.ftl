## Conversations

conversations = Unterhaltungen
conversation-menu = Mehr zu dieser Unterhaltung
conversation-gone = Diese Unterhaltung gibt es hier nicht.
choose-conversation = Wählen Sie eine Unterhaltung.
no-conversations = Noch keine Unterhaltung. Mit dem Plus oben beginnen Sie eine.
personal-space = Mein Bereich
offline =
    { $waiting ->
        [0] Kein Netz. Was Sie schreiben, wird später gesendet.
        [one] Kein Netz. Eine Nachricht wartet.
       *[other] Kein Netz. { $waiting } Nachrichten warten.
    }
search = Suchen
favourite = Favorit
muted = stumm
halted = Angehalten
halted-hint = Mit dieser Unterhaltung stimmt etwas nicht, sie ist angehalten. Wenden Sie sich an Ihre Verwaltung.
draft = Entwurf: { $text }
begun-before = Sie haben hier schon begonnen: Es geht weiter, wo Sie aufgehört haben.
begin-anew = Neu beginnen
unread =
    { $count ->
        [0] ungelesen
        [one] eine ungelesene Nachricht
       *[other] { $count } ungelesene Nachrichten
    }
make-favourite = Als Favorit
no-favourite = Kein Favorit mehr
archive = Weglegen
unarchive = Zurückholen
mark-unread = Als ungelesen markieren
read-only = Hier können Sie nur lesen.

## A new conversation

new-conversation = Neue Unterhaltung
new-chat = Chat
new-chat-hint = Ein Chat bleibt unter denen, die von Anfang an dabei sind.
find-people = Kolleginnen und Kollegen suchen
nobody-found = Niemand gefunden.
start-chat = Chat beginnen
start-chat-with = Chat beginnen mit { $names }
join-channel = Offene Kanäle
join = Beitreten
asked-to-join = Angefragt. Sobald jemand aus dem Kanal Sie aufnimmt, sind Sie dabei.
no-channels = Es gibt keinen Kanal, dem Sie beitreten können.
new-channel = Neuer Kanal
title = Titel
who-joins = Wer kommt dazu?
join-invitation = Auf Einladung
join-open = Wer möchte
join-hidden = Auf Einladung, nicht in der Liste
create-channel = Kanal anlegen
bot = automatisch
