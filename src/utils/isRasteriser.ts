/** Returns whether a graphics device is a software rasteriser, by its name. */
export const isRasteriser = (name: string): boolean =>
  /swiftshader|llvmpipe|lavapipe|softpipe|basic render|warp/i.test(name);
