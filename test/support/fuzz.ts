import * as fc from 'fast-check';
import { expect } from 'vitest';
import { CtFileError } from '../../src/data/ctFileError';

/** How often each reader meets a broken file: `npm run fuzz` asks for 10,000. */
export const fuzzCases = Number(process.env.MSA_UNET_FUZZ_CASES ?? 200);

/** Ways to break a file: cut it off, flip bits, overwrite a run of bytes (of its head more often than not), or all. */
export const damage = fc.record({
  keep: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  flips: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), bit: fc.nat(7) }), { maxLength: 8 }),
  overwrite: fc.option(
    fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
  ),
  head: fc.boolean(),
});

/** Applies {@link damage} to a copy; with `head` set only the first `headLength` bytes are hit. */
export function breakFile(bytes: Uint8Array, how: Damage, headLength: number): Uint8Array {
  const broken = bytes.slice();
  const reach = how.head ? Math.min(headLength, broken.length) : broken.length;
  const position = (share: number) => Math.min(Math.floor(share * reach), broken.length - 1);
  for (const { at, bit } of how.flips) broken[position(at)]! ^= 1 << bit;
  if (how.overwrite)
    broken.set(how.overwrite.bytes.subarray(0, broken.length - position(how.overwrite.at)), position(how.overwrite.at));
  return how.keep === null ? broken : broken.subarray(0, Math.floor(how.keep * broken.length));
}

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

/** An error that says which file it is about. */
type FileError = new (file: string, problem: string) => Error & { readonly file: string };

/** Fails unless reading ends well or with an error of the type that names one of the files, within the bytes allowed. */
export async function expectTamed(
  read: () => Promise<unknown>,
  names: readonly string[],
  maxBytes: number,
  ErrorType: FileError = CtFileError,
): Promise<void> {
  const allocated = await countAllocated(async () => {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof ErrorType)) throw error;
      expect(names).toContain(error.file);
      expect(error.message).toContain(error.file);
    }
  });
  expect(allocated).toBeLessThanOrEqual(maxBytes);
}

const arrayTypes = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
] as const;

/** Bytes of all typed arrays and buffers that are made by their length while an action runs. */
export async function countAllocated(action: () => Promise<void>): Promise<number> {
  let bytes = 0;
  const world: Record<string, unknown> = globalThis as never;
  const originals = new Map([...arrayTypes, 'ArrayBuffer'].map((name) => [name, world[name]]));
  for (const [name, original] of originals)
    world[name] = new Proxy(original as Uint8ArrayConstructor, {
      construct(target, args, newTarget) {
        const made = Reflect.construct(target, args, newTarget);
        if (typeof args[0] === 'number') bytes += made.byteLength;
        return made;
      },
    });
  try {
    await action();
  } finally {
    for (const [name, original] of originals) world[name] = original;
  }
  return bytes;
}
