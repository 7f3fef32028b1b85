### Whose it is, from a code on a wristband or a label.

scan-patient = Code scannen
scan-hint = Halten Sie den Code vom Armband oder Etikett vor die Kamera. Vom Bild wird nichts behalten.
scan-by-picture = Wählen Sie ein Bild, auf dem der Code zu sehen ist. Von ihm wird nichts behalten.
scan-picture = Aus einem Bild lesen
scan-looking = Der Code wird gesucht …
scan-several = Mehrere Codes: Welcher ist es?
patient-read = Aus dem Code gelesen: { $reference }. Stimmt er mit dem Armband überein?
patient-unlike = Das sieht nicht aus wie ein Patientenbezug Ihrer Einrichtung. Sie können ihn trotzdem so eintragen.
