// The build writes this to a file of its own, with the binary inside as base64: every bundler and host knows how to load
// JavaScript, and each has its own way of finding other files.
export { default as binary } from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
