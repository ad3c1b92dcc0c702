import { expect, it } from 'vitest';

import { scanName } from '../../src/cli/scanName';

it.each([
  ['scan.nii.gz', 'scan'],
  ['a/scan.v2.NII', 'scan.v2'],
  ['scan.mhd', 'scan'],
  ['liver.seg.nrrd', 'liver'],
  ['scan.hdr', 'scan'],
  ['DICOM/', 'DICOM'],
  ['patient.zip', 'patient'],
  ['scan.7', 'scan.7'],
])('%s is the scan %s', (path, name) => {
  expect(scanName(path)).toBe(name);
});
