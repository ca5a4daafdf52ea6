/** Hands that do nothing but remember, folders, and a log that is read. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Hands } from '../../src/control/carry-out.ts';
import type { Control } from '../../src/control/server-end.ts';
import { startControl } from '../../src/control/server-end.ts';
import type { Order } from '../../src/desk/orders.ts';

const folders: string[] = [];
const controls: Control[] = [];

/** A new, empty folder. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telechat-'));
  folders.push(folder);
  return folder;
}

/** Ends and removes what was made here. */
export async function tidyUp(): Promise<void> {
  for (const control of controls.splice(0)) await control.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function readableLog() {
  const lines: string[] = [];
  return { lines, log: pino({ level: 'debug' }, { write: (line) => lines.push(line) }) };
}

/** A desk that says yes to every order. */
export function obedient(): Hands & { readonly orders: Order[] } {
  const orders: Order[] = [];
  return {
    orders,
    order: async (order) => {
      orders.push(order);
      return { ok: true };
    },
    store: {
      history: async () => ({ known: false, messages: [] }),
      page: async () => [],
      backup: async () => {},
    },
  };
}

/** A control socket in a folder, closed in the end. */
export async function control(dir: string, hands: Hands, log = readableLog().log): Promise<Control | null> {
  const started = await startControl({ dir, ...hands, log, lang: 'en' });
  if (started) controls.push(started);
  return started;
}
