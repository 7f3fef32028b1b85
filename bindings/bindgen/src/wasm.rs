//! `wasm-bindgen-tool IN.wasm DIR`: writes the JavaScript and TypeScript beside the browser module of `bindings/web`.
//!
//! Like its neighbour it only pins the version: the module and the tool must come from the same `wasm-bindgen`.

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, directory] = arguments.as_slice() else {
        anyhow::bail!("usage: wasm-bindgen-tool IN.wasm DIR");
    };
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(module)
        .web(true)?
        // Without this, `init()` called with no argument does not find the module in the browser.
        .omit_default_module_path(false)
        .typescript(true)
        .generate(directory)
}
