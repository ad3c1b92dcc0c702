declare module 'dicom-parser' {
  /** Missing in the package's own types. */
  const DataSet: new (parser: ByteArrayParser, bytes: Uint8Array, elements: Record<string, Element>) => DataSet;
}

declare module '@cornerstonejs/codec-charls/decode' {
  export default function load(options: object): Promise<{ JpegLSDecoder: import('./codec').DecoderClass }>;
}

declare module '@cornerstonejs/codec-openjpeg/decode' {
  export default function load(options: object): Promise<{ J2KDecoder: import('./codec').DecoderClass }>;
}

declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    /** Rows that have been decoded. */
    readonly yLoc: number;
    decode(
      buffer: ArrayBuffer,
      offset: number,
      length: number,
    ): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | null;
  }
}
