/**
 * The table of commands: one row drives parsing, permission, HELP and the table in docs/PROTOCOL.md.
 * A command exists when it has a row here and a handler in the desk.
 */

import type { Lang } from './codes.ts';

/** Roles as they go over the wire; the first spelling is the one that the server writes. */
export const ROLES = ['atendente', 'consumidor', 'membro'] as const;
export type Role = (typeof ROLES)[number];

const ROLE_SPELLINGS: Readonly<Record<string, Role>> = {
  atendente: 'atendente',
  attendant: 'atendente',
  consumidor: 'consumidor',
  customer: 'consumidor',
  membro: 'membro',
  member: 'membro',
};

/** The role that `word` names, in either language and any case, or undefined. */
export function readRole(word: string): Role | undefined {
  const lower = word.toLowerCase();
  return Object.hasOwn(ROLE_SPELLINGS, lower) ? ROLE_SPELLINGS[lower] : undefined;
}

/**
 * What stands in one place of a command:
 * - `new-name`: a name that may come to be; gives two values, as written and its key;
 * - `new-room`: the same of a `#room`;
 * - `name`: somebody's name; gives its key;
 * - `room`: a `#room`; gives its key;
 * - `target`: a name, a `#room`, or `*`; gives the key, or `*`;
 * - `role`: one of the roles in either language; gives the server's spelling;
 * - `lang`: `pt` or `en`;
 * - `status`: `online` or `away`;
 * - `switch`: `on` or `off`;
 * - `score`: an integer from 1 to 5;
 * - `count`: an integer from 1 to 2^53 − 1, in decimal;
 * - `last-seq`: the same from 0;
 * - `word`: anything without a space;
 * - `text`: the rest of the line, spaces included.
 *
 * An optional place that is left empty gives ''. A word that does not fit an optional place is tried on the next.
 */
export type ArgumentKind =
  | 'new-name'
  | 'new-room'
  | 'name'
  | 'room'
  | 'target'
  | 'role'
  | 'lang'
  | 'status'
  | 'switch'
  | 'score'
  | 'count'
  | 'last-seq'
  | 'word'
  | 'text';

export interface Argument {
  readonly kind: ArgumentKind;
  readonly optional?: true;
}

/** When a command may come: before CONNECT, after it, or at any time. */
export type Phase = 'before' | 'entered' | 'any';

export interface CommandSpec {
  readonly verb: string;
  readonly aliases: readonly string[];
  readonly phase: Phase;
  /** Who may use it; matters only once entered. */
  readonly roles: readonly Role[];
  readonly args: readonly Argument[];
  /** The arguments as documents and HELP show them. */
  readonly syntax: string;
  readonly help: Readonly<Record<Lang, string>>;
  /** Whether it changes the desk: refused while the store cannot write. */
  readonly changes: boolean;
  /** Whether its reply may be long: the later lines of its connection wait until it is answered. */
  readonly long: boolean;
  /** Whether it is about rooms: customers may use it only where rooms are open to them. */
  readonly rooms: boolean;
}

const EVERYONE = ROLES;
const ATTENDANT = ['atendente'] as const;

function row<const V extends string>(
  spec: Partial<CommandSpec> & Pick<CommandSpec, 'syntax' | 'help'> & { readonly verb: V },
): CommandSpec & { readonly verb: V } {
  return {
    aliases: [],
    phase: 'entered',
    roles: EVERYONE,
    args: [],
    changes: false,
    long: false,
    rooms: false,
    ...spec,
  };
}

export const COMMANDS = [
  row({
    verb: 'CONNECT',
    phase: 'before',
    args: [{ kind: 'new-name' }, { kind: 'role' }, { kind: 'text', optional: true }],
    syntax: 'name role [display name]',
    help: {
      pt: 'entra como atendente, consumidor ou membro',
      en: 'enters as atendente (attendant), consumidor (customer) or membro (member)',
    },
    changes: true,
  }),
  row({
    verb: 'PASS',
    phase: 'before',
    args: [{ kind: 'text' }],
    syntax: 'password',
    help: { pt: 'dá a senha para o próximo CONNECT', en: 'gives the password for the next CONNECT' },
  }),
  row({
    verb: 'RESUME',
    phase: 'before',
    args: [{ kind: 'word' }, { kind: 'last-seq', optional: true }],
    syntax: 'token [last-seq]',
    help: {
      pt: 'volta como a mesma pessoa, e recebe o que perdeu',
      en: 'comes back as the same person, and gets what was missed',
    },
    changes: true,
    long: true,
  }),
  row({
    verb: 'MSG',
    args: [{ kind: 'target' }, { kind: 'text' }],
    syntax: 'to text',
    help: {
      pt: 'envia uma mensagem; * é o outro lado da sua conversa',
      en: 'sends a message; * is the other side of your conversation',
    },
    changes: true,
  }),
  row({
    verb: 'QUIT',
    phase: 'any',
    args: [{ kind: 'text', optional: true }],
    syntax: '[reason]',
    help: { pt: 'despede-se e fecha a conexão', en: 'says goodbye and closes the connection' },
  }),
  row({
    verb: 'LIST-USERS',
    aliases: ['LIST'],
    roles: ATTENDANT,
    args: [
      { kind: 'role', optional: true },
      { kind: 'name', optional: true },
    ],
    syntax: '[role] [after-name]',
    help: { pt: 'lista quem está no balcão', en: 'lists who is at the desk' },
    long: true,
  }),
  row({
    verb: 'HISTORY',
    args: [{ kind: 'target' }, { kind: 'count', optional: true }, { kind: 'count', optional: true }],
    syntax: 'who [limit] [before-seq]',
    help: { pt: 'mostra as mensagens de alguém', en: "shows somebody's messages" },
    long: true,
  }),
  row({
    verb: 'QUEUE',
    roles: ['atendente', 'consumidor'],
    syntax: '',
    help: { pt: 'mostra a fila de espera', en: 'shows the waiting line' },
    long: true,
  }),
  row({
    verb: 'NEXT',
    roles: ATTENDANT,
    syntax: '',
    help: { pt: 'atende quem espera há mais tempo', en: 'takes the longest-waiting customer' },
    changes: true,
  }),
  row({
    verb: 'TAKE',
    roles: ATTENDANT,
    args: [{ kind: 'name' }],
    syntax: 'name',
    help: { pt: 'atende um cliente que espera', en: 'takes one waiting customer' },
    changes: true,
  }),
  row({
    verb: 'RETURN',
    roles: ATTENDANT,
    args: [{ kind: 'name' }],
    syntax: 'name',
    help: {
      pt: 'devolve um cliente à fila, no lugar que tinha',
      en: 'puts a customer back in the line, at their old place',
    },
    changes: true,
  }),
  row({
    verb: 'TRANSFER',
    roles: ATTENDANT,
    args: [{ kind: 'name' }, { kind: 'name' }],
    syntax: 'name attendant',
    help: { pt: 'passa um cliente a outro atendente', en: 'hands a customer over to another attendant' },
    changes: true,
  }),
  row({
    verb: 'CLOSE',
    roles: ATTENDANT,
    args: [{ kind: 'name' }, { kind: 'text', optional: true }],
    syntax: 'name [text]',
    help: { pt: 'encerra a conversa com um cliente', en: 'closes the conversation with a customer' },
    changes: true,
  }),
  row({
    verb: 'RATE',
    roles: ['consumidor'],
    args: [{ kind: 'score' }, { kind: 'text', optional: true }],
    syntax: '1..5 [text]',
    help: { pt: 'avalia o atendimento que terminou', en: 'rates the conversation that has ended' },
    changes: true,
  }),
  row({
    verb: 'NOTE',
    roles: ATTENDANT,
    args: [{ kind: 'name' }, { kind: 'text' }],
    syntax: 'name text',
    help: {
      pt: 'anota algo sobre um cliente, só para atendentes',
      en: 'makes a note about a customer, for attendants only',
    },
    changes: true,
  }),
  row({
    verb: 'STATUS',
    roles: ATTENDANT,
    args: [{ kind: 'status' }],
    syntax: 'online|away',
    help: {
      pt: 'diz se você recebe clientes: online, ou away (ausente)',
      en: 'says whether you are given customers: online or away',
    },
    changes: true,
  }),
  row({
    verb: 'UNDO',
    args: [{ kind: 'count', optional: true }],
    syntax: '[seq]',
    help: {
      pt: 'desfaz a sua última mensagem, ou a de número seq',
      en: 'retracts your last message, or that one of yours',
    },
    changes: true,
  }),
  row({
    verb: 'TYPING',
    args: [{ kind: 'target' }, { kind: 'switch' }],
    syntax: 'to on|off',
    help: { pt: 'diz que você está digitando, ou que parou', en: 'says that you are typing, or no longer' },
  }),
  row({
    verb: 'SEEN',
    args: [{ kind: 'count' }],
    syntax: 'seq',
    help: { pt: 'diz que você viu a mensagem seq', en: 'says that you have seen message seq' },
  }),
  row({
    verb: 'NICK',
    args: [{ kind: 'new-name' }],
    syntax: 'name',
    help: { pt: 'troca o seu nome', en: 'changes your name' },
    changes: true,
  }),
  row({
    verb: 'JOIN',
    args: [{ kind: 'new-room' }],
    syntax: '#room',
    help: { pt: 'entra em uma sala, criada se não existe', en: 'joins a room, made if there is none' },
    changes: true,
    rooms: true,
  }),
  row({
    verb: 'CREATE',
    args: [{ kind: 'new-room' }, { kind: 'text', optional: true }],
    syntax: '#room [topic]',
    help: { pt: 'cria uma sala, com o assunto dela', en: 'makes a room, with its topic' },
    changes: true,
    rooms: true,
  }),
  row({
    verb: 'LEAVE',
    args: [{ kind: 'room', optional: true }],
    syntax: '[#room]',
    help: { pt: 'sai de uma sala', en: 'leaves a room' },
    changes: true,
    rooms: true,
  }),
  row({
    verb: 'ROOMS',
    args: [{ kind: 'room', optional: true }],
    syntax: '[after-room]',
    help: { pt: 'lista as salas', en: 'lists the rooms' },
    long: true,
    rooms: true,
  }),
  row({
    verb: 'WHO',
    args: [
      { kind: 'room', optional: true },
      { kind: 'name', optional: true },
    ],
    syntax: '[#room] [after-name]',
    help: { pt: 'lista quem está em uma sala', en: 'lists who is in a room' },
    long: true,
    rooms: true,
  }),
  row({
    verb: 'SEARCH',
    args: [{ kind: 'text' }],
    syntax: 'text',
    help: {
      pt: 'procura mensagens que têm todas estas palavras',
      en: 'looks for messages that have all of these words',
    },
    long: true,
  }),
  row({
    verb: 'STATS',
    roles: ATTENDANT,
    syntax: '',
    help: { pt: 'mostra os números do balcão hoje', en: "shows the desk's figures of today" },
    long: true,
  }),
  row({
    verb: 'CANNED',
    roles: ATTENDANT,
    syntax: '',
    help: { pt: 'lista as respostas prontas', en: 'lists the canned answers' },
    long: true,
  }),
  row({
    verb: 'PING',
    phase: 'any',
    args: [{ kind: 'text', optional: true }],
    syntax: '[text]',
    help: { pt: 'pergunta se a conexão está viva', en: 'asks whether the connection lives' },
  }),
  row({
    verb: 'HELP',
    phase: 'any',
    args: [{ kind: 'word', optional: true }],
    syntax: '[verb]',
    help: { pt: 'mostra os comandos que você pode usar agora', en: 'shows the commands open to you now' },
    long: true,
  }),
  row({
    verb: 'LANG',
    phase: 'any',
    args: [{ kind: 'lang' }],
    syntax: 'pt|en',
    help: { pt: 'escolhe a língua dos textos', en: 'chooses the language of texts' },
  }),
] as const;

/** Where each verb and alias, in upper case, stands in the table. */
const INDEX: ReadonlyMap<string, number> = new Map(
  COMMANDS.flatMap((spec, index) => [spec.verb, ...spec.aliases].map((verb) => [verb, index] as const)),
);

const VERB = /^[A-Za-z]+(?:-[A-Za-z]+)*$/;

/** The index in COMMANDS of a verb or alias in any case, or −1. O(1). */
export function commandIndex(word: string): number {
  const exact = INDEX.get(word);
  if (exact !== undefined) return exact;
  return VERB.test(word) ? (INDEX.get(word.toUpperCase()) ?? -1) : -1;
}
