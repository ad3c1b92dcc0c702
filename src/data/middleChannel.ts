/** The channel in the middle of an image: of neighbouring slices, the slice itself. One channel is returned as it is. */
export function middleChannel(image: Float32Array, pixels: number): Float32Array {
  const channels = image.length / pixels;
  if (channels === 1) return image;
  const middle = Math.floor((channels - 1) / 2);
  return Float32Array.from({ length: pixels }, (_, pixel) => image[pixel * channels + middle]!);
}
