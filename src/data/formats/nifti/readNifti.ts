import { requireOneOf } from '../../../utils/check';
import { type CtFile, readStart } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { inflate } from '../../inflate';
import { type OpenVolume, openStored } from '../../stored/openStored';
import { pickHeader } from '../../stored/pickHeader';
import type { StoredImage } from '../../stored/storedImage';
import type { Volume, VolumeHeader, VoxelKind } from '../../volume';
import { labelIntent, niftiHeaderBytes, parseNiftiFields } from './niftiFields';
import { niftiImageOf } from './niftiImageOf';

/** Options of {@link readNifti}. */
export interface ReadNiftiOptions {
  /** What the voxels are. @defaultValue `'label'` where the header's intent says so, else `'hu'` */
  kind?: VoxelKind;
}

/**
 * Reads NIfTI-1 or NIfTI-2: a `.nii` file, or a `.hdr` file with its `.img`, handed in together; each may be gzipped.
 *
 * Both byte orders, all types of integers and floats (integers of 64 bits become 32); axes beyond the third must have
 * length 1. Voxels with a slope or an intercept come in float32, others as they are stored. Where they lie tells the
 * sform, else the qform, else `pixdim`; NIfTI's directions (right, front, head) are turned into those of a
 * {@link Volume}.
 *
 * @throws CtFileError if a file is damaged, missing or no CT volume; it makes no more room than the voxels in the
 * files need (of gzipped ones 1032 times their bytes), however wrong the header, and never reads more than 2 GiB
 * @throws RangeError if there are no files; TypeError if it is no list of files
 */
export async function readNifti(files: readonly CtFile[], options?: ReadNiftiOptions): Promise<Volume> {
  return (await openNifti(files, options)).readVolume();
}

/** All that {@link readNifti} gives but the voxels, which are not read; of a gzipped file only the beginning is. */
export async function readNiftiHeader(files: readonly CtFile[], options?: ReadNiftiOptions): Promise<VolumeHeader> {
  return (await openNifti(files, options)).header;
}

/** Opens what {@link readNifti} reads, to read its slices one by one. */
export async function openNifti(files: readonly CtFile[], { kind }: ReadNiftiOptions = {}): Promise<OpenVolume> {
  if (kind) requireOneOf('openNifti', 'kind', kind, ['hu', 'label']);
  const { image, isLabel } = await parseNifti(files);
  return openStored(image, kind ?? (isLabel ? 'label' : 'hu'));
}

/** What the header says, also of images that are no volumes. */
export async function parseNifti(files: readonly CtFile[]): Promise<{ image: StoredImage; isLabel: boolean }> {
  const file = pickHeader('readNifti', files, /\.(nii|hdr)(\.gz)?$/i, '….nii, ….nii.gz, ….hdr or ….hdr.gz');
  const head = await readNiftiHead(file);
  const fields = parseNiftiFields(head.bytes, file.name);
  const data = fields.single ? file : findVoxels(file, files);
  const compressed = fields.single ? head.compressed : isGzip(await readStart(data, 2));
  return { image: niftiImageOf(fields, file.name, data, compressed), isLabel: fields.intent === labelIntent };
}

/** The beginning of a file, unpacked. */
async function readNiftiHead(file: CtFile): Promise<{ bytes: Uint8Array; compressed: boolean }> {
  // Gzipped, a header takes more than its own length only behind a long name or comment.
  const start = (await readStart(file, 65_536)).subarray(0, 65_536);
  const compressed = isGzip(start);
  const bytes = compressed ? await inflate(start, 'gzip', niftiHeaderBytes, file.name) : start;
  return { bytes: bytes.subarray(0, niftiHeaderBytes), compressed };
}

/** Whether bytes begin as gzipped ones do. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function findVoxels(header: CtFile, files: readonly CtFile[]): CtFile {
  const stem = header.name.replace(/\.hdr(\.gz)?$/i, '');
  const found = files.find(({ name }) => /^\.img(\.gz)?$/i.test(name.slice(stem.length)) && name.startsWith(stem));
  if (!found)
    throw new CtFileError(header.name, `its voxels, ${stem}.img or ${stem}.img.gz, are missing: hand them in with it`);
  return found;
}
