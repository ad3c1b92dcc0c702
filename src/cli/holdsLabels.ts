/** The error of a mask in place of a scan. */
export const holdsLabels = (path: string): Error =>
  new Error(`${path} holds labels, not Hounsfield units. Pass the scan, not its mask`);
