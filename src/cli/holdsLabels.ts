/** The error of a mask in place of a scan. */
export const holdsLabels = (path: string): Error =>
  new Error(`${path} is a mask, not a scan in Hounsfield units. Pass the scan`);
