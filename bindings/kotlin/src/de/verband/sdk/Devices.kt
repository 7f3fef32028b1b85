/* A further device of a person, and several people on one device. */
package de.verband.sdk

import de.verband.sdk.ffi.LinkOffer as Offer
import de.verband.sdk.ffi.LinkRequest as Request
import de.verband.sdk.ffi.Profiles as Places

/** Offers this new device to a person who has another one. Nothing is written before [LinkOffer.accept]. */
suspend fun offerLink(profile: Profile, server: String): LinkOffer {
    val offer = call { de.verband.sdk.ffi.offerLink(profile, server, null) }
    return LinkOffer(offer, call { offer.link() }, call { offer.code() })
}

/** A new device that offers itself. It is forgotten when this is closed. */
class LinkOffer internal constructor(
    private val offer: Offer,
    /** To be shown as a QR code that the other device scans. */
    val link: String,
    /** The code alone, in groups, to be typed where nothing can be scanned. */
    val code: String,
) : AutoCloseable {
    /** Waits until the other device has answered: whose device this will be, for the person to check. */
    suspend fun answer(): LinkPreview = call { offer.answer(null) }

    /** The person agrees, under a new PIN and secret. Waits until the other device has let this one in. */
    suspend fun accept(pin: String, secret: ByteArray): Verband = Verband(call { offer.accept(pin, secret, null) })

    override fun close() = offer.close()
}

/** A new device as another one has read it. */
class LinkRequest internal constructor(
    internal val request: Request,
    /** What kind of machine it is. */
    val deviceClass: DeviceClass,
    /** Its id. */
    val device: DeviceId,
) : AutoCloseable {
    override fun close() = request.close()
}

/** Reads the link or code of a new device off its screen: inside of the settings, and by no link that opens the app. */
suspend fun Verband.readLink(text: String): LinkRequest {
    val request = call { client.readLink(text, null) }
    return LinkRequest(request, call { request.`class`() }, call { request.device() })
}

/**
 * Lets a new device in under a name, as a further one of this person, who has just typed her PIN again ([Verband.verifyPin]); waits
 * until she has agreed there.
 */
suspend fun Verband.linkDevice(request: LinkRequest, name: String, proof: PinProof): DeviceId =
    call { client.linkDevice(request.request, name, proof, null) }

/** The profiles of a device that several people use. To change is to lock the one and to unlock the other. */
class Profiles private constructor(private val places: Places) : AutoCloseable {
    /** Those that somebody has enrolled in, by label. */
    suspend fun list(): List<ProfileRow> = call { places.list() }

    /** Makes room for a new one. Without a label, which is in clear on the device, it gets the first free number. */
    suspend fun create(label: String? = null): ProfileRow = call { places.create(label) }

    /** The folder of a profile: what [Profile] wants. */
    suspend fun folder(id: String): String = call { places.folder(id) }

    /** Wipes a profile, whoever asks. It must be locked. */
    suspend fun remove(id: String) = call { places.remove(id) }

    override fun close() = places.close()

    companion object {
        /** The profiles in a folder of the device. Only before anything else runs there. */
        suspend fun open(folder: String): Profiles = Profiles(call { Places.open(folder) })
    }
}
