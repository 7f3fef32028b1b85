### Settings.

settings = Einstellungen
availability = Erreichbarkeit
availability-hint = zum Beispiel: im Dienst bis 14 Uhr
appearance = Darstellung
language = Sprache
theme = Farben
theme-system = wie das System
theme-light = hell
theme-dark = dunkel
read-receipts = Anderen zeigen, was ich gelesen habe
change-pin = PIN ändern
pin-old = Bisherige PIN
pin-changed = Die PIN ist geändert.
devices = Meine Geräte
device-unnamed = Gerät ohne Namen
this-device = dieses Gerät
house-rules = Was in Ihrer Einrichtung gilt
house-log = Protokoll der Einrichtung
organisation-words = Prüfwörter der Einrichtung
