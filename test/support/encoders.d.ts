interface Encoder {
  getDecodedBuffer(frame: {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned: boolean;
  }): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

declare module '@cornerstonejs/codec-openjpeg' {
  export default function load(): Promise<{ J2KEncoder: new () => Encoder }>;
}

declare module '@cornerstonejs/codec-charls' {
  export default function load(): Promise<{ JpegLSEncoder: new () => Encoder }>;
}
