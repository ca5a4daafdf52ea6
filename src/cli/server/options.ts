/** What the settings mean for the server. */

import type { ServerOptions } from '../../server.ts';
import type { Settings } from './settings.ts';

export function serverOptions(settings: Settings): ServerOptions {
  const { tlsCert: cert, tlsKey: key, tlsHost: host, tlsPort: port } = settings;
  return {
    host: settings.host,
    port: settings.port,
    workers: settings.workers,
    data: settings.memory ? null : settings.data,
    durability: settings.durability,
    capacity: settings.capacity,
    lang: settings.lang,
    tls: cert === null || key === null ? null : { host, port, cert, key },
    open: settings.open,
    graceCustomerMs: settings.graceCustomer * 1000,
    graceAttendantMs: settings.graceAttendant * 1000,
    roomsForCustomers: settings.roomsForCustomers,
    canned: settings.canned,
    retainMs: settings.retain === Infinity ? null : settings.retain,
    limits: {
      maxLineBytes: settings.maxLine,
      maxTextBytes: settings.maxText,
      maxOutboxBytes: settings.maxOutbox,
      maxConnections: settings.maxConnections,
      maxPerAddress: settings.maxPerAddress,
      entryTimeoutMs: settings.entryTimeout * 1000,
      pingAfterMs: settings.pingAfter * 1000,
      idleAfterMs: settings.idleAfter * 1000,
      commandsPerSecond: settings.rate,
      burst: settings.burst,
      maxErrors: settings.maxErrors,
      maxWaiting: settings.maxWaiting,
      maxUsers: settings.maxUsers,
      maxRooms: settings.maxRooms,
    },
  };
}
