declare module '*.wasm' {
  const binary: Uint8Array<ArrayBuffer>;
  export default binary;
}

/** Emscripten's start of the binary, with what the package's own types lack. */
declare module '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js' {
  import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

  export type Module = BackendWasm['wasm'] & {
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    cwrap(name: string, result: 'number' | null, args: 'number'[]): (...args: number[]) => number;
  };
  export default function startModule(hooks: {
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): object;
  }): Promise<Module>;
}
