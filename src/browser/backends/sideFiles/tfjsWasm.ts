// The build writes this to a file of its own, with tfjs's package inside and without what that has for Node.
export { BackendWasm, version_wasm } from '@tensorflow/tfjs-backend-wasm';
export { default as startModule } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
