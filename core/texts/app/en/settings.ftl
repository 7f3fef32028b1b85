### Settings.

settings = Settings
availability = Availability
availability-hint = for example: on duty until 2 pm
appearance = Appearance
language = Language
theme = Colours
theme-system = same as the system
theme-light = light
theme-dark = dark
read-receipts = Show others what I have read
change-pin = Change PIN
pin-old = Current PIN
pin-changed = The PIN has been changed.
devices = My devices
device-unnamed = Device without a name
this-device = this device
house-rules = Rules in your organisation
house-log = Log of the organisation
organisation-words = Verification words of the organisation
