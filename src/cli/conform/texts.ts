/** What `telechat conform` says, in both languages. */

import type { Reason } from '../../conform/needs.ts';
import { DOCUMENTS } from '../../conform/sessions.ts';
import { counted } from '../../conform/telling.ts';
import type { Lang } from '../../protocol/codes.ts';

export interface ConformTexts {
  readonly about: string;
  readonly server: string;
  readonly json: string;
  readonly lang: string;
  readonly only: string;
  readonly attendant: string;
  /** And a variable that says the same. */
  attendantFile(variable: string): string;
  readonly timeout: string;
  readonly slow: string;
  readonly tls: string;
  readonly ca: string;
  readonly insecure: string;
  readonly examples: string;
  readonly badServer: string;
  readonly badAttendant: string;
  readonly badTimeout: string;
  readonly onlyWithTls: string;
  unreadableFile(file: string, why: string): string;
  /** Others on this machine can read it. */
  openFile(file: string): string;
  /** A line, from 1, of a file or a variable. */
  badAccountLine(where: string, line: number): string;
  unknownClause(words: string): string;
  unreachable(server: string, why: string): string;
  readonly held: string;
  readonly failed: string;
  readonly missing: string;
  readonly skipped: string;
  readonly expected: string;
  readonly seen: string;
  /** What went to and fro on the connection. */
  readonly context: string;
  readonly place: string;
  readonly capacity: string;
  /** In front of so many commands that the server does not know. */
  unknown(count: number): string;
  /** The server does without a verb, labels (`@`), or a role. */
  lacks(what: string): string;
  reason(reason: Reason): string;
  /** Before the clauses that take time, up to so many seconds. */
  waiting(ids: string, seconds: number): string;
  summary(counts: Counts): string;
  trials(counts: Counts): string;
  /** Where to begin, where much failed. */
  first(id: string): string;
  /** Where to begin, as others failed of that alone. */
  cause(id: string, others: readonly string[]): string;
  /** How to try these again. */
  again(ids: string): string;
  /** The rest was not tried. */
  readonly hopeless: string;
}

export interface Counts {
  readonly held: number;
  readonly failed: number;
  readonly missing: number;
  readonly skipped: number;
}

function examples(file: string): string {
  return `
  telechat conform 127.0.0.1:3627
  telechat conform 127.0.0.1:3627 --only MSG,HISTORY --only LINE-6
  telechat conform 127.0.0.1:3627 --slow --json
  telechat conform chat.example.org:3628 --tls --attendant-file ${file}`;
}

function jsonShape(document: string): string {
  return `
  {"clause":"MSG-1","result":"held","says":"…","trials":[{"result":"held"}]}
  {"clause":"MSG-4","result":"failed","says":"…","trials":[{"result":"failed",
    "session":"${document}:530","expected":"…","seen":"…",
    "place":"${document}:536","context":["> MSG leo oi","< …"]}]}
  {"summary":{"server":"…","greeting":"…","lacks":["SEARCH"],
    "held":95,"failed":1,"missing":1,"skipped":5,"trials":{"held":99,…}}}
`;
}

export const CONFORM_TEXTS: Readonly<Record<Lang, ConformTexts>> = {
  pt: {
    about: 'confere, cláusula por cláusula, se um servidor fala 3MCP/1',
    server: 'o servidor: host:porta',
    json: 'escreve um objeto JSON por cláusula, em uma linha, e no fim um resumo',
    lang: 'língua do relatório',
    only: 'só esta cláusula (MSG-1), ou todas deste comando ou deste começo (MSG, LIST-USERS, LINE); pode vir mais de uma vez',
    attendant:
      'conta de atendente, nome:senha, se o servidor as pede; pode vir mais de uma vez; outros nesta máquina podem ver a senha',
    attendantFile: (variable) => `arquivo com essas contas, uma por linha (ou a variável ${variable})`,
    timeout: 'segundos que se espera por cada coisa',
    slow: 'confere também o que só o tempo mostra: ENTRY-1 (30 s), IDLE-1 (60 s), IDLE-2 (120 s), GRACE-2 (60 s) e GRACE-1 (300 s), tudo junto, no fim; cada uma acaba assim que se vê, e um servidor com prazos menores é mais rápido',
    tls: 'fala TLS',
    ca: 'certificado em que confiar, PEM',
    insecure: 'aceita qualquer certificado',
    examples: `
Exemplos:${examples('contas.txt')}

Cada cláusula sai como vale, FALHA, FALTA (o servidor não conhece um comando que
ela pede) ou pulada (aqui não se pode tentar; o motivo vai junto). O código de
saída é 0 se nada falha nem falta, 1 se algo falha ou falta, 2 se não houve o
que conferir.

Com --json, result é held, failed, missing ou skipped. Em trials está cada
sessão do documento (session: onde começa) e cada teste: de failed, o esperado,
o visto, o lugar no documento, as últimas linhas (> enviada, < recebida) e, se
é outra, a cláusula que não vale (about); de skipped, reason e because; de
missing, missing e because. O resumo diz em lacks o que o servidor não conhece
(@ são rótulos).
${jsonShape(DOCUMENTS.pt)}`,
    badServer: 'o servidor se escreve host:porta, por exemplo 127.0.0.1:3627',
    badAttendant: 'escreva nome:senha',
    badTimeout: 'um número de segundos, de 0.1 a 600',
    onlyWithTls: '--ca e --insecure só valem com --tls',
    unreadableFile: (file, why) => `${file} não pode ser lido (${why})`,
    openFile: (file) => `atenção: outras pessoas podem ler ${file}; use chmod 600`,
    badAccountLine: (where, line) => `${where}, linha ${line}: escreva nome:senha`,
    unknownClause: (words) => `nenhuma cláusula se chama ${words}`,
    unreachable: (server, why) => `não foi possível chegar a ${server} (${why})`,
    held: 'vale',
    failed: 'FALHA',
    missing: 'FALTA',
    skipped: 'pulada',
    expected: 'esperado',
    seen: 'visto',
    context: 'conexão',
    place: 'onde',
    capacity: 'consumidores por atendente',
    unknown: (count) =>
      count === 1 ? 'comando que o servidor não conhece' : 'comandos que o servidor não conhece',
    lacks: (what) =>
      what === '@'
        ? 'o servidor não devolve rótulos (@…)'
        : what === 'membro'
          ? 'ninguém entra como membro'
          : `o servidor não conhece ${what}`,
    reason: inPortuguese,
    waiting: (ids, seconds) => `Agora o que só o tempo mostra, tudo junto, até ${seconds} s: ${ids}`,
    summary: ({ held, failed, missing, skipped }) =>
      [
        `${counted(held + failed + missing + skipped, 'cláusula', 'cláusulas')}: ${counted(held, 'vale', 'valem')}`,
        counted(failed, 'falha', 'falham'),
        ...(missing > 0 ? [counted(missing, 'falta', 'faltam')] : []),
        ...(skipped > 0 ? [counted(skipped, 'pulada', 'puladas')] : []),
      ]
        .join(', ')
        .concat('.'),
    trials: ({ held, failed, missing, skipped }) =>
      `${counted(held + failed, 'sessão ou teste rodou', 'sessões e testes rodaram')}, ${failed} com falha; ${missing + skipped} não.`,
    first: (id) => `Comece pela primeira, pois as outras podem vir da mesma falha: --only ${id}`,
    cause: (id, others) =>
      `Comece por ${id} (--only ${id}): ${others.length === 1 ? 'por causa dela falha' : 'por causa dela falham'} ${others.join(' ')}`,
    again: (ids) => `De novo, só o que falha: --only ${ids}`,
    hopeless: 'O resto não foi tentado.',
  },
  en: {
    about: 'checks, clause by clause, whether a server speaks 3MCP/1',
    server: 'the server: host:port',
    json: 'writes a JSON object per clause, each on a line, and a summary at the end',
    lang: 'language of the report',
    only: 'only this clause (MSG-1), or all of this command or beginning (MSG, LIST-USERS, LINE); may be given more than once',
    attendant:
      "an attendant's account, name:password, if the server wants one; may be given more than once; others on this machine can see the password",
    attendantFile: (variable) => `file with such accounts, one on each line (or the variable ${variable})`,
    timeout: 'seconds to wait for each thing',
    slow: 'also checks what only time shows: ENTRY-1 (30 s), IDLE-1 (60 s), IDLE-2 (120 s), GRACE-2 (60 s) and GRACE-1 (300 s), all at once, at the end; each ends as soon as it is seen, and a server with shorter timeouts is quicker',
    tls: 'speaks TLS',
    ca: 'certificate to trust, PEM',
    insecure: 'accepts any certificate',
    examples: `
Examples:${examples('accounts.txt')}

A clause comes out as held, FAILED, MISSING (the server does not know a command
that it takes) or skipped (it cannot be tried here; the reason is told). The
exit code is 0 if nothing failed or is missing, 1 if something did, 2 if there
was nothing to check.

With --json, result is held, failed, missing or skipped. In trials are each
session of the document (session: where it begins) and each check: of failed,
what was expected and seen, the place in the document, the last lines (> sent,
< received) and, if it is another one, the clause that is broken (about); of
skipped, reason and because; of missing, missing and because. The summary tells
in lacks what the server does not know (@: labels).
${jsonShape(DOCUMENTS.en)}`,
    badServer: 'a server is written host:port, for example 127.0.0.1:3627',
    badAttendant: 'write name:password',
    badTimeout: 'a number of seconds, from 0.1 to 600',
    onlyWithTls: '--ca and --insecure go with --tls only',
    unreadableFile: (file, why) => `${file} cannot be read (${why})`,
    openFile: (file) => `warning: others can read ${file}; use chmod 600`,
    badAccountLine: (where, line) => `${where}, line ${line}: write name:password`,
    unknownClause: (words) => `no clause is called ${words}`,
    unreachable: (server, why) => `${server} cannot be reached (${why})`,
    held: 'held',
    failed: 'FAILED',
    missing: 'MISSING',
    skipped: 'skipped',
    expected: 'expected',
    seen: 'seen',
    context: 'wire',
    place: 'where',
    capacity: 'customers for each attendant',
    unknown: (count) =>
      count === 1 ? 'a command that the server does not know' : 'commands that the server does not know',
    lacks: (what) =>
      what === '@'
        ? 'the server brings no labels back (@…)'
        : what === 'membro'
          ? 'nobody can enter as a member'
          : `the server does not know ${what}`,
    reason: inEnglish,
    waiting: (ids, seconds) => `Now what only time shows, all at once, up to ${seconds} s: ${ids}`,
    summary: ({ held, failed, missing, skipped }) =>
      [
        `${counted(held + failed + missing + skipped, 'clause', 'clauses')}: ${held} held`,
        `${failed} failed`,
        ...(missing > 0 ? [`${missing} missing`] : []),
        ...(skipped > 0 ? [`${skipped} skipped`] : []),
      ]
        .join(', ')
        .concat('.'),
    trials: ({ held, failed, missing, skipped }) =>
      `${counted(held + failed, 'session or check', 'sessions and checks')} ran, ${failed} failed; ${missing + skipped} did not run.`,
    first: (id) => `Begin with the first, since the others may come of the same: --only ${id}`,
    cause: (id, others) =>
      `Begin with ${id} (--only ${id}): because of it ${others.length === 1 ? 'fails' : 'fail'} ${others.join(' ')}`,
    again: (ids) => `Again, only what failed: --only ${ids}`,
    hopeless: 'The rest was not tried.',
  },
};

function inPortuguese(reason: Reason): string {
  switch (reason.why) {
    case 'busy':
      return `há mais gente no balcão (${reason.line})`;
    case 'accounts':
      return `precisa de ${counted(reason.count, 'conta', 'contas')} de atendente (--attendant-file)`;
    case 'capacity':
      return `precisa de um servidor com --capacity ${reason.capacity} (este tem ${reason.found})`;
    case 'room':
      return `precisa de --capacity ${reason.capacity} ou mais (este tem ${reason.found})`;
    case 'bounded':
      return 'este servidor dá consumidores demais a cada atendente para se ver o limite';
    case 'rooms-for-customers':
      return 'precisa de um servidor com --rooms-for-customers';
    case 'no-rooms-for-customers':
      return 'precisa de um servidor sem --rooms-for-customers';
    case 'canned':
      return 'precisa das respostas prontas do exemplo (--canned)';
    case 'stops':
      return 'seria preciso parar o servidor';
    case 'slow':
      return 'só com --slow';
    case 'limit':
      return `precisa de um servidor com ${reason.option} ${reason.usual} (este tem ${reason.found})`;
    case 'anew':
      return 'precisa de atendentes sem conta';
  }
}

function inEnglish(reason: Reason): string {
  switch (reason.why) {
    case 'busy':
      return `there are others at the desk (${reason.line})`;
    case 'accounts':
      return `needs ${counted(reason.count, 'account of an attendant', 'accounts of attendants')} (--attendant-file)`;
    case 'capacity':
      return `needs a server with --capacity ${reason.capacity} (this one gives ${reason.found})`;
    case 'room':
      return `needs --capacity ${reason.capacity} or more (this one gives ${reason.found})`;
    case 'bounded':
      return 'this server gives each attendant too many customers to see where it stops';
    case 'rooms-for-customers':
      return 'needs a server with --rooms-for-customers';
    case 'no-rooms-for-customers':
      return 'needs a server without --rooms-for-customers';
    case 'canned':
      return "needs the example's canned answers (--canned)";
    case 'stops':
      return 'the server would have to be stopped';
    case 'slow':
      return 'only with --slow';
    case 'limit':
      return `needs a server with ${reason.option} ${reason.usual} (this one has ${reason.found})`;
    case 'anew':
      return 'needs attendants without an account';
  }
}
