type Triple = readonly [number, number, number];

/** White of DICOM's colours: D50. */
const white: Triple = [0.9642, 1, 0.8249];

/** From linear sRGB to XYZ under D50, and back (Bradford adaptation; B. Lindbloom, "RGB/XYZ Matrices"). */
const toXyz: readonly Triple[] = [
  [0.4360747, 0.3850649, 0.1430804],
  [0.2225045, 0.7168786, 0.0606169],
  [0.0139322, 0.0971045, 0.7141733],
];
const toRgb: readonly Triple[] = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];

/** Converts DICOM's CIELab values of 16 bits each (PS3.3 C.10.7.1.1) to sRGB from 0 to 255. */
export function rgbOfCieLab([lightness, a, b]: Triple): [red: number, green: number, blue: number] {
  const y = ((lightness / 65_535) * 100 + 16) / 116;
  const x = y + ((a / 65_535) * 255 - 128) / 500;
  const z = y - ((b / 65_535) * 255 - 128) / 200;
  const xyz = [x, y, z].map((f, i) => white[i]! * (f > 6 / 29 ? f ** 3 : (f - 4 / 29) * 3 * (6 / 29) ** 2));
  return times(toRgb, xyz).map((linear) => {
    const level = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, level)));
  }) as [number, number, number];
}

/** Converts sRGB from 0 to 255 to DICOM's CIELab values. */
export function cieLabOfRgb(rgb: Triple): [lightness: number, a: number, b: number] {
  const linear = rgb.map((value) => {
    const level = value / 255;
    return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
  });
  const [x, y, z] = times(toXyz, linear).map((value, i) => {
    const share = value / white[i]!;
    return share > (6 / 29) ** 3 ? Math.cbrt(share) : share / (3 * (6 / 29) ** 2) + 4 / 29;
  }) as [number, number, number];
  const stored = [(116 * y - 16) / 100, (500 * (x - y) + 128) / 255, (200 * (y - z) + 128) / 255];
  return stored.map((share) => Math.round(65_535 * Math.min(1, Math.max(0, share)))) as [number, number, number];
}

function times(matrix: readonly Triple[], vector: readonly number[]): number[] {
  return matrix.map((row) => row[0] * vector[0]! + row[1] * vector[1]! + row[2] * vector[2]!);
}
