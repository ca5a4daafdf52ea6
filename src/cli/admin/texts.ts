/**
 * What the commands of those who run the desk tell them, in both languages. A text of a failure is one line.
 */

import type { Fault } from '../../control/request.ts';
import type { Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';

/** What a failure was about. */
export interface About {
  readonly dir: string;
  /** The name of a person, or the file of a backup. */
  readonly what: string;
  /** What the system says, or ''. */
  readonly detail: string;
}

/** What could not be written and why, from what the store says; a code of the system is enough. */
function unwritten(dir: string, detail: string): [path: string, why: string] {
  const [, path, code, more] = /^(.*?) cannot be written: (?:(E[A-Z0-9]+): )?(.*)$/.exec(detail) ?? [];
  return [path ?? dir, code ?? more ?? detail];
}

const pt = {
  user: 'contas: nomes que entram com senha',
  add: 'cria uma conta; pede a senha duas vezes, sem mostrá-la',
  list: 'lista as contas',
  passwd: 'troca a senha de uma conta; quem estava conectado com ela tem de entrar de novo',
  remove: 'remove uma conta; as mensagens ficam',
  backup: 'grava uma cópia de todos os dados, mesmo com o servidor aberto',
  export: 'grava as mensagens de uma pessoa, da mais antiga à mais nova',
  forget: 'apaga uma pessoa: mensagens, conta e nome',
  name: 'nome da pessoa',
  role: 'atendente, consumidor ou membro',
  passwordStdin: 'lê a senha de stdin em vez de pedi-la',
  data: 'pasta dos dados',
  file: 'arquivo novo',
  of: 'de quem',
  format: 'txt para ler, json para programas, csv para planilhas',
  output: 'arquivo novo, em vez de stdout',
  yes: 'não pede confirmação',

  badRole: 'vale atendente, consumidor ou membro',
  askPassword: (name: string, least: number) => `Senha para ${name} (pelo menos ${least} caracteres): `,
  askAgain: 'Outra vez: ',
  notTheSame: 'as duas senhas não são iguais',
  noTerminal: 'para pedir a senha é preciso um terminal; use --password-stdin',
  passwordShort: (least: number) => `a senha precisa de pelo menos ${least} caracteres`,
  passwordLong: (most: number) => `a senha passa de ${most} bytes`,
  passwordControl: 'a senha tem caracteres de controle ou não é UTF-8',
  noPassword: 'nenhuma senha foi dada',
  /** Behind a problem. */
  tryAgain: (problem: string) => `${problem}; tente de novo`,
  unchanged: (problem: string) => `${problem}; nada mudou`,

  madeFolder: (dir: string) => `pasta de dados nova: ${dir}`,
  added: (name: string, role: string) => `conta criada: ${name} (${role})`,
  changed: (name: string) => `senha trocada: ${name}`,
  removed: (name: string) => `conta removida: ${name}; as mensagens ficam`,
  noAccounts: 'não há contas; telechat user add NOME --role atendente cria uma',
  headName: 'NOME',
  headRole: 'TIPO',
  headState: 'ESTADO',
  headSince: 'DESDE',
  online: 'conectado',
  offline: 'fora',
  roles: { atendente: 'atendente', consumidor: 'consumidor', membro: 'membro' } as Record<Role, string>,

  copied: (path: string) => `cópia gravada: ${path}`,
  copiedElsewhere: (path: string) =>
    `o servidor gravou ${path}, mas onde só ele o vê (uma /tmp própria, um contêiner); escolha outro lugar`,
  outputExists: (path: string) => `${path} já existe; escolha outro nome`,
  cannotWrite: (path: string, why: string) => `não é possível gravar ${path} (${why})`,

  desk: 'balcão',
  exported: (messages: number, path: string) =>
    `${messages} ${messages === 1 ? 'mensagem gravada' : 'mensagens gravadas'} em ${path}`,
  askForget: (name: string) =>
    `Apaga para sempre tudo o que é de ${name}. Escreva o nome outra vez para confirmar: `,
  notForgotten: 'o nome não é o mesmo; nada foi apagado',
  needsYes: 'para confirmar é preciso um terminal, ou --yes',
  forgotten: (name: string) => `apagado: ${name}; cópias de segurança antigas não mudam`,
  nothingStored: (name: string) => `não há nada guardado sob o nome ${name}`,

  faults: {
    registered: ({ what }) => `${what} já tem conta; telechat user passwd troca a senha`,
    unknown: ({ what }) => `${what} não tem conta; telechat user list mostra as que há`,
    full: () => 'há contas demais',
    unwritable: ({ dir, detail }) => pt.cannotWrite(...unwritten(dir, detail)),
    'in-use': ({ dir }) =>
      `a pasta de dados ${dir} está em uso por um processo que não atende em control.sock; se é um servidor, veja o diário dele, ou pare-o`,
    'newer-schema': ({ dir }) => `a pasta de dados ${dir} é de um Telechat mais novo; use esse`,
    corrupt: ({ dir }) => `os dados em ${dir} estão danificados ou não são do Telechat; recupere uma cópia`,
    'in-memory': () => 'com --memory nada fica gravado',
    stopped: () => 'o servidor está parando; tente de novo',
    'store-failed': () =>
      'o servidor não consegue gravar agora (disco cheio?); veja o diário dele, e tente de novo',
    exists: ({ what }) => `${what} já existe; escolha outro nome`,
    'inside-data': () =>
      'a cópia não pode ficar na pasta dos dados, onde forget não a apagaria; escolha outro lugar',
    busy: () => 'há comandos demais ao mesmo tempo; tente de novo',
    version: () => 'o servidor é de outra versão do Telechat; reinicie-o, ou use o telechat dele',
    'no-data': ({ dir }) => `não há dados do Telechat em ${dir}; diga onde com --data PASTA`,
    forbidden: ({ dir }) => `o servidor de ${dir} é de outro usuário; rode o comando como ele (sudo -u …)`,
    unanswered: () => 'o servidor não respondeu; não se sabe se foi feito: veja, e tente de novo',
    failed: () => 'o servidor falhou; o diário dele diz por quê',
  } as Readonly<Record<Fault, (about: About) => string>>,

  userExamples: `
Exemplos:
  telechat user add ana --role atendente
  telechat user list
  printf '%s' "$SENHA" | telechat user passwd ana --password-stdin`,
  backupExamples: `
Exemplo:
  telechat backup ../telechat-2026-11-21.db

Para voltar à cópia: pare o servidor e ponha-a como telechat.db em uma pasta de
dados nova.`,
  exportExamples: `
Exemplos:
  telechat export --user ana
  telechat export --user ana --format csv --output ana.csv`,
};

export type AdminTexts = typeof pt;

const en: AdminTexts = {
  user: 'accounts: names that enter with a password',
  add: 'makes an account; asks for the password twice, without showing it',
  list: 'lists the accounts',
  passwd: 'changes the password of an account; whoever is connected with it has to enter again',
  remove: 'removes an account; the messages stay',
  backup: 'writes a copy of all data, beside a running server too',
  export: "writes somebody's messages, from the oldest to the newest",
  forget: 'erases a person: messages, account and name',
  name: 'name of the person',
  role: 'attendant, customer or member',
  passwordStdin: 'reads the password from stdin instead of asking for it',
  data: 'data folder',
  file: 'a new file',
  of: 'whose',
  format: 'txt to read, json for programs, csv for spreadsheets',
  output: 'a new file, instead of stdout',
  yes: 'asks for no confirmation',

  badRole: 'it is attendant, customer or member',
  askPassword: (name, least) => `Password for ${name} (at least ${least} characters): `,
  askAgain: 'Once more: ',
  notTheSame: 'the two passwords are not the same',
  noTerminal: 'to ask for the password takes a terminal; use --password-stdin',
  passwordShort: (least) => `the password needs at least ${least} characters`,
  passwordLong: (most) => `the password is longer than ${most} bytes`,
  passwordControl: 'the password has control characters or is not UTF-8',
  noPassword: 'no password was given',
  tryAgain: (problem) => `${problem}; try again`,
  unchanged: (problem) => `${problem}; nothing has changed`,

  madeFolder: (dir) => `new data folder: ${dir}`,
  added: (name, role) => `account made: ${name} (${role})`,
  changed: (name) => `password changed: ${name}`,
  removed: (name) => `account removed: ${name}; the messages stay`,
  noAccounts: 'there are no accounts; telechat user add NAME --role attendant makes one',
  headName: 'NAME',
  headRole: 'ROLE',
  headState: 'STATE',
  headSince: 'SINCE',
  online: 'connected',
  offline: 'offline',
  roles: { atendente: 'attendant', consumidor: 'customer', membro: 'member' },

  copied: (path) => `copy written: ${path}`,
  copiedElsewhere: (path) =>
    `the server wrote ${path}, but where it alone sees it (a /tmp of its own, a container); choose another place`,
  outputExists: (path) => `${path} exists already; choose another name`,
  cannotWrite: (path, why) => `cannot write ${path} (${why})`,

  desk: 'desk',
  exported: (messages, path) => `${messages} ${messages === 1 ? 'message' : 'messages'} written to ${path}`,
  askForget: (name) => `Erases all that belongs to ${name}, for ever. Type the name once more to confirm: `,
  notForgotten: 'the name is not the same; nothing was erased',
  needsYes: 'to confirm takes a terminal, or --yes',
  forgotten: (name) => `erased: ${name}; old backups stay as they are`,
  nothingStored: (name) => `nothing is stored under the name ${name}`,

  faults: {
    registered: ({ what }) => `${what} has an account already; telechat user passwd changes the password`,
    unknown: ({ what }) => `${what} has no account; telechat user list shows those that exist`,
    full: () => 'there are too many accounts',
    unwritable: ({ dir, detail }) => en.cannotWrite(...unwritten(dir, detail)),
    'in-use': ({ dir }) =>
      `the data folder ${dir} is in use by a process that does not answer at control.sock; if it is a server, see its log, or stop it`,
    'newer-schema': ({ dir }) => `the data folder ${dir} is from a newer Telechat; use that one`,
    corrupt: ({ dir }) => `the data in ${dir} is damaged or not of Telechat; restore a copy`,
    'in-memory': () => 'with --memory nothing is stored',
    stopped: () => 'the server is stopping; try again',
    'store-failed': () => 'the server cannot store anything now (a full disk?); see its log, and try again',
    exists: ({ what }) => `${what} exists already; choose another name`,
    'inside-data': () =>
      'the copy cannot be in the data folder, where forget would not erase it; choose another place',
    busy: () => 'too many commands at the same time; try again',
    version: () => 'the server is of another version of Telechat; restart it, or use its own telechat',
    'no-data': ({ dir }) => `there is no data of Telechat in ${dir}; say where it is with --data FOLDER`,
    forbidden: ({ dir }) => `the server of ${dir} is another user's; run the command as that one (sudo -u …)`,
    unanswered: () => 'the server did not answer; whether it was done is not known: look, and try again',
    failed: () => 'the server failed; its log says why',
  },

  userExamples: `
Examples:
  telechat user add ana --role attendant
  telechat user list
  printf '%s' "$PASSWORD" | telechat user passwd ana --password-stdin`,
  backupExamples: `
Example:
  telechat backup ../telechat-2026-11-21.db

To go back to the copy: stop the server and put it as telechat.db into a
new data folder.`,
  exportExamples: `
Examples:
  telechat export --user ana
  telechat export --user ana --format csv --output ana.csv`,
};

export const ADMIN_TEXTS: Readonly<Record<Lang, AdminTexts>> = { pt, en };
