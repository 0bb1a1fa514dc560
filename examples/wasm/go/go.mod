module example/wasm

go 1.24
