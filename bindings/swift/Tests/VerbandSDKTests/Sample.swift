// The sample of bindings/README.md. The scenario runs it and checks that the two are the same.

import Foundation
import VerbandSDK

// sample
/// Enrols or unlocks, sends a photo into the first channel, and shows it until the server has it.
@MainActor
func sendWoundPhoto(
    _ profile: Profile, letter: Invitation, pin: String, secret: Data, photo: Data, show: ([MessageRow]) -> Void
) async throws {
    let verband = try await Verband.isEnrolled(profile)
        ? Verband.unlock(profile, pin: pin, secret: secret)
        : Verband.enrol(profile, letter, pin: pin, secret: secret)
    defer { try? verband.lock() }
    try verband.start()
    for try await rows in try verband.conversations().rows {
        guard let channel = rows.first?.log else { continue }
        do {
            let event = try await verband.sendPhoto(channel, photo, caption: "Ferse links")
            for try await rows in try verband.messages(channel).rows {
                show(rows)
                if rows.contains(where: { $0.event == event && $0.state == .sent }) { return }
            }
        } catch VerbandError.noSpace { return show([]) }
    }
}
// end of sample
