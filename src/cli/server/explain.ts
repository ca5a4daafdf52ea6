/** Why the server could not start, in a line that says what to do about it. */

import type { Lang } from '../../protocol/codes.ts';
import { StoreError } from '../../store/store-error.ts';
import { CannedError } from '../../workers/canned.ts';
import { TlsError } from '../../workers/tls-material.ts';
import { flagOf, type Settings } from './settings.ts';
import { SERVER_TEXTS } from './texts.ts';

export function explain(error: unknown, settings: Settings, lang: Lang): string {
  const texts = SERVER_TEXTS[lang];
  if (error instanceof StoreError) return explainStore(error, settings.data, lang);
  if (error instanceof TlsError) {
    const { code, path = '', message } = error;
    return texts.tls[code](path, message.replace(`${path}: `, ''));
  }
  if (error instanceof CannedError) {
    const { code, path, line, message } = error;
    const where = line > 0 ? texts.cannedLine(path, line) : path;
    return texts.canned[code](where, message.replace(`${path}: `, ''));
  }
  const { code, syscall, message, ...about } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (syscall === undefined) return texts.failed(message);
  const { tlsPort, tlsCert } = settings;
  const port = about.port ?? settings.port;
  const secure = tlsCert !== null && port === tlsPort && port !== settings.port;
  const host = secure ? settings.tlsHost : settings.host;
  const flag = flagOf(secure ? 'tlsPort' : 'port');
  if (code === 'EADDRINUSE') return texts.portInUse(host, port, flag);
  return texts.cannotListen(host, port, code ?? message, flag);
}

function explainStore({ code, message }: StoreError, data: string, lang: Lang): string {
  const texts = SERVER_TEXTS[lang];
  switch (code) {
    case 'in-use':
      return texts.inUse(data);
    case 'newer-schema':
      return texts.newerSchema(data);
    case 'corrupt':
      return texts.corrupt(data);
    default: {
      const [, errno] = /: (E[A-Z0-9]+): /.exec(message) ?? [];
      return texts.unwritable(data, errno === undefined ? '' : ` (${errno})`);
    }
  }
}
