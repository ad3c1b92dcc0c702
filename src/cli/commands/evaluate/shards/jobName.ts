import type { CtScan } from 'msa-unet';

/** The name of a scan as a path below the records. */
export const jobName = ({ name }: Pick<CtScan, 'name'>): string => name.split('/').map(safe).join('/');

/** Parts such as `..` would lead out of the folder. */
const safe = (part: string) => (/^\.*$/.test(part) ? `%${part.replaceAll('.', '%2E')}` : encodeURIComponent(part));
