declare module '@cornerstonejs/codec-charls/decode' {
  export default function load(options: {
    print(text: string): void;
    printErr(text: string): void;
  }): Promise<{ JpegLSDecoder: new () => import('./codec').CodecDecoder }>;
}

declare module '@cornerstonejs/codec-openjpeg/decode' {
  export default function load(options: {
    print(text: string): void;
    printErr(text: string): void;
  }): Promise<{ J2KDecoder: new () => import('./codec').CodecDecoder }>;
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
