### Whose it is, from a code on a wristband or a label.

scan-patient = Scan a code
scan-hint = Hold the code of the wristband or label before the camera. Nothing of the picture is kept.
scan-by-picture = Choose a picture on which the code can be seen. Nothing of it is kept.
scan-picture = Read from a picture
scan-looking = Looking for the code …
scan-several = Several codes: which one is it?
patient-read = Read from the code: { $reference }. Is it that of the wristband?
patient-unlike = This does not look like a patient reference of your organisation. You can enter it all the same.
