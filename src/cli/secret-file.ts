/**
 * Files in which passwords stand. Owns how much of one is read, and whether others may read it; what stands there is
 * kept in memory alone, by whoever asked.
 */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export type SecretFile =
  /** `open`: others on this machine may read it. */
  { readonly text: string; readonly open: boolean } | { readonly code: string };

/** The first bytes of a file, as UTF-8; with the code of the error if it cannot be read. */
export function readSecretFile(
  path: string,
  mostBytes: number,
  platform: string = process.platform,
): SecretFile {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(mostBytes);
      const length = readSync(file, bytes);
      const open = platform !== 'win32' && (fstatSync(file).mode & 0o077) !== 0;
      return { text: bytes.toString('utf8', 0, length), open };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? 'ERROR' };
  }
}
