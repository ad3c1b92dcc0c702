import { requireInteger, requireKnown, requireOneOf } from '../utils/check';
import { deriveSeed, Random } from '../utils/random';
import { buildAbdomen } from './phantom/abdomen';
import { buildLiver } from './phantom/liver';
import { drawPhysique, type Physique } from './phantom/physique';
import { type Pose, scan } from './phantom/scan';
import { field } from './phantom/solid';
import { type Tissue, tissue } from './phantom/tissue';
import { buildTorso } from './phantom/torso';

/** Options of {@link generatePhantom} and {@link phantomDataSet}. */
export interface PhantomOptions {
  /** Number of patients; patient n is the same for any number. @defaultValue `12` */
  patients?: number;
  /** Number of slices per patient, evenly spaced from the dome of the liver to below its tip. @defaultValue `12` */
  slicesPerPatient?: number;
  /** Height and width of a slice in pixels, 16 or more; the anatomy is the same at every size. @defaultValue `128` */
  size?: number;
  /** Seed, any integer; the same seed always gives the same pixels. @defaultValue `1` */
  seed?: number;
  /**
   * What masks hold: 1 inside the liver, or everywhere the number of the organ in {@link phantomOrgans}.
   * @defaultValue `'liver'`
   */
  labels?: PhantomLabels;
}

/** What the masks of a phantom hold. */
export type PhantomLabels = 'liver' | 'organs';

/** One slice of a phantom: the patient's right on the left of the image, anterior at the top. */
export interface PhantomSlice {
  /** Name, numbered from head to feet: `slice-000`, … */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** Whole Hounsfield units from -1024 to 1500, row by row. */
  readonly hu: Float32Array;
  /**
   * Ground truth, row by row: 1 inside the liver, its vessels and lesions included, else 0; or numbers of organs, if
   * `labels` asks for them.
   */
  readonly mask: Uint8Array;
}

/** Slices of one phantom patient, from head to feet. */
export interface PhantomPatient {
  readonly patient: string;
  readonly slices: readonly PhantomSlice[];
}

/**
 * Generates synthetic CT scans of the upper abdomen with ground truth of the liver.
 *
 * Every patient is a body of solids (in the spirit of the Shepp–Logan phantom, in three dimensions), cut by a plane
 * slice by slice. Patients differ in build, fat, position and shape of the organs, contrast phase, lesions, contents of
 * stomach and bowel, field of view and noise. Grey levels of the liver overlap with those of spleen, muscle, kidney,
 * heart and bowel, so that segmenting it takes position and shape, not only a threshold. Images do not depend on
 * `labels`. Options: {@link PhantomOptions}.
 *
 * @throws OptionError if a count is not an integer of at least 1, `size` is below 16, `seed` is not an integer, or `labels`
 * is neither
 * @see Shepp and Logan, The Fourier reconstruction of a head section, 1974, https://doi.org/10.1109/TNS.1974.6499235
 * @example
 * ```ts
 * import { generatePhantom } from 'msa-unet';
 *
 * const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 4, size: 64, seed: 1 });
 * const { name, hu, mask } = patient!.slices[1]!;
 * console.log(name, hu.length, Math.max(...mask)); // slice-001 4096 1
 * ```
 */
export function generatePhantom(options: PhantomOptions = {}): readonly PhantomPatient[] {
  const { patients, ...drawing } = resolvePhantom('generatePhantom', options);
  return Array.from({ length: patients }, (_, n) => drawPatient(n, drawing));
}

/** Fills in the defaults. Throws OptionError if an option is out of range. */
export function resolvePhantom(
  owner: string,
  { patients = 12, slicesPerPatient = 12, size = 128, seed = 1, labels = 'liver', ...others }: PhantomOptions,
): Required<PhantomOptions> {
  requireKnown<PhantomOptions>(owner, others, { patients, slicesPerPatient, size, seed, labels });
  requireInteger(owner, 'patients', patients);
  requireInteger(owner, 'slicesPerPatient', slicesPerPatient);
  requireInteger(owner, 'size', size, 16);
  requireInteger(owner, 'seed', seed, -Infinity);
  requireOneOf(owner, 'labels', labels, ['liver', 'organs']);
  return { patients, slicesPerPatient, size, seed, labels };
}

/** Names patient `n`. */
export const phantomName = (n: number): string => `phantom-${padded(n)}`;

/** Draws patient `n`, which does not depend on the number of patients. */
export function drawPatient(
  n: number,
  { slicesPerPatient, size, seed, labels }: Required<Omit<PhantomOptions, 'patients'>>,
): PhantomPatient {
  const slices = scanPatient(slicesPerPatient, size, deriveSeed(seed, `patient ${n}`), labels);
  return { patient: phantomName(n), slices };
}

function scanPatient(count: number, size: number, seed: number, labels: PhantomLabels): PhantomSlice[] {
  const random = new Random(seed);
  const physique = drawPhysique(random);
  const torso = buildTorso(physique);
  const abdomen = buildAbdomen(physique, torso);
  const pose = drawPose(physique);
  const tissues = [
    ...table(physique),
    ...torso.tissues,
    ...abdomen.behind,
    ...buildLiver(physique, torso, abdomen.rightBed),
    ...abdomen.before,
  ];
  const [top, bottom] = [random.uniform(-0.04, 0.06), random.uniform(1, 1.25)];
  return Array.from({ length: count }, (_, n) => {
    const w = top + ((bottom - top) * (n + 0.5)) / count;
    const noise = new Random(deriveSeed(seed, `noise ${n}`));
    const { hu, truth } = scan(tissues, pose, w, size, noise);
    const mask = labels === 'organs' ? truth.organMask() : truth.liverMask();
    return { name: `slice-${padded(n)}`, height: size, width: size, hu, mask };
  });
}

function drawPose({ random, fat }: Physique): Pose {
  const across = random.uniform(0.4, 0.48) / (1 + 1.15 * fat);
  return {
    scale: [across, across * random.uniform(0.92, 1.18)],
    centre: [0.5 + random.uniform(-0.02, 0.02), 0.47 + random.uniform(-0.03, 0.03)],
    turn: random.normal(0, 0.03),
    noise: random.uniform(7, 16),
    roundField: random.uniform() < 0.5,
  };
}

/** Draws the patient table: a thin curved shell with foam inside. */
function table({ random, fat }: Physique): Tissue[] {
  const height = 0.72 + 1.1 * fat + random.uniform(0, 0.06);
  const bend = random.uniform(0.05, 0.3);
  const shell = field((u, v) => {
    const below = v - height - 0.05 + bend * u * u;
    return Math.max(Math.abs(below), Math.abs(u) - 1.1);
  });
  return [tissue({ ...shell, distance: (u, v, w) => shell.distance(u, v, w) - 0.013 }, random.uniform(100, 500))];
}

const padded = (n: number) => String(n).padStart(3, '0');
