import type { BackendName } from 'msa-unet/node';

/** What the service runs and allows; README.md explains every field. */
export interface Settings extends Record<keyof typeof numbers, number> {
  /** Folder of a run of `msa-unet train`, or of any saved model. */
  readonly model: string;
  readonly backend: 'auto' | BackendName;
  readonly host: string;
}

/** The environment variable of every number, its default, its range, and whether it must be an integer. */
export const numbers = {
  port: ['PORT', 3000, 0, 65_535, 'integer'],
  workers: ['WORKERS', 1, 1, 64, 'integer'],
  maxRequests: ['MAX_REQUESTS', 16, 1, 10_000, 'integer'],
  maxUploadMb: ['MAX_UPLOAD_MB', 512, 0.001, 2_000],
  maxUnpackedMb: ['MAX_UNPACKED_MB', 1_024, 0.001, 4_000],
  maxFiles: ['MAX_FILES', 5_000, 1, 100_000, 'integer'],
  maxSide: ['MAX_SIDE', 1_024, 1, 32_767, 'integer'],
  maxVoxels: ['MAX_VOXELS', 2 ** 28, 1, 2 ** 31, 'integer'],
  startSeconds: ['START_SECONDS', 120, 0.1, 3_600],
  headerSeconds: ['HEADER_SECONDS', 10, 0.1, 3_600],
  uploadSeconds: ['UPLOAD_SECONDS', 300, 0.1, 3_600],
  stallSeconds: ['STALL_SECONDS', 10, 0.1, 3_600],
  minUploadKbPerSecond: ['MIN_UPLOAD_KB_PER_SECOND', 50, 0, 1_000_000],
  waitSeconds: ['WAIT_SECONDS', 600, 0.1, 86_400],
  segmentSeconds: ['SEGMENT_SECONDS', 300, 0.1, 86_400],
  sendSeconds: ['SEND_SECONDS', 120, 0.1, 3_600],
  stopSeconds: ['STOP_SECONDS', 30, 0, 3_600],
} as const;

const backends: readonly string[] = ['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'] satisfies Settings['backend'][];

/** Reads the settings from environment variables. @throws Error for a value that cannot be used */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const { MODEL: model, BACKEND: backend = 'auto', HOST: host = '127.0.0.1' } = env;
  if (!model) throw new Error('MODEL must name the folder of a trained network: MODEL=runs/liver npm start');
  if (!isBackend(backend)) throw new Error(`BACKEND must be one of ${backends.join(', ')}; received "${backend}"`);
  const fields = Object.entries(numbers).map(([field, [variable, byDefault, least, most, integer]]) => {
    const value = Number(env[variable] || byDefault);
    if (!(value >= least && value <= most) || (integer && !Number.isInteger(value)))
      throw new Error(
        `${variable} must be ${integer ? 'an integer' : 'a number'} from ${least} to ${most}; received "${env[variable]}"`,
      );
    return [field, value];
  });
  return { model, backend, host, ...(Object.fromEntries(fields) as Record<keyof typeof numbers, number>) };
}

const isBackend = (name: string): name is Settings['backend'] => backends.includes(name);
