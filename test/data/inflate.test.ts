import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { inflate } from '../../src/data/inflate';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const join = (...parts: (Uint8Array | string)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
const read = async (bytes: Uint8Array, length = 100) => text(await inflate(bytes, 'gzip', length, 'x.gz'));

describe('gzipped data', () => {
  it('may have several members, empty ones too', async () => {
    const members = ['liver', '', ' and ', 'spleen', ''].map((part) => gzipSync(part));
    expect(await read(join(...members))).toBe('liver and spleen');
  });

  it.each(['\0'.repeat(512), 'signature', '\x1f'])('may be followed by %j', async (behind) => {
    expect(await read(join(gzipSync('liver'), behind))).toBe('liver');
  });

  it('end at the length that is asked for, also in the middle of a member', async () => {
    expect(await read(join(gzipSync('liver'), gzipSync('spleen')), 8)).toBe('liverspl');
  });

  it('of more than one turn of the event loop are complete', async () => {
    const bytes = Uint8Array.from({ length: 20_000_000 }, (_, i) => (i * i) >> 7);
    const inflated = await inflate(gzipSync(bytes, { level: 1 }), 'gzip', bytes.length, 'x.gz');
    expect(Buffer.compare(inflated, bytes)).toBe(0);
  });

  it('with a wrong checksum are refused, even if all bytes are there', async () => {
    const bytes = new Uint8Array(gzipSync('liver'));
    bytes[bytes.length - 8]! ^= 1;
    await expect(read(bytes, 5)).rejects.toThrow(
      'x.gz: the compressed data are damaged or cut off (incorrect data check)',
    );
  });

  it.each([10, 18, 24])('cut off after %i bytes are refused', async (length) => {
    await expect(read(new Uint8Array(gzipSync('liver')).subarray(0, length))).rejects.toThrow(
      'x.gz: the compressed data are damaged or cut off (unexpected end of file)',
    );
  });

  it('cut off in a second member are refused', async () => {
    const [first, second] = [gzipSync('liver'), gzipSync('spleen')];
    await expect(read(join(first, second.subarray(0, -9)))).rejects.toThrow('damaged or cut off');
  });

  it('that are only a beginning give what there is', async () => {
    const start = new Uint8Array(gzipSync('liver')).subarray(0, 13);
    expect('liver').toContain(text(await inflate(start, 'gzip', 100, 'x.gz', { isStart: true })));
  });
});

it('deflated data may be padded, with and without a wrapper', async () => {
  for (const [format, packed] of [
    ['deflate', deflateSync('liver')],
    ['deflate-raw', deflateRawSync('liver')],
  ] as const)
    expect(text(await inflate(join(packed, '\0'), format, 100, 'x'))).toBe('liver');
});

it('damaged data are refused', async () => {
  await expect(inflate(Uint8Array.of(7, 7, 7, 7), 'deflate-raw', 9, 'x')).rejects.toThrow(
    'x: the compressed data are damaged',
  );
});
