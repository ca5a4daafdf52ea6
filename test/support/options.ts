/** What a server in this process is started with, unless a test says otherwise: a free port, and nothing stored. */

import type { ServerOptions } from '../../src/server.ts';
import { LIMIT_DEFAULTS } from '../../src/workers/limits.ts';

export const SERVER_OPTIONS: ServerOptions = {
  host: '127.0.0.1',
  port: 0,
  workers: 1,
  data: null,
  durability: 'full',
  lang: 'pt',
  tls: null,
  open: false,
  capacity: 5,
  graceCustomerMs: 300_000,
  graceAttendantMs: 60_000,
  roomsForCustomers: false,
  canned: null,
  limits: LIMIT_DEFAULTS,
  retainMs: null,
};
