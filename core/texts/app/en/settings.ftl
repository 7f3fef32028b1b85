### Settings.

settings = Settings
availability = Availability
availability-hint = for example: on duty until 2 pm
appearance = Appearance
language = Language
theme = Colours
theme-system = as the system
theme-light = light
theme-dark = dark
read-receipts = Show others what I have read
change-pin = Change PIN
pin-old = Present PIN
pin-changed = The PIN is changed.
devices = My devices
device-unnamed = Device without a name
this-device = this device
house-rules = What holds in your organisation
organisation-words = Check words of the organisation
