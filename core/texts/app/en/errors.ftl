### What can go wrong.

error-internal = That did not work. Please try again.
error-offline = The server cannot be reached at the moment.
error-server-busy = The server is busy. Try again in a moment.
error-server-error = The server has a problem. Try again later.
error-wrong-pin = The PIN is wrong.
error-pin-blocked = Too many wrong PINs. Please wait.
error-wiped = Too many wrong PINs: everything on this device has been erased.
error-pin-too-short = The PIN needs more digits.
error-revoked = This device no longer belongs to the organisation.
error-offline-too-long = This device was without a connection for too long. Connect it to your organisation’s network.
error-code = There is a typing error in the code.
error-code-at = There is a typing error in the code, probably in character { $place }, in the { $group ->
    [1] first
    [2] second
    [3] third
    [4] fourth
    [5] fifth
    [6] sixth
   *[other] seventh
} group.
error-invitation-gone = This invitation is no longer valid. Ask your administrator for a new one. If you have not used the code yourself, say so there: somebody else may have had it.
error-set-up-gone = The founding code has been used or has expired.
error-other-organisation = This key belongs to another organisation.
error-waiting-for-approval = Your administrator has to approve you first. Unlock later.
error-not-allowed = You are not allowed to do that here.
error-too-late = That is only possible in the first ten seconds. You can still delete it.
error-policy = Your organisation has switched that off.
error-not-looked-through = Your organisation wants every photo to be checked before it is sent.
error-outdated = Your organisation requires a newer version. Reload the page.
error-not-found = That no longer exists.
error-length = The text is empty or too long.
error-photo = This picture is damaged, too large, or in an unknown format.
error-disk-full = There is no space left on this device.
error-server-full = There is no space left on the server.
error-quota = There is no space left for this conversation.
error-halted = This conversation has been halted.
error-not-in = You are no longer in this conversation, or it has ended.
error-argument = That cannot be right.
error-in-use = Verband is open in another window.
error-not-enrolled = Nobody is signed in on this device.
error-not-configured = The server is not configured for this.
error-server-refused = The server refused this.
error-legal-hold = A legal hold is in force: nothing can be erased at present.
error-pin-due = Your organisation now requires a longer PIN. Choose a new one.
error-pin-again = Type your PIN again for this.
error-device-class = Your organisation does not permit this kind of device.
