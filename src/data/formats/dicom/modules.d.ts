declare module 'dicom-parser' {
  /** Missing in the package's own types. */
  const DataSet: new (parser: ByteArrayParser, bytes: Uint8Array, elements: Record<string, Element>) => DataSet;
}

declare module '@cornerstonejs/codec-openjpeg/decode' {
  /** Its buffers lie in the module's memory until it is deleted. */
  class J2KDecoder {
    getEncodedBuffer(length: number): Uint8Array;
    decode(): void;
    getDecodedBuffer(): Uint8Array | Uint8ClampedArray;
    getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
    delete(): void;
  }
  export default function load(options: object): Promise<{ J2KDecoder: typeof J2KDecoder }>;
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
