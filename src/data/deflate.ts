/** Compresses bytes. */
export async function deflate(bytes: Uint8Array, format: 'gzip' | 'deflate'): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
