import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { sharedBinary } from '../../../../src/kernels/wasm/threads/sharedBinary';

const file = 'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';

it('changes one byte of tfjs’s binary, which then has shared memory', () => {
  const binary = new Uint8Array(readFileSync(file));
  const shared = sharedBinary(binary);
  expect(shared.filter((byte, i) => byte !== binary[i])).toHaveLength(1);
  expect(WebAssembly.validate(shared)).toBe(true);
});

it('refuses a binary whose memory has no end, or none', () => {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const error = 'the WASM binary of tfjs defines no bounded memory';
  expect(() => sharedBinary(Uint8Array.from([...header, 5, 3, 1, 0, 1]))).toThrow(error);
  expect(() => sharedBinary(Uint8Array.from(header))).toThrow(error);
  expect(sharedBinary(Uint8Array.from([...header, 5, 4, 1, 1, 1, 2]))[11]).toBe(3);
});
