/**
 * Lets the programs that the tests start share what Node has compiled: to strip the types of all of src/ anew is more
 * than half of what a start costs. The folder is new for each run of the tests, and gone after it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function setup(): void {
  process.env['NODE_COMPILE_CACHE'] = mkdtempSync(join(tmpdir(), 'telechat-compiled-'));
}

export function teardown(): void {
  rmSync(process.env['NODE_COMPILE_CACHE']!, { recursive: true, force: true });
}
