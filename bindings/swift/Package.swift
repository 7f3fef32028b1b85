// swift-tools-version:6.0
// The façade for Swift. `.generated` is written by `cargo xtask test`: the bindings and the C header of the library.

import PackageDescription

/// The folder of the built library. A package for Apple's systems names an XCFramework here instead.
let library = Context.environment["VERBAND_FFI_DIR"] ?? "\(Context.packageDirectory)/../../target/debug"

let package = Package(
    name: "Verband",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "VerbandSDK", targets: ["VerbandSDK"])],
    targets: [
        .systemLibrary(name: "VerbandFFIC", path: ".generated/c"),
        // Version 5: the compiler of Swift 6.0 does not get through all generated code in its own mode.
        .target(
            name: "VerbandFFI",
            dependencies: ["VerbandFFIC"],
            path: ".generated/swift",
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: [
                .unsafeFlags(["-L", library, "-Xlinker", "-rpath", "-Xlinker", library]),
                .linkedLibrary("verband_ffi"),
            ]),
        .target(name: "VerbandSDK", dependencies: ["VerbandFFI"]),
        .testTarget(name: "VerbandSDKTests", dependencies: ["VerbandSDK", "VerbandFFI"]),
    ],
    swiftLanguageModes: [.v6])
