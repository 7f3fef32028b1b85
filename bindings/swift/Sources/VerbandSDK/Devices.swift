// A further device of a person, and several people on one device.

import Foundation
import VerbandFFI

/// Offers this new device to a person who has another one. Nothing is written before `accept`.
public func offerLink(_ profile: Profile, server: String) async throws -> LinkOffer {
    let offer = try await call { try await VerbandFFI.offerLink(profile: profile, server: server, cancel: $0) }
    return LinkOffer(offer, link: try mapped { try offer.link() }, code: try mapped { try offer.code() })
}

/// A new device that offers itself. It is forgotten when this is.
public final class LinkOffer: Sendable {
    /// To be shown as a QR code that the other device scans.
    public let link: String
    /// The code alone, in groups, to be typed where nothing can be scanned.
    public let code: String
    private let offer: VerbandFFI.LinkOffer

    fileprivate init(_ offer: VerbandFFI.LinkOffer, link: String, code: String) {
        self.offer = offer
        self.link = link
        self.code = code
    }

    /// Waits until the other device has answered: whose device this will be, for the person to check.
    public func answer() async throws -> LinkPreview { try await call { try await self.offer.answer(cancel: $0) } }

    /// The person agrees, under a new PIN and secret. Waits until the other device has let this one in.
    public func accept(pin: String, secret: Data) async throws -> Verband {
        Verband(try await call { try await self.offer.accept(pin: pin, secret: secret, cancel: $0) })
    }
}

/// A new device as another one has read it.
public struct LinkRequest: Sendable {
    /// What kind of machine it is.
    public let deviceClass: DeviceClass
    /// Its id.
    public let device: DeviceId
    fileprivate let request: VerbandFFI.LinkRequest
}

extension Verband {
    /// Reads the link or code of a new device off its screen: inside of the settings, and by no link that opens the app.
    public func readLink(_ text: String) async throws -> LinkRequest {
        let request = try await call { try await self.client.readLink(text: text, cancel: $0) }
        return try mapped {
            LinkRequest(deviceClass: try request.class(), device: try request.device(), request: request)
        }
    }

    /// Lets a new device in under a name, as a further one of this person, who has just typed her PIN again (`verifyPin`); waits
    /// until she has agreed there.
    @discardableResult
    public func linkDevice(_ request: LinkRequest, name: String, _ proof: PinProof) async throws -> DeviceId {
        try await call { try await self.client.linkDevice(request: request.request, name: name, proof: proof, cancel: $0) }
    }
}

/// The profiles of a device that several people use. To change is to lock the one and to unlock the other.
public final class Profiles: Sendable {
    private let places: VerbandFFI.Profiles

    /// The profiles in a folder of the device. Only before anything else runs there.
    public init(folder: String) throws { places = try mapped { try VerbandFFI.Profiles.open(folder: folder) } }

    /// Those that somebody has enrolled in, by label.
    public func list() throws -> [ProfileRow] { try mapped { try places.list() } }

    /// Makes room for a new one. Without a label, which is in clear on the device, it gets the first free number.
    public func create(label: String? = nil) throws -> ProfileRow { try mapped { try places.create(label: label) } }

    /// The folder of a profile: what `Profile` wants.
    public func folder(_ id: String) throws -> String { try mapped { try places.folder(id: id) } }

    /// Wipes a profile, whoever asks. It must be locked.
    public func remove(_ id: String) throws { try mapped { try places.remove(id: id) } }
}
