import { crc32c } from './crc32c';

/** One entry of an event file. */
export interface TensorBoardEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** From 0. */
  readonly step: number;
  /** Of the first event of a file, `'brain.Event:2'`. */
  readonly fileVersion?: string;
  /** A session begins at this step: TensorBoard forgets what an interrupted one wrote from there on. */
  readonly starts?: boolean;
  /** Numbers by their tags. */
  readonly scalars?: Readonly<Record<string, number>>;
}

/**
 * An event as a record of an event file: its length, the length's checksum, the event as a protocol buffer, its checksum.
 *
 * @see https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto
 */
export function eventRecord(event: TensorBoardEvent): Buffer {
  const data = message(event);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([length, maskedSum(length), data, maskedSum(data)]);
}

/** Numbers are those of the fields in event.proto and summary.proto. */
function message({ wallTime, step, fileVersion, starts, scalars }: TensorBoardEvent): Buffer {
  const parts = [double(1, wallTime), step === 0 ? Buffer.alloc(0) : integer(2, step)]; // a 0 is left out, as protobuf does
  if (fileVersion !== undefined) parts.push(bytes(3, Buffer.from(fileVersion)));
  if (scalars)
    parts.push(bytes(5, Buffer.concat(Object.entries(scalars).map(([tag, value]) => bytes(1, scalar(tag, value))))));
  if (starts) parts.push(bytes(7, integer(1, 1)));
  return Buffer.concat(parts);
}

const scalar = (tag: string, value: number) => Buffer.concat([bytes(1, Buffer.from(tag)), float(2, value)]);

const key = (field: number, type: 0 | 1 | 2 | 5) => varint((field << 3) | type);
const integer = (field: number, value: number) => Buffer.concat([key(field, 0), varint(value)]);
const bytes = (field: number, value: Buffer) => Buffer.concat([key(field, 2), varint(value.length), value]);

function double(field: number, value: number): Buffer {
  const eight = Buffer.alloc(8);
  eight.writeDoubleLE(value);
  return Buffer.concat([key(field, 1), eight]);
}

function float(field: number, value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeFloatLE(value);
  return Buffer.concat([key(field, 5), four]);
}

/** Seven bits a byte, the low ones first; all but the last have the high bit. */
function varint(value: number): Buffer {
  const septets: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    septets.push((rest % 128) | (rest < 128 ? 0 : 128));
    if (rest < 128) return Buffer.from(septets);
  }
}

/** Masked, because a checksum of bytes that hold checksums is a weak one. */
function maskedSum(data: Uint8Array): Buffer {
  const crc = crc32c(data);
  const four = Buffer.alloc(4);
  four.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  return four;
}
