/** WebAssembly instructions as bytes. Code that computes a value leaves it on the stack. */
export type Code = readonly number[];

/** A local variable of a function: an address, a count, or four floats. */
export class Local {
  readonly get: Code;

  constructor(private readonly index: number) {
    this.get = [0x20, ...unsigned(index)];
  }

  set(value: Code): Code {
    return [...value, 0x21, ...unsigned(this.index)];
  }

  /** Advances an address or count. */
  step(by: Code): Code {
    return this.set(i32.add(this.get, by));
  }
}

const binary =
  (...opcode: number[]) =>
  (a: Code, b: Code): Code => [...a, ...b, ...opcode];

const unary =
  (...opcode: number[]) =>
  (a: Code): Code => [...a, ...opcode];

const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

/** Operations on addresses in bytes, and on counts. */
export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  and: binary(0x71),
  shiftLeft: (a: Code, bits: number): Code => [...a, ...i32.const(bits), 0x74],
  shiftRight: (a: Code, bits: number): Code => [...a, ...i32.const(bits), 0x75],
  isEqual: binary(0x46),
  isBelow: binary(0x48),
  isBelowUnsigned: binary(0x49),
};

/** Selects one of two values. */
export const select = (condition: Code, then: Code, otherwise: Code): Code => [
  ...then,
  ...otherwise,
  ...condition,
  0x1b,
];

/** Operations on four floats. */
export const f32x4 = {
  zero: [...simd(0x0c), ...new Array<number>(16).fill(0)] as Code,
  load: (address: Code, offset = 0): Code => [...address, ...simd(0x00), 2, ...unsigned(offset)],
  /** Loads one float into all four lanes. */
  loadSplat: (address: Code, offset = 0): Code => [...address, ...simd(0x09), 2, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...simd(0x0b),
    2,
    ...unsigned(offset),
  ],
  add: binary(...simd(0xe4)),
  sub: binary(...simd(0xe5)),
  mul: binary(...simd(0xe6)),
  div: binary(...simd(0xe7)),
  min: binary(...simd(0xe8)),
  max: binary(...simd(0xe9)),
  sqrt: unary(...simd(0xe3)),
  equal: binary(...simd(0x41)),
  isBelow: binary(...simd(0x43)),
  and: binary(...simd(0x4e)),
  /** The bits of the first operand that are not set in the second. */
  andNot: binary(...simd(0x4f)),
  or: binary(...simd(0x50)),
  /** Picks four of the eight floats of two vectors, numbered from 0 to 7. */
  shuffle: (a: Code, b: Code, lanes: [number, number, number, number]): Code => [
    ...a,
    ...b,
    ...simd(0x0d),
    ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
  ],
};

/** Operations on two doubles. */
export const f64x2 = {
  zero: f32x4.zero,
  load: f32x4.load,
  store: f32x4.store,
  add: binary(...simd(0xf0)),
  mul: binary(...simd(0xf2)),
  /** Converts the first two of four floats. */
  ofLow: unary(...simd(0x5f)),
};

/** Repeats a body `count` times; `count` is 0 afterwards. */
export const repeat = (count: Local, body: Code[]): Code => [
  ...when(count.get, [[0x03, empty, ...body.flat(), ...count.step(i32.const(-1)), ...count.get, 0x0d, 0, end]]),
];

export const when = (condition: Code, body: Code[], otherwise: Code[] = []): Code => [
  ...condition,
  0x04,
  empty,
  ...body.flat(),
  ...(otherwise.length > 0 ? [0x05, ...otherwise.flat()] : []),
  end,
];

/** A WebAssembly function without a result. */
export interface SimdFunction<Parameters extends readonly string[] = readonly string[]> {
  /** Names of its integer parameters, in order; addresses and steps are in bytes. */
  parameters: Parameters;
  /** Returns its instructions. Each call of `count` or `vector` declares another local variable. */
  body: (parameters: Record<Parameters[number], Local>, count: () => Local, vector: () => Local) => Code[];
}

/** Assembles a module of these functions, which operate on the imported memory `env.memory`; it is shared with threads. */
export function assemble(functions: Record<string, SimdFunction>, isShared = false): Uint8Array<ArrayBuffer> {
  const all = Object.entries(functions);
  const types = all.map(([, { parameters }]) => [0x60, ...list(parameters.map(() => [int])), 0]);
  const exports = all.map(([name], index) => [...text(name), 0, ...unsigned(index)]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(
      2,
      list([[...text('env'), ...text('memory'), 2, ...(isShared ? [3, 0, ...unsigned(mostPages)] : [0, 0])]]),
    ),
    ...section(3, list(all.map((_, index) => unsigned(index)))),
    ...section(7, list(exports)),
    ...section(10, list(all.map(([, own]) => sized(bodyOf(own))))),
  ]);
}

function bodyOf({ parameters, body }: SimdFunction): number[] {
  const types: number[] = [];
  const variable = (type: number) => () => new Local(parameters.length + types.push(type) - 1);
  const named = Object.fromEntries(parameters.map((name, index) => [name, new Local(index)]));
  const code = body(named, variable(int), variable(vector)).flat();
  return [...list(types.map((type) => [1, type])), ...code, end];
}

/** Pages of the largest memory. */
const mostPages = 1 << 16;

const [int, vector, empty, end] = [0x7f, 0x7b, 0x40, 0x0b];

const sized = (bytes: number[]): number[] => [...unsigned(bytes.length), ...bytes];
const list = (items: number[][]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, bytes: number[]): number[] => [id, ...sized(bytes)];
const text = (name: string): number[] => sized([...name].map((letter) => letter.charCodeAt(0)));

/** Encodes an unsigned integer in LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
