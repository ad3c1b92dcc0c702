import { bytesField, doubleField, floatField, integerField, joinBytes } from '../../../utils/protobuf';
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
function message({ wallTime, step, fileVersion, starts, scalars }: TensorBoardEvent): Uint8Array {
  const parts = [doubleField(1, wallTime)];
  if (step !== 0) parts.push(integerField(2, step)); // a 0 is left out, as protobuf does
  if (fileVersion !== undefined) parts.push(bytesField(3, fileVersion));
  if (scalars)
    parts.push(
      bytesField(5, joinBytes(Object.entries(scalars).map(([tag, value]) => bytesField(1, scalar(tag, value))))),
    );
  if (starts) parts.push(bytesField(7, integerField(1, 1)));
  return joinBytes(parts);
}

const scalar = (tag: string, value: number) => joinBytes([bytesField(1, tag), floatField(2, value)]);

/** Masked, because a checksum of bytes that hold checksums is a weak one. */
function maskedSum(data: Uint8Array): Buffer {
  const crc = crc32c(data);
  const four = Buffer.alloc(4);
  four.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  return four;
}
