/** An encoder of the cornerstone codecs. */
interface CornerstoneEncoder {
  getDecodedBuffer(frame: object): Uint8Array | Uint8ClampedArray;
  getEncodedBuffer(): Uint8Array | Uint8ClampedArray;
  encode(): void;
}

declare module '@cornerstonejs/codec-charls' {
  interface JpegLsEncoder extends CornerstoneEncoder {
    setNearLossless(most: number): void;
  }
  interface JpegLsDecoder {
    getEncodedBuffer(length: number): Uint8Array;
    decode(): void;
    getDecodedBuffer(): Uint8Array | Uint8ClampedArray;
  }
  export default function load(
    options: object,
  ): Promise<{ JpegLSEncoder: new () => JpegLsEncoder; JpegLSDecoder: new () => JpegLsDecoder }>;
}

declare module '@cornerstonejs/codec-openjpeg' {
  interface Jpeg2000Encoder extends CornerstoneEncoder {
    setDecompositions(levels: number): void;
    setQuality(isReversible: boolean, rate: number): void;
  }
  export default function load(options: object): Promise<{ J2KEncoder: new () => Jpeg2000Encoder }>;
}

declare module 'dcmjs' {
  type Elements = Record<string, { vr: string; Value: unknown[] }>;
  interface DicomDict {
    dict: Elements;
    write(): ArrayBuffer;
  }
  const dcmjs: {
    data: {
      DicomDict: new (meta: Elements) => DicomDict;
      DicomMessage: { readFile(bytes: ArrayBuffer): DicomDict };
      DicomMetaDictionary: { denaturalizeDataset(elements: object): Elements };
    };
  };
  export default dcmjs;
}
