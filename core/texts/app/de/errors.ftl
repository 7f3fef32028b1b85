### What can go wrong.

error-internal = Das hat nicht geklappt. Versuchen Sie es noch einmal.
error-offline = Der Server ist gerade nicht erreichbar.
error-server-busy = Der Server ist beschäftigt. Versuchen Sie es gleich noch einmal.
error-server-error = Der Server hat einen Fehler. Versuchen Sie es später noch einmal.
error-wrong-pin = Die PIN ist falsch.
error-pin-blocked = Zu viele falsche PINs. Bitte warten Sie.
error-wiped = Zu viele falsche PINs: Auf diesem Gerät wurde alles gelöscht.
error-pin-too-short = Die PIN braucht mehr Ziffern.
error-revoked = Dieses Gerät gehört nicht mehr zur Einrichtung.
error-offline-too-long = Dieses Gerät war zu lange ohne Verbindung. Verbinden Sie es mit dem Netz Ihrer Einrichtung.
error-code = Im Code ist ein Tippfehler.
error-code-at = Im Code ist ein Tippfehler, wahrscheinlich im { $place }. Zeichen, in der { $group ->
    [1] ersten
    [2] zweiten
    [3] dritten
    [4] vierten
    [5] fünften
    [6] sechsten
   *[other] siebten
} Gruppe.
error-invitation-gone = Diese Einladung gilt nicht mehr. Bitten Sie Ihre Verwaltung um eine neue. Haben Sie den Code nicht selbst benutzt, dann sagen Sie das dort: Vielleicht hatte ihn jemand anderes.
error-set-up-gone = Der Gründungscode wurde benutzt oder ist abgelaufen.
error-other-organisation = Dieser Schlüssel gehört zu einer anderen Einrichtung.
error-waiting-for-approval = Ihre Verwaltung muss Sie noch freigeben. Entsperren Sie später.
error-not-allowed = Das dürfen Sie hier nicht.
error-too-late = Das geht nur in den ersten zehn Sekunden. Löschen können Sie weiterhin.
error-policy = Das hat Ihre Einrichtung abgeschaltet.
error-not-looked-through = Ihre Einrichtung möchte, dass jedes Foto durchgesehen wird.
error-outdated = Ihre Einrichtung verlangt eine neuere Version. Laden Sie die Seite neu.
error-not-found = Das gibt es nicht mehr.
error-length = Der Text ist leer oder zu lang.
error-photo = Dieses Bild ist beschädigt, zu groß oder in einem unbekannten Format.
error-disk-full = Auf diesem Gerät ist kein Platz mehr.
error-server-full = Auf dem Server ist kein Platz mehr.
error-quota = Für diese Unterhaltung ist kein Platz mehr.
error-halted = Diese Unterhaltung ist angehalten.
error-not-in = Sie sind in dieser Unterhaltung nicht mehr dabei, oder sie ist zu Ende.
error-argument = Diese Angabe kann nicht stimmen.
error-in-use = Verband ist in einem anderen Fenster geöffnet.
error-not-enrolled = Auf diesem Gerät ist niemand angemeldet.
error-not-configured = Das ist am Server nicht eingestellt.
error-server-refused = Der Server hat das abgelehnt.
error-legal-hold = Eine Löschsperre gilt: Zurzeit kann nichts gelöscht werden.
error-pin-due = Ihre Einrichtung verlangt jetzt eine längere PIN. Wählen Sie eine neue.
error-pin-again = Geben Sie dafür Ihre PIN noch einmal ein.
error-device-class = Ihre Einrichtung erlaubt diese Art von Gerät nicht.
