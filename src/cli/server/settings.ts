/**
 * The table of all settings of `telechat server`. The flags, the variables, the check of the config file, the help
 * and the table in docs/OPERATIONS.md follow from it; so a new setting is a line in `Settings` and a row below.
 * It never reads anything.
 */

import { availableParallelism } from 'node:os';
import { LANGS, type Lang } from '../../protocol/codes.ts';
import { DEFAULT_PORT, MAX_LINE_BYTES, MAX_LISTING_BYTES, MAX_TEXT_BYTES } from '../../protocol/limits.ts';
import type { Durability } from '../../store/store.ts';
import { MAX_WORKERS } from '../../workers/batches.ts';
import { LIMIT_DEFAULTS } from '../../workers/limits.ts';
import { bytes, choice, duration, integer, type Kind, onOff, seconds, text, type Value } from './kinds.ts';
import type { LogLevel, LogStyle } from './log.ts';

/** Times are in seconds, but for `retain`: milliseconds, and infinite for never. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly tlsHost: string;
  readonly tlsPort: number;
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
  readonly open: boolean;
  readonly data: string;
  readonly memory: boolean;
  readonly durability: Durability;
  readonly retain: number;
  readonly lang: Lang;
  readonly capacity: number;
  readonly graceCustomer: number;
  readonly graceAttendant: number;
  readonly roomsForCustomers: boolean;
  readonly canned: string | null;
  readonly workers: number;
  readonly log: LogStyle;
  readonly logLevel: LogLevel;
  readonly config: string | null;
  readonly rate: number;
  readonly burst: number;
  readonly maxLine: number;
  readonly maxText: number;
  readonly maxOutbox: number;
  readonly maxConnections: number;
  readonly maxPerAddress: number | null;
  readonly entryTimeout: number;
  readonly pingAfter: number;
  readonly idleAfter: number;
  readonly maxErrors: number;
  readonly maxWaiting: number;
  readonly maxUsers: number;
  readonly maxRooms: number;
}

export type Key = keyof Settings;
export type Group = 'doors' | 'kept' | 'desk' | 'process' | 'limits';

export interface Setting<T extends Value = Value> {
  readonly kind: Kind<T>;
  readonly group: Group;
  /** What stands behind the flag in the help; '' for a switch. */
  readonly place: string;
  /** A value, or what it comes to from the settings above it. */
  readonly default: T | ((above: Settings) => T);
  /** What the default is, where its value does not say it. */
  readonly usually?: Readonly<Record<Lang, string>>;
  readonly pt: string;
  readonly en: string;
}

/** Bytes that a line has beside the text: the largest head that the server may put before it. */
export const HEAD_BYTES = MAX_LINE_BYTES - MAX_TEXT_BYTES;
/** A listing, and some lines beside it, fit into every outbox. */
const LEAST_OUTBOX = MAX_LISTING_BYTES + 128 * 1024;
const MILLION = 1_000_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const limits = {
  ...LIMIT_DEFAULTS,
  entryTimeout: LIMIT_DEFAULTS.entryTimeoutMs / 1000,
  pingAfter: LIMIT_DEFAULTS.pingAfterMs / 1000,
};

export const SETTINGS: { readonly [K in Key]: Setting<Settings[K]> } = {
  host: {
    kind: text(),
    group: 'doors',
    place: 'address',
    default: '127.0.0.1',
    pt: 'endereço em que escuta',
    en: 'address to listen on',
  },
  port: {
    kind: integer(0, 65_535),
    group: 'doors',
    place: 'port',
    default: DEFAULT_PORT,
    pt: 'porta; 0 pega uma livre',
    en: 'port; 0 takes a free one',
  },
  tlsHost: {
    kind: text(),
    group: 'doors',
    place: 'address',
    default: ({ host }) => host,
    usually: { pt: 'o de --host', en: 'that of --host' },
    pt: 'endereço em que se fala TLS: com --host 127.0.0.1, só ele fica aberto à rede',
    en: 'address on which TLS is spoken: with --host 127.0.0.1 it alone is open to the network',
  },
  tlsPort: {
    kind: integer(0, 65_535),
    group: 'doors',
    place: 'port',
    default: DEFAULT_PORT + 1,
    pt: 'porta em que se fala TLS, desde que haja certificado e chave; 0 pega uma livre',
    en: 'port on which TLS is spoken, given a certificate and a key; 0 takes a free one',
  },
  tlsCert: {
    kind: text(),
    group: 'doors',
    place: 'file',
    default: null,
    pt: 'certificado do TLS, em PEM, com os intermediários; SIGHUP lê de novo',
    en: 'certificate for TLS, in PEM, with the intermediate ones; SIGHUP reads it again',
  },
  tlsKey: {
    kind: text(),
    group: 'doors',
    place: 'file',
    default: null,
    pt: 'chave do certificado, em PEM',
    en: 'key of the certificate, in PEM',
  },
  open: {
    kind: onOff(),
    group: 'doors',
    place: '',
    default: false,
    pt: 'atendentes entram sem conta, qualquer que seja o endereço',
    en: 'attendants enter without an account, whatever the address',
  },
  data: {
    kind: text(),
    group: 'kept',
    place: 'folder',
    default: './telechat-data',
    pt: 'pasta dos dados',
    en: 'data folder',
  },
  memory: {
    kind: onOff(),
    group: 'kept',
    place: '',
    default: false,
    pt: 'não grava nada: tudo se perde ao parar',
    en: 'stores nothing: all is lost on stopping',
  },
  durability: {
    kind: choice<Durability>('full', 'relaxed'),
    group: 'kept',
    place: 'level',
    default: 'full',
    pt: 'full resiste a uma queda de energia; relaxed é mais leve e pode perder os últimos instantes',
    en: 'full survives a power cut; relaxed is lighter and may lose the last moments',
  },
  retain: {
    kind: duration(HOUR_MS, 36_500 * DAY_MS),
    group: 'kept',
    place: 'time',
    default: Infinity,
    pt: 'apaga mensagens mais antigas que isto (90d, 12h)',
    en: 'erases messages older than this (90d, 12h)',
  },
  lang: {
    kind: choice<Lang>(...LANGS),
    group: 'desk',
    place: 'lang',
    default: 'pt',
    pt: 'língua de quem não escolheu outra',
    en: 'language of those who have not chosen one',
  },
  capacity: {
    kind: integer(0, 10_000),
    group: 'desk',
    place: 'n',
    default: 5,
    pt: 'conversas até as quais um atendente recebe clientes; 0: só por NEXT e TAKE',
    en: 'conversations up to which an attendant is given customers; 0: only by NEXT and TAKE',
  },
  graceCustomer: {
    kind: seconds(0, 604_800),
    group: 'desk',
    place: 'seconds',
    default: 300,
    pt: 'segundos em que o lugar de um cliente que caiu fica guardado',
    en: 'seconds for which the place of a customer who dropped is kept',
  },
  graceAttendant: {
    kind: seconds(0, 604_800),
    group: 'desk',
    place: 'seconds',
    default: 60,
    pt: 'segundos em que as conversas de um atendente que caiu ficam com ele',
    en: 'seconds for which the conversations of an attendant who dropped stay theirs',
  },
  roomsForCustomers: {
    kind: onOff(),
    group: 'desk',
    place: '',
    default: false,
    pt: 'clientes também usam as salas',
    en: 'customers may use the rooms too',
  },
  canned: {
    kind: text(),
    group: 'desk',
    place: 'file',
    default: null,
    pt: 'respostas prontas, uma por linha: nome e texto; SIGHUP lê de novo',
    en: 'canned answers, one a line: name and text; SIGHUP reads them again',
  },
  workers: {
    kind: integer(1, MAX_WORKERS),
    group: 'process',
    place: 'n',
    default: () => Math.min(MAX_WORKERS, Math.max(1, availableParallelism() - 1)),
    usually: { pt: 'núcleos − 1', en: 'cores − 1' },
    pt: 'threads que atendem as conexões',
    en: 'threads that serve the connections',
  },
  log: {
    kind: choice<LogStyle>('pretty', 'json', 'silent'),
    group: 'process',
    place: 'style',
    default: 'pretty',
    pt: 'como escreve o diário, em stderr',
    en: 'how the log is written, to stderr',
  },
  logLevel: {
    kind: choice<LogLevel>('error', 'warn', 'info', 'debug'),
    group: 'process',
    place: 'level',
    default: 'info',
    pt: 'o que entra no diário: isto e o que é mais grave',
    en: 'what goes into the log: this and whatever is graver',
  },
  config: {
    kind: text(),
    group: 'process',
    place: 'file',
    default: null,
    pt: 'arquivo JSON com estas opções, como em {"maxUsers": 100}',
    en: 'JSON file with these options, as in {"maxUsers": 100}',
  },
  rate: {
    kind: integer(0, MILLION),
    group: 'limits',
    place: 'n',
    default: limits.commandsPerSecond,
    pt: 'comandos por segundo e conexão, para atendentes, o quádruplo; 0: sem limite',
    en: 'commands per second and connection, attendants four times as many; 0: no limit',
  },
  burst: {
    kind: integer(1, 4 * MILLION),
    group: 'limits',
    place: 'n',
    default: ({ rate }) => (rate === 0 ? limits.burst : 4 * rate),
    usually: { pt: '4 × rate', en: '4 × rate' },
    pt: 'comandos que podem vir de uma vez; de atendentes, o quádruplo',
    en: 'commands that may come at once, from attendants four times as many',
  },
  maxLine: {
    kind: bytes(1024, MAX_LINE_BYTES),
    group: 'limits',
    place: 'bytes',
    default: limits.maxLineBytes,
    pt: 'bytes de uma linha',
    en: 'bytes of a line',
  },
  maxText: {
    kind: bytes(1, MAX_TEXT_BYTES),
    group: 'limits',
    place: 'bytes',
    default: ({ maxLine }) => maxLine - HEAD_BYTES,
    usually: { pt: `max-line − ${HEAD_BYTES}`, en: `max-line − ${HEAD_BYTES}` },
    pt: 'bytes do texto de uma mensagem',
    en: 'bytes of the text of a message',
  },
  maxOutbox: {
    kind: bytes(LEAST_OUTBOX, 1024 * 1024 * 1024),
    group: 'limits',
    place: 'bytes',
    default: limits.maxOutboxBytes,
    pt: 'bytes que esperam por quem lê devagar; com mais, a conexão é fechada',
    en: 'bytes that wait for who reads slowly; with more, the connection is closed',
  },
  maxConnections: {
    kind: integer(1, MILLION),
    group: 'limits',
    place: 'n',
    default: limits.maxConnections,
    pt: 'conexões ao todo',
    en: 'connections in all',
  },
  maxPerAddress: {
    kind: integer(1, MILLION),
    group: 'limits',
    place: 'n',
    default: limits.maxPerAddress,
    usually: { pt: '200; desta máquina, sem limite', en: '200; from this machine, no limit' },
    pt: 'conexões de um endereço, em IPv6 de um /64',
    en: 'connections from one address, in IPv6 from one /64',
  },
  entryTimeout: {
    kind: seconds(1, 3600),
    group: 'limits',
    place: 'seconds',
    default: limits.entryTimeout,
    pt: 'segundos que uma conexão tem para entrar',
    en: 'seconds that a connection has to enter',
  },
  pingAfter: {
    kind: seconds(1, 86_400),
    group: 'limits',
    place: 'seconds',
    default: limits.pingAfter,
    pt: 'segundos de silêncio até o servidor perguntar por PING',
    en: 'seconds of silence until the server asks by PING',
  },
  idleAfter: {
    kind: seconds(2, 172_800),
    group: 'limits',
    place: 'seconds',
    default: ({ pingAfter }) => 2 * pingAfter,
    usually: { pt: '2 × ping-after', en: '2 × ping-after' },
    pt: 'segundos de silêncio até a conexão ser fechada',
    en: 'seconds of silence until the connection is closed',
  },
  maxErrors: {
    kind: integer(1, MILLION),
    group: 'limits',
    place: 'n',
    default: limits.maxErrors,
    pt: 'erros seguidos até a conexão ser fechada',
    en: 'errors in a row until the connection is closed',
  },
  maxWaiting: {
    kind: integer(1, MILLION),
    group: 'limits',
    place: 'n',
    default: limits.maxWaiting,
    pt: 'clientes na fila de espera',
    en: 'customers in the waiting line',
  },
  maxUsers: {
    kind: integer(1, MILLION),
    group: 'limits',
    place: 'n',
    default: limits.maxUsers,
    pt: 'pessoas no balcão',
    en: 'people at the desk',
  },
  maxRooms: {
    kind: integer(1, MILLION),
    group: 'limits',
    place: 'n',
    default: limits.maxRooms,
    pt: 'salas ao todo',
    en: 'rooms in all',
  },
};

/** In the order of the table. */
export const KEYS = Object.keys(SETTINGS) as readonly Key[];

/** The flag of a setting, as it is typed: `--max-users`. */
export function flagOf(key: Key): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The environment variable of a setting: `TELECHAT_MAX_USERS`. */
export function variableOf(key: Key): string {
  return `TELECHAT_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** The default of a setting, as people read it; '' for none, and for off. */
export function defaultOf(key: Key, lang: Lang): string {
  const { kind, default: value, usually } = SETTINGS[key];
  if (usually) return usually[lang];
  return typeof value === 'string' || typeof value === 'number' ? `${kind.toJson(value)}` : '';
}
