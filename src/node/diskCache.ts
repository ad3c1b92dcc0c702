import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

import type { SliceCache } from '../data/sliceCache';
import { requireInteger, requireKnown } from '../utils/check';
import { hasCode } from './hasCode';
import { temporaryFor, writeFileAtomic } from './writeFileAtomic';

/** Options of {@link diskCache}. */
export interface DiskCacheOptions {
  /**
   * The most that is kept, in bytes; a slice of 512×512 takes 295 kB. When it is full, a tenth is cleared of the slices that
   * have not been used for longest. `null`: as much as fits on the disk. @defaultValue `null`
   */
  maxBytes?: number | null;
  /** Told about damaged files, and once if the folder cannot be read or written. @defaultValue `console.warn` */
  warn?: (line: string) => void;
}

/**
 * A cache of prepared slices in a folder, which is made when it is needed and outlives the program. Several programs may
 * share it; each then keeps its own bound only roughly.
 *
 * Files are named after a hash of all that a slice depends on and carry a checksum: damaged ones are thrown away, and their
 * slices made anew. Where the disk is full or may not be written to, the run goes on without keeping more slices.
 *
 * @throws RangeError if `maxBytes` is neither `null` nor a positive integer
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
/** A temporary file this old, in milliseconds, is what a crash left behind. */
const staleAge = 3_600_000;

class DiskCache implements SliceCache {
  /** Bytes in the folder, as far as known; `null` before the first look. */
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
        if (this.maxBytes !== null) await utimes(path, new Date(), new Date()).catch(() => {}); // used just now
        return bytes;
      }
      this.warn(`diskCache: ${path} is damaged; it is thrown away and made anew`);
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
    await mkdir(this.folder, { recursive: true });
    const entries = await this.list();
    this.held = entries.reduce((sum, entry) => sum + entry.size, 0);
    const goal = this.held + size > most ? 0.9 * most : most;
    for (const entry of entries.sort((a, b) => a.used - b.used)) {
      if (this.held === 0 || this.held + size <= goal) break;
      await rm(entry.path, { force: true });
      this.held -= entry.size;
    }
  }

  /** The files of the cache; what a crash left behind goes. */
  private async list(): Promise<{ path: string; size: number; used: number }[]> {
    const entries = [];
    for (const name of await readdir(this.folder)) {
      const temporary = temporaryFor(name);
      if (!entryName.test(temporary ?? name)) continue;
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => null);
      if (!found) continue; // another program has removed it just now
      if (temporary === undefined) entries.push({ path, size: found.size, used: found.mtimeMs });
      else if (Date.now() - found.mtimeMs > staleAge) await rm(path, { force: true });
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
    this.warn(`diskCache: cannot ${what} in ${this.folder}, so slices are made anew when needed: ${reason}`);
  }
}

/** Covers the key too, so that no file passes for another. */
function digest(key: string, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(key).update('\0').update(bytes).digest();
}
