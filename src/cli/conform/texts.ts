/** What `telechat conform` says, in both languages. */

import type { Reason } from '../../conform/needs.ts';
import type { Lang } from '../../protocol/codes.ts';

export interface ConformTexts {
  readonly about: string;
  readonly server: string;
  readonly json: string;
  readonly lang: string;
  readonly only: string;
  readonly attendant: string;
  readonly timeout: string;
  readonly tls: string;
  readonly ca: string;
  readonly insecure: string;
  readonly examples: string;
  readonly badServer: string;
  readonly badAttendant: string;
  readonly badTimeout: string;
  readonly onlyWithTls: string;
  unreadableFile(file: string, why: string): string;
  unknownClause(words: string): string;
  unreachable(server: string, why: string): string;
  readonly held: string;
  readonly failed: string;
  readonly skipped: string;
  readonly expected: string;
  readonly seen: string;
  readonly place: string;
  readonly capacity: string;
  reason(reason: Reason): string;
  /** What was expected or seen: lines of the protocol, and a few words about them. */
  told(text: string): string;
  summary(counts: Counts): string;
  trials(counts: Counts): string;
}

export interface Counts {
  readonly held: number;
  readonly failed: number;
  readonly skipped: number;
}

const EXAMPLES = `
  telechat conform 127.0.0.1:3627
  telechat conform 127.0.0.1:3627 --only MSG --only LINE-6
  telechat conform chat.example.org:3628 --tls --attendant ana:senha --json`;

export const CONFORM_TEXTS: Readonly<Record<Lang, ConformTexts>> = {
  pt: {
    about: 'confere, cláusula por cláusula, se um servidor fala 3MCP/1',
    server: 'o servidor: host:porta',
    json: 'escreve um objeto JSON por linha e cláusula, e no fim um resumo',
    lang: 'língua do relatório',
    only: 'só esta cláusula (MSG-1), ou todas deste começo (MSG); pode vir mais de uma vez',
    attendant: 'conta de atendente, nome:senha, se o servidor as pede; pode vir mais de uma vez',
    timeout: 'segundos que se espera por cada coisa',
    tls: 'fala TLS',
    ca: 'certificado em que confiar, PEM',
    insecure: 'aceita qualquer certificado',
    examples: `\nExemplos:${EXAMPLES}\n\nSai com 0 se tudo vale, 1 se algo não vale, 2 se não houve o que conferir.`,
    badServer: 'o servidor se escreve host:porta, por exemplo 127.0.0.1:3627',
    badAttendant: 'escreva nome:senha',
    badTimeout: 'um número de segundos, de 0.1 a 600',
    onlyWithTls: '--ca e --insecure só valem com --tls',
    unreadableFile: (file, why) => `${file} não pode ser lido (${why})`,
    unknownClause: (words) => `nenhuma cláusula se chama ${words}`,
    unreachable: (server, why) => `não se chega a ${server} (${why})`,
    held: 'vale',
    failed: 'FALHA',
    skipped: 'pulada',
    expected: 'esperado',
    seen: 'visto',
    place: 'onde',
    capacity: 'clientes por atendente',
    reason: inPortuguese,
    told: (text) => TOLD.reduce((told, [english, portuguese]) => told.replace(english, portuguese), text),
    summary: ({ held, failed, skipped }) =>
      `${held + failed + skipped} cláusulas: ${held} valem, ${failed} não valem, ${skipped} puladas.`,
    trials: ({ held, failed, skipped }) =>
      `${held + failed} sessões e testes rodaram (${failed} com falha), ${skipped} não.`,
  },
  en: {
    about: 'checks, clause by clause, whether a server speaks 3MCP/1',
    server: 'the server: host:port',
    json: 'write a JSON object per line and clause, and a summary at the end',
    lang: 'language of the report',
    only: 'only this clause (MSG-1), or all that begin so (MSG); may be given more than once',
    attendant: "an attendant's account, name:password, if the server wants one; may be given more than once",
    timeout: 'seconds to wait for each thing',
    tls: 'speak TLS',
    ca: 'certificate to trust, PEM',
    insecure: 'accept any certificate',
    examples: `\nExamples:${EXAMPLES}\n\nExits with 0 if all holds, 1 if something does not, 2 if there was nothing to check.`,
    badServer: 'a server is written host:port, for example 127.0.0.1:3627',
    badAttendant: 'write name:password',
    badTimeout: 'a number of seconds, from 0.1 to 600',
    onlyWithTls: '--ca and --insecure go with --tls only',
    unreadableFile: (file, why) => `${file} cannot be read (${why})`,
    unknownClause: (words) => `no clause is called ${words}`,
    unreachable: (server, why) => `${server} cannot be reached (${why})`,
    held: 'held',
    failed: 'FAILED',
    skipped: 'skipped',
    expected: 'expected',
    seen: 'seen',
    place: 'where',
    capacity: 'customers for each attendant',
    reason: inEnglish,
    told: (text) => text,
    summary: ({ held, failed, skipped }) =>
      `${held + failed + skipped} clauses: ${held} held, ${failed} failed, ${skipped} skipped.`,
    trials: ({ held, failed, skipped }) =>
      `${held + failed} sessions and checks ran (${failed} failed), ${skipped} did not.`,
  },
};

/** The words around the lines of the protocol, which are the same in every language. */
const TOLD: readonly (readonly [RegExp, string])[] = [
  [/^none within (\S+) s$/, 'nada em $1 s'],
  [/^\(nothing\)$/, '(nada)'],
  [/^\(no reply\)$/, '(sem resposta)'],
  [/^\(the server closed the connection\)$/, '(o servidor fechou a conexão)'],
  [/^\(the connection is closed\)$/, '(a conexão está fechada)'],
  [/^the end of the connection$/, 'o fim da conexão'],
  [/^nothing more to /, 'nada mais a '],
  [/^a reply to /, 'uma resposta a '],
  [/, without a label$/, ', sem rótulo'],
  [/ and a reply$/, ' e uma resposta'],
  [/^the dot after (\d+) items$/, 'o ponto depois de $1 itens'],
  [/^(\d+) items, as (.*) says$/, '$1 itens, como diz $2'],
  [/^a dot after (\d+)$/, 'um ponto depois de $1'],
  [/^(\d+) events, as the reply says$/, '$1 eventos, como diz a resposta'],
  [/^a seq above (\d+)$/, 'um seq acima de $1'],
  [/^a connection to /, 'uma conexão com '],
];

function inPortuguese(reason: Reason): string {
  switch (reason.why) {
    case 'busy':
      return `há mais gente no balcão (${reason.line})`;
    case 'accounts':
      return `precisa de ${reason.count} conta(s) de atendente: --attendant nome:senha`;
    case 'capacity':
      return `precisa de um servidor com --capacity ${reason.capacity} (este dá ${reason.found})`;
    case 'room':
      return `precisa de --capacity ${reason.capacity} ou mais (este dá ${reason.found})`;
    case 'bounded':
      return 'este servidor dá clientes demais a cada atendente para se ver o limite';
    case 'rooms-for-customers':
      return 'precisa de um servidor com --rooms-for-customers';
    case 'no-rooms-for-customers':
      return 'precisa de um servidor sem --rooms-for-customers';
    case 'canned':
      return 'precisa das respostas prontas do exemplo (--canned)';
    case 'stops':
      return 'seria preciso parar o servidor';
    case 'anew':
      return 'precisa de atendentes sem conta';
  }
}

function inEnglish(reason: Reason): string {
  switch (reason.why) {
    case 'busy':
      return `there are others at the desk (${reason.line})`;
    case 'accounts':
      return `needs ${reason.count} account(s) of attendants: --attendant name:password`;
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
    case 'anew':
      return 'needs attendants without an account';
  }
}
