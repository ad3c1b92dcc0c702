import { CtFileError } from '../../data/ctFileError';

/** Bytes of zips in zips that are inflated whatever the size of the archive, and for each of its bytes. */
const freeBytes = 2 ** 26;
const bytesPerByte = 16;
/** Most zips in zips, and most files in all zips. */
const mostZips = 1024;
const mostFiles = 200_000;

/**
 * Limits what all zips of a folder take together while their files are listed. A crafted zip in a zip can grow a million
 * times at every level; a real one is compressed already and hardly grows.
 */
export class ZipBudget {
  private bytes = freeBytes;
  private zips = mostZips;
  private files = mostFiles;

  /** Adds what a zip on disk earns by its size. */
  addArchive(bytes: number): void {
    this.bytes += bytesPerByte * bytes;
  }

  /** Takes a zip in a zip, and the bytes that it is inflated to. @throws CtFileError if too little is left */
  takeZip(name: string, bytes: number): void {
    this.zips--;
    this.bytes -= bytes;
    if (this.zips < 0) throw new CtFileError(name, `more than ${mostZips} zips in zips${advice}`);
    if (this.bytes < 0)
      throw new CtFileError(
        name,
        `the zips in it inflate to more than ${bytesPerByte} times the bytes on disk${advice}`,
      );
  }

  /** Takes the files of a zip. @throws CtFileError if too few are left */
  takeFiles(name: string, files: number): void {
    this.files -= files;
    if (this.files < 0) throw new CtFileError(name, `more than ${mostFiles} files in zips${advice}`);
  }
}

const advice = '; unpack what you trust and give the folder';
