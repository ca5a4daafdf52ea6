/**
 * The codes of errors and of farewells, each with what it tells people in both languages. Codes never
 * change; texts may.
 */

export const LANGS = ['pt', 'en'] as const;
export type Lang = (typeof LANGS)[number];

type Texts = Readonly<Record<Lang, string>>;

/** `-err CODE text`: the command did nothing, and the connection lives on. */
export const ERRORS = {
  'BAD-COMMAND': {
    pt: 'comando desconhecido; HELP mostra os que existem',
    en: 'unknown command; HELP lists them',
  },
  'BAD-ARGUMENT': { pt: 'argumento ausente ou inválido', en: 'missing or invalid argument' },
  'BAD-ENCODING': {
    pt: 'a linha não é UTF-8 ou tem caracteres de controle',
    en: 'not UTF-8, or control characters',
  },
  'LINE-TOO-LONG': { pt: 'linha longa demais', en: 'line too long' },
  'TEXT-TOO-LONG': { pt: 'texto longo demais', en: 'text too long' },
  'NOT-CONNECTED': { pt: 'entre primeiro: CONNECT nome tipo', en: 'enter first: CONNECT name role' },
  'ALREADY-CONNECTED': { pt: 'você já entrou', en: 'you have already entered' },
  'NAME-INVALID': {
    pt: 'nome inválido: 1 a 32 letras, dígitos, _ . - (sala: # e até 48)',
    en: 'invalid name: 1 to 32 letters, digits, _ . - (room: # and up to 48)',
  },
  'NAME-TAKEN': { pt: 'este nome está em uso', en: 'this name is in use' },
  'AUTH-REQUIRED': {
    pt: 'é preciso a senha: PASS senha, antes de CONNECT',
    en: 'a password is needed: PASS password, before CONNECT',
  },
  'AUTH-FAILED': { pt: 'nome ou senha errados', en: 'wrong name or password' },
  'RESUME-FAILED': {
    pt: 'não há o que retomar; entre com CONNECT',
    en: 'nothing to resume; enter with CONNECT',
  },
  FORBIDDEN: { pt: 'você não tem permissão para isto', en: 'you may not do this' },
  'NO-SUCH-USER': { pt: 'não há ninguém com este nome', en: 'there is nobody of this name' },
  'NO-SUCH-ROOM': { pt: 'esta sala não existe', en: 'there is no such room' },
  'NOT-IN-ROOM': { pt: 'você não está nesta sala; JOIN entra', en: 'you are not in this room; JOIN enters' },
  'ROOM-EXISTS': { pt: 'esta sala já existe; JOIN entra', en: 'this room exists already; JOIN enters' },
  'QUEUE-EMPTY': { pt: 'ninguém espera na fila', en: 'nobody is waiting' },
  TAKEN: { pt: 'outro atendente já atende este cliente', en: 'another attendant serves this customer' },
  'NO-CONVERSATION': { pt: 'não há conversa aberta', en: 'there is no open conversation' },
  'NOTHING-TO-UNDO': { pt: 'nada a desfazer', en: 'nothing to undo' },
  'UNDO-EXPIRED': { pt: 'passou o prazo para desfazer', en: 'too late to undo' },
  'RATE-LIMITED': { pt: 'comandos demais; espere um pouco', en: 'too many commands; wait a moment' },
  'STORE-FAILED': { pt: 'não foi possível gravar; tente de novo', en: 'could not be stored; try again' },
  FULL: { pt: 'o balcão está cheio; tente mais tarde', en: 'the desk is full; try later' },
} as const satisfies Record<string, Texts>;

/** `QUIT CODE text`: the server closes the connection. */
export const FAREWELLS = {
  'TOO-MANY-CONNECTIONS': { pt: 'conexões demais; tente mais tarde', en: 'too many connections; try later' },
  'ENTRY-TIMEOUT': { pt: 'ninguém entrou a tempo', en: 'nobody entered in time' },
  IDLE: { pt: 'sem sinal de vida', en: 'no sign of life' },
  'SLOW-CONSUMER': { pt: 'a conexão não lê o que recebe', en: 'the connection does not read what it gets' },
  'TOO-MANY-ERRORS': { pt: 'erros demais seguidos', en: 'too many errors in a row' },
  'TAKEN-OVER': { pt: 'você entrou por outra conexão', en: 'you have entered by another connection' },
  KICKED: {
    pt: 'o seu acesso foi encerrado por quem cuida do balcão',
    en: 'your access was ended by those who run the desk',
  },
  SHUTDOWN: { pt: 'o servidor está parando', en: 'the server is stopping' },
} as const satisfies Record<string, Texts>;

export type Code = keyof typeof ERRORS;
export type Farewell = keyof typeof FAREWELLS;

/** What `code` tells people. O(1). */
export function errorText(code: Code, lang: Lang): string {
  return ERRORS[code][lang];
}

/** What the farewell `code` tells people. O(1). */
export function farewellText(code: Farewell, lang: Lang): string {
  return FAREWELLS[code][lang];
}
