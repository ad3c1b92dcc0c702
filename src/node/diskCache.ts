import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

import type { SliceCache } from '../data/sliceCache';
import { requireInteger, requireKnown } from '../utils/check';
import { isLeftover, temporaryFor } from './claims/temporary';
import { hasCode } from './hasCode';
import { makeFolder } from './makeFolder';
import { writeFileAtomic } from './writeFileAtomic';

/** Options of {@link diskCache}. */
export interface DiskCacheOptions {
  /**
   * Maximum size in bytes; a slice of 512×512 takes 295 kB. When full, the least recently used tenth is removed.
   * `null`: limited by the disk. @defaultValue `null`
   */
  maxBytes?: number | null;
  /**
   * Called with a line about each damaged file, and once if the folder cannot be read or written. @defaultValue
   * `console.warn`
   */
  warn?: (line: string) => void;
}

/**
 * Makes a persistent cache of prepared slices in a folder, which is created on demand. Several programs may share it;
 * each then keeps to its own limit only approximately.
 *
 * Files are named by a hash of everything that a slice depends on, and have a checksum: damaged ones are deleted and
 * their slices prepared again. If the disk is full or read-only, the run continues without caching more slices.
 * Options: {@link DiskCacheOptions}.
 *
 * @throws OptionError if `maxBytes` is neither `null` nor a positive integer
 * @example
 * ```ts no-run
 * import { phantomDataSet, prepareSlices, splitDataSet } from 'msa-unet';
 * import { diskCache } from 'msa-unet/node';
 *
 * const { parts } = await splitDataSet(phantomDataSet());
 * const train = prepareSlices(parts.train, { cache: diskCache('.cache/slices', { maxBytes: 2e9 }) });
 * console.log((await train.read(0)).name);
 * ```
 */
export function diskCache(
  folder: string,
  { maxBytes = null, warn = console.warn, ...others }: DiskCacheOptions = {},
): SliceCache {
  requireKnown<DiskCacheOptions>('diskCache', others, { maxBytes, warn });
  if (maxBytes !== null) requireInteger('diskCache', 'maxBytes', maxBytes);
  return new DiskCache(folder, maxBytes, warn);
}

const entryName = /^[0-9a-f]{64}\.slice$/;
const digestLength = 32;
/** Age in milliseconds after which a temporary file counts as left behind by a crash, on whatever machine. */
const staleAge = 3_600_000;

class DiskCache implements SliceCache {
  /** Known size of the folder in bytes. `null` before the first listing. */
  private held: number | null = null;
  private readonly trouble = new Set<string>();
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly maxBytes: number | null,
    private readonly warn: (line: string) => void,
  ) {}

  async read(key: string): Promise<Uint8Array | null> {
    const path = this.pathOf(key);
    try {
      const file = await readFile(path);
      const bytes = new Uint8Array(file.subarray(digestLength));
      if (digest(key, bytes).equals(file.subarray(0, digestLength))) {
        if (this.maxBytes !== null) await utimes(path, new Date(), new Date()).catch(() => {}); // marks it as used
        return bytes;
      }
      this.warn(`diskCache: ${path} is damaged; it is removed and computed again`);
      await rm(path, { force: true });
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) this.warnOnce('read', error);
    }
    return null;
  }

  write(key: string, bytes: Uint8Array): Promise<void> {
    this.writing = this.writing.then(() => this.tryToWrite(key, bytes));
    return this.writing;
  }

  private async tryToWrite(key: string, bytes: Uint8Array): Promise<void> {
    if (this.trouble.has('write')) return;
    const size = digestLength + bytes.length;
    if (this.maxBytes !== null && size > this.maxBytes) return;
    try {
      await this.makeRoom(size);
      await writeFileAtomic(this.pathOf(key), Buffer.concat([digest(key, bytes), bytes]), { durable: false });
      this.held! += size;
    } catch (error) {
      this.warnOnce('write', error);
    }
  }

  private async makeRoom(size: number): Promise<void> {
    const most = this.maxBytes ?? Number.POSITIVE_INFINITY;
    if (this.held !== null && this.held + size <= most) return;
    await makeFolder(this.folder);
    const entries = await this.list();
    this.held = entries.reduce((sum, entry) => sum + entry.size, 0);
    const goal = this.held + size > most ? 0.9 * most : most;
    for (const entry of entries.sort((a, b) => a.used - b.used)) {
      if (this.held === 0 || this.held + size <= goal) break;
      await rm(entry.path, { force: true });
      this.held -= entry.size;
    }
  }

  /** Lists the files of the cache and removes what a crash left behind. */
  private async list(): Promise<{ path: string; size: number; used: number }[]> {
    const entries = [];
    for (const name of await readdir(this.folder)) {
      const temporary = temporaryFor(name);
      if (!entryName.test(temporary ?? name)) continue;
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => null);
      if (!found) continue; // another program has just removed it
      if (temporary === undefined) entries.push({ path, size: found.size, used: found.mtimeMs });
      else if (isLeftover(name) || Date.now() - found.mtimeMs > staleAge) await rm(path, { force: true });
    }
    return entries;
  }

  private pathOf(key: string): string {
    return join(this.folder, `${createHash('sha256').update(key).digest('hex')}.slice`);
  }

  private warnOnce(what: 'read' | 'write', error: unknown): void {
    if (this.trouble.has(what)) return;
    this.trouble.add(what);
    const reason = error instanceof Error ? error.message : error;
    this.warn(`diskCache: cannot ${what} in ${this.folder}, so slices are computed again when needed: ${reason}`);
  }
}

/** Includes the key, so that no file can pass for another. */
function digest(key: string, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(key).update('\0').update(bytes).digest();
}
