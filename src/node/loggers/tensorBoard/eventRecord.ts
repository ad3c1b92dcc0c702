import { bytesField, doubleField, floatField, integerField, joinBytes } from '../../../utils/protobuf';
import { crc32c } from './crc32c';

/** Entry of an event file. */
export interface TensorBoardEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** From 0. */
  readonly step: number;
  /** File version of the first event, `'brain.Event:2'`. */
  readonly fileVersion?: string;
  /** Whether a session starts at this step: TensorBoard discards what an interrupted one wrote from there on. */
  readonly starts?: boolean;
  /** Scalars by tag. */
  readonly scalars?: Readonly<Record<string, number>>;
}

/**
 * Encodes an event as a record of an event file: its length, the length's checksum, the event as a protocol buffer, its
 * checksum.
 *
 * @see https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto
 */
export function eventRecord(event: TensorBoardEvent): Buffer {
  const data = message(event);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([length, maskedSum(length), data, maskedSum(data)]);
}

/** Encodes the event; field numbers are those of event.proto and summary.proto. */
function message({ wallTime, step, fileVersion, starts, scalars }: TensorBoardEvent): Uint8Array {
  const parts = [doubleField(1, wallTime)];
  if (step !== 0) parts.push(integerField(2, step)); // 0 is omitted, as protobuf does
  if (fileVersion !== undefined) parts.push(bytesField(3, fileVersion));
  if (scalars)
    parts.push(
      bytesField(5, joinBytes(Object.entries(scalars).map(([tag, value]) => bytesField(1, scalar(tag, value))))),
    );
  if (starts) parts.push(bytesField(7, integerField(1, 1)));
  return joinBytes(parts);
}

const scalar = (tag: string, value: number) => joinBytes([bytesField(1, tag), floatField(2, value)]);

/** Masks a checksum, because a CRC of data that contain CRCs is weak. */
function maskedSum(data: Uint8Array): Buffer {
  const crc = crc32c(data);
  const four = Buffer.alloc(4);
  four.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  return four;
}
