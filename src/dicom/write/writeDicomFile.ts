import type { Attributes, AttributeValue, DicomObject } from './attributes';
import { decimal } from './decimal';
import { dictionary, type Keyword } from './dictionary';

/** How elements are written; lengths of implicit ones have 32 bits, which long contours need. */
export type ElementSyntax = 'explicit' | 'implicit';

const transferSyntaxes = { explicit: '1.2.840.10008.1.2.1', implicit: '1.2.840.10008.1.2' } as const;

/** UID of this implementation: a UUID of its own. */
const implementationClass = '2.25.72494242370679415204247658785267812069';

/** Writes a DICOM file in little endian. The SOP class and the instance are repeated in its meta header. */
export function writeDicomFile(attributes: DicomObject, syntax: ElementSyntax): Uint8Array<ArrayBuffer> {
  const meta = writeElements(
    {
      MediaStorageSOPClassUID: attributes.SOPClassUID,
      MediaStorageSOPInstanceUID: attributes.SOPInstanceUID,
      TransferSyntaxUID: transferSyntaxes[syntax],
      ImplementationClassUID: implementationClass,
      ImplementationVersionName: 'MSA-UNET',
    },
    'explicit',
  );
  const version = writeElement(0x00020001, 'OB', Uint8Array.of(0, 1), 'explicit');
  const length = writeElement(0x00020000, 'UL', words([byteLength(meta) + byteLength(version)], 4), 'explicit');
  const magic = new TextEncoder().encode('DICM');
  return joined([new Uint8Array(128), magic, ...length, ...version, ...meta, ...writeElements(attributes, syntax)]);
}

type Parts = readonly Uint8Array[];

function writeElements(attributes: Attributes, syntax: ElementSyntax): Parts {
  return (Object.entries(attributes) as [Keyword, AttributeValue][])
    .map(([keyword, value]) => ({ value, tag: dictionary[keyword][0], vr: dictionary[keyword][1] }))
    .sort((a, b) => a.tag - b.tag)
    .flatMap(({ tag, vr, value }) => {
      if (vr !== 'SQ') return writeElement(tag, vr, bytesOf(value, vr), syntax);
      const items = (value as readonly Attributes[]).flatMap((item) => {
        const parts = writeElements(item, syntax);
        return [words([0xfffe, 0xe000], 2), words([byteLength(parts)], 4), ...parts];
      });
      return [...head(tag, vr, byteLength(items), syntax), ...items];
    });
}

function writeElement(tag: number, vr: string, value: Uint8Array, syntax: ElementSyntax): Parts {
  const isText = !['OB', 'OW', 'UI'].includes(vr);
  const padding = value.length % 2 === 1 ? [Uint8Array.of(isText ? 0x20 : 0)] : [];
  return [...head(tag, vr, value.length + padding.length, syntax), value, ...padding];
}

/** Tag, value representation and length of an element. */
function head(tag: number, vr: string, length: number, syntax: ElementSyntax): Parts {
  const tagBytes = words([tag >>> 16, tag & 0xffff], 2);
  if (syntax === 'implicit') return [tagBytes, words([length], 4)];
  const name = new TextEncoder().encode(vr);
  return ['OB', 'OW', 'SQ'].includes(vr)
    ? [tagBytes, name, words([0], 2), words([length], 4)]
    : [tagBytes, name, words([length], 2)];
}

function bytesOf(value: AttributeValue, vr: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return new TextEncoder().encode(value);
  const numbers = [value].flat() as number[];
  if (vr === 'US') return words(numbers, 2);
  if (vr === 'UL') return words(numbers, 4);
  if (vr === 'AT')
    return words(
      numbers.flatMap((tag) => [tag >>> 16, tag & 0xffff]),
      2,
    );
  return new TextEncoder().encode(numbers.map(decimal).join('\\'));
}

function words(values: readonly number[], size: 2 | 4): Uint8Array {
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries())
    if (size === 2) view.setUint16(2 * i, value, true);
    else view.setUint32(4 * i, value, true);
  return bytes;
}

function byteLength(parts: Parts): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function joined(parts: Parts): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength(parts));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
