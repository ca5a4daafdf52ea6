/**
 * What `telechat server` tells people, in both languages; what a single setting is for stands with that setting.
 */

import type { Lang } from '../../protocol/codes.ts';
import type { Reloaded } from '../../server.ts';
import { type CannedErrorCode, MAX_CANNED } from '../../workers/canned.ts';
import type { TlsErrorCode } from '../../workers/tls-material.ts';
import type { Group } from './settings.ts';

type CannedTexts = Readonly<Record<CannedErrorCode, (where: string, why: string) => string>>;
type TlsTexts = Readonly<Record<TlsErrorCode, (file: string, why: string) => string>>;

const pt = {
  about: 'abre o balcão: o servidor de bate-papo que fala 3MCP/1',
  groups: {
    doors: 'Onde escuta, e quem entra:',
    kept: 'O que fica gravado:',
    desk: 'O balcão:',
    process: 'O processo:',
    limits: 'Limites:',
  } as Readonly<Record<Group, string>>,
  usually: (value: string) => `padrão: ${value}`,
  printConfig: 'mostra as opções que valem e de onde vem cada uma, para pessoas ou em JSON, e termina',
  printedHead: ['OPÇÃO', 'VALOR', 'DE ONDE VEM'],
  byDefault: 'padrão',
  none: 'nenhum',

  /** Behind `erro: `. `value` is as JSON has it, `takes` what would be right. */
  wrong: 'erro: ',
  warning: 'aviso: ',
  flagRefused: (flag: string, value: string, takes: string) =>
    `a opção ${flag} não aceita ${value}: ${takes}`,
  variableRefused: (variable: string, value: string, takes: string) =>
    `a variável ${variable} não aceita ${value}: ${takes}`,
  /** `nearest` is the variable that may have been meant, or ''. */
  variableUnknown: (variable: string, nearest: string) =>
    `não há a variável ${variable}, ela não tem efeito${nearest === '' ? '' : ` (seria ${nearest}?)`}`,
  configUnreadable: (file: string, why: string) => `não é possível ler o arquivo de opções ${file} (${why})`,
  configNotJson: (file: string, line: number, column: number, found: string) =>
    `${file}, linha ${line}, coluna ${column}: isto não é JSON${found === '' ? ': o arquivo acaba antes' : `, perto de ${found}`}`,
  configNotObject: (file: string) => `${file} não é um objeto JSON como {"port": 4000}`,
  /** `nearest` is the key that may have been meant, or ''. */
  configUnknown: (file: string, key: string, nearest: string) =>
    `${file}: não há a opção ${key}${nearest === '' ? '' : ` (seria "${nearest}"?)`}`,
  configRefused: (file: string, key: string, value: string, takes: string) =>
    `${file}: "${key}" não aceita ${value}: ${takes}`,
  notTogether: (one: string, other: string) => `${one} não vai junto com ${other}`,
  needs: (one: string, others: string) => `${one} precisa também de ${others}`,
  samePort: (one: string, other: string, port: number) => `${one} e ${other} são a mesma porta, ${port}`,
  mustExceed: (one: string, value: number, other: string, bound: number) =>
    `${one} (${value}) tem que ser maior que ${other} (${bound})`,
  mustFit: (text: string, bytes: number, line: string, lineBytes: number, most: number) =>
    `${text} (${bytes}) não cabe em ${line} (${lineBytes}): no máximo ${most}`,

  /** `flag` is the one that chooses this port. */
  portInUse: (host: string, port: number, flag: string) =>
    `a porta ${port} de ${host} já está em uso; ${flag} 0 pega uma livre, ou escolha outra porta`,
  cannotListen: (host: string, port: number, why: string, flag: string) =>
    `não é possível escutar em ${host}:${port} (${why}); escolha outro endereço com --host, ou outra porta com ${flag}`,
  /** `why` is the code of the system in brackets, or ''. */
  unwritable: (dir: string, why: string) =>
    `não é possível gravar na pasta de dados ${dir}${why}; use --data OUTRA-PASTA, ou --memory para não gravar`,
  inUse: (dir: string) =>
    `a pasta de dados ${dir} já está em uso por outro servidor; pare-o, ou use --data OUTRA-PASTA`,
  newerSchema: (dir: string) =>
    `a pasta de dados ${dir} é de um Telechat mais novo; use esse, ou --data OUTRA-PASTA`,
  corrupt: (dir: string) =>
    `os dados em ${dir} estão danificados ou não são do Telechat; recupere uma cópia, ou use --data OUTRA-PASTA`,
  /** `why` is what the system or OpenSSL says. */
  tls: {
    'cert-unreadable': (file, why) => `não é possível ler o certificado ${file} (${why}); veja --tls-cert`,
    'key-unreadable': (file, why) => `não é possível ler a chave ${file} (${why}); veja --tls-key`,
    'cert-malformed': (file) => `${file} não é um certificado em PEM; veja --tls-cert`,
    'key-malformed': (file) => `${file} não é uma chave privada em PEM; veja --tls-key`,
    'key-encrypted': (file) => `a chave ${file} está protegida por senha; dê uma sem senha em --tls-key`,
    'key-mismatch': (file) => `a chave ${file} é de outro certificado; veja --tls-cert e --tls-key`,
    refused: (file, why) => `o certificado ${file} e sua chave não servem para TLS: ${why}`,
  } as TlsTexts,
  /** `where` is the file, with the line if it is a matter of one; `why` is the code of the system. */
  canned: {
    unreadable: (where, why) => `não é possível ler as respostas prontas ${where} (${why}); veja --canned`,
    'not-utf8': (where) => `as respostas prontas ${where} não são UTF-8; veja --canned`,
    'too-many': (where) => `respostas prontas demais: ${where}; no máximo ${MAX_CANNED}, e meio megabyte`,
    'bad-name': (where) => `${where}: a linha não começa com um nome de letras e dígitos`,
    'name-twice': (where) => `${where}: este nome já está em uma linha anterior`,
    'no-text': (where) => `${where}: falta o texto depois do nome`,
    'text-too-long': (where) => `${where}: texto longo demais`,
    'bad-text': (where) => `${where}: o texto tem caracteres de controle`,
  } as CannedTexts,
  cannedLine: (path: string, line: number) => `${path}, linha ${line}`,
  failed: (why: string) => `o servidor não pôde começar: ${why}`,
  kept: (dir: string) => `o balcão está aberto; tudo fica gravado em ${dir}`,
  notKept: 'o balcão está aberto; nada é gravado',
  next: (client: string) => `em outro terminal: ${client}; aqui, Ctrl-C para o servidor`,
  /** `command` is the whole of it. */
  accounts: (command: string) => `atendentes precisam de conta; para criar uma: ${command}`,
  name: 'NOME',
  accountsInMemory:
    'com --memory neste endereço nenhum atendente consegue entrar: contas precisam de uma pasta de dados; use --data, ou --open',
  open: (host: string) =>
    `--open: quem alcança ${host} entra como atendente, sem senha, e lê todas as conversas`,
  plain: (host: string, port: number) =>
    `senhas e mensagens passam legíveis pela rede em ${host}:${port}; com --tls-cert e --tls-key há também uma porta com TLS`,
  plainBesideTls: (host: string, port: number, tlsPort: number) =>
    `senhas e mensagens passam legíveis pela rede em ${host}:${port}; a porta ${tlsPort} tem TLS: com --host 127.0.0.1 --tls-host ${host} só ela fica aberta`,
  nothingToReload: 'SIGHUP: sem TLS nem respostas prontas não há nada a ler de novo',
  notReloaded: 'SIGHUP: nada foi lido de novo',
  reloaded: {
    certificate: 'SIGHUP: o certificado foi lido de novo',
    canned: 'SIGHUP: as respostas prontas foram lidas de novo',
  } as Readonly<Record<Reloaded, string>>,
  stopping: (signal: string) => `${signal}: o balcão está fechando`,
  notStopped: 'o servidor não conseguiu parar corretamente',
  examples: `
Exemplos:
  telechat server
      escuta em 127.0.0.1:3627, grava em ./telechat-data
  telechat server --port 4000 --memory
      outra porta, nada gravado
  telechat server --host 0.0.0.0
      aceita a rede toda; atendentes precisam de conta
  telechat server --tls-host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem
      o mesmo, mas só por TLS; a porta sem TLS fica para esta máquina
  telechat server --config desk.json
      opções de um arquivo; valem menos que TELECHAT_* e que as daqui`,
};

const en: typeof pt = {
  about: 'opens the desk: the chat server that speaks 3MCP/1',
  groups: {
    doors: 'Where it listens, and who enters:',
    kept: 'What is kept:',
    desk: 'The desk:',
    process: 'The process:',
    limits: 'Limits:',
  },
  usually: (value) => `default: ${value}`,
  printConfig: 'prints the options in force and where each comes from, for people or as JSON, and ends',
  printedHead: ['OPTION', 'VALUE', 'WHERE IT COMES FROM'],
  byDefault: 'default',
  none: 'none',

  wrong: 'error: ',
  warning: 'warning: ',
  flagRefused: (flag, value, takes) => `the option ${flag} does not take ${value}: ${takes}`,
  variableRefused: (variable, value, takes) => `the variable ${variable} does not take ${value}: ${takes}`,
  variableUnknown: (variable, nearest) =>
    `there is no variable ${variable}, it has no effect${nearest === '' ? '' : ` (did you mean ${nearest}?)`}`,
  configUnreadable: (file, why) => `the config file ${file} cannot be read (${why})`,
  configNotJson: (file, line, column, found) =>
    `${file}, line ${line}, column ${column}: this is not JSON${found === '' ? ': the file ends too early' : `, near ${found}`}`,
  configNotObject: (file) => `${file} is not a JSON object like {"port": 4000}`,
  configUnknown: (file, key, nearest) =>
    `${file}: there is no option ${key}${nearest === '' ? '' : ` (did you mean "${nearest}"?)`}`,
  configRefused: (file, key, value, takes) => `${file}: "${key}" does not take ${value}: ${takes}`,
  notTogether: (one, other) => `${one} cannot go with ${other}`,
  needs: (one, others) => `${one} also needs ${others}`,
  samePort: (one, other, port) => `${one} and ${other} are the same port, ${port}`,
  mustExceed: (one, value, other, bound) => `${one} (${value}) must be greater than ${other} (${bound})`,
  mustFit: (text, bytes, line, lineBytes, most) =>
    `${text} (${bytes}) does not fit into ${line} (${lineBytes}): at most ${most}`,

  portInUse: (host, port, flag) =>
    `port ${port} of ${host} is already in use; ${flag} 0 takes a free one, or choose another port`,
  cannotListen: (host, port, why, flag) =>
    `cannot listen on ${host}:${port} (${why}); choose another address with --host, or another port with ${flag}`,
  unwritable: (dir, why) =>
    `the data folder ${dir} cannot be written${why}; use --data OTHER-FOLDER, or --memory to store nothing`,
  inUse: (dir) =>
    `the data folder ${dir} is already in use by another server; stop that one, or use --data OTHER-FOLDER`,
  newerSchema: (dir) =>
    `the data folder ${dir} is from a newer Telechat; use that one, or --data OTHER-FOLDER`,
  corrupt: (dir) =>
    `the data in ${dir} is damaged or not of Telechat; restore a copy, or use --data OTHER-FOLDER`,
  tls: {
    'cert-unreadable': (file, why) => `the certificate ${file} cannot be read (${why}); see --tls-cert`,
    'key-unreadable': (file, why) => `the key ${file} cannot be read (${why}); see --tls-key`,
    'cert-malformed': (file) => `${file} is not a certificate in PEM; see --tls-cert`,
    'key-malformed': (file) => `${file} is not a private key in PEM; see --tls-key`,
    'key-encrypted': (file) => `the key ${file} is protected by a password; give one without to --tls-key`,
    'key-mismatch': (file) => `the key ${file} belongs to another certificate; see --tls-cert and --tls-key`,
    refused: (file, why) => `the certificate ${file} and its key are of no use for TLS: ${why}`,
  },
  canned: {
    unreadable: (where, why) => `the canned answers ${where} cannot be read (${why}); see --canned`,
    'not-utf8': (where) => `the canned answers ${where} are not UTF-8; see --canned`,
    'too-many': (where) => `too many canned answers: ${where}; at most ${MAX_CANNED}, and half a megabyte`,
    'bad-name': (where) => `${where}: the line does not begin with a name of letters and digits`,
    'name-twice': (where) => `${where}: an earlier line has this name already`,
    'no-text': (where) => `${where}: there is no text behind the name`,
    'text-too-long': (where) => `${where}: the text is too long`,
    'bad-text': (where) => `${where}: the text has control characters`,
  },
  cannedLine: (path, line) => `${path}, line ${line}`,
  failed: (why) => `the server could not start: ${why}`,
  kept: (dir) => `the desk is open; everything is stored in ${dir}`,
  notKept: 'the desk is open; nothing is stored',
  next: (client) => `in another terminal: ${client}; here, Ctrl-C stops the server`,
  accounts: (command) => `attendants need an account; to add one: ${command}`,
  name: 'NAME',
  accountsInMemory:
    'with --memory on this address no attendant can enter: accounts need a data folder; use --data, or --open',
  open: (host) =>
    `--open: whoever reaches ${host} enters as attendant, without a password, and reads every conversation`,
  plain: (host, port) =>
    `passwords and messages cross the network readable on ${host}:${port}; with --tls-cert and --tls-key there is a port with TLS too`,
  plainBesideTls: (host, port, tlsPort) =>
    `passwords and messages cross the network readable on ${host}:${port}; port ${tlsPort} has TLS: with --host 127.0.0.1 --tls-host ${host} it alone is open`,
  nothingToReload: 'SIGHUP: without TLS and canned answers there is nothing to read again',
  notReloaded: 'SIGHUP: nothing was read again',
  reloaded: {
    certificate: 'SIGHUP: the certificate was read again',
    canned: 'SIGHUP: the canned answers were read again',
  },
  stopping: (signal) => `${signal}: the desk is closing`,
  notStopped: 'the server could not stop cleanly',
  examples: `
Examples:
  telechat server
      listens on 127.0.0.1:3627, stores in ./telechat-data
  telechat server --port 4000 --memory
      another port, nothing stored
  telechat server --host 0.0.0.0
      accepts the whole network; attendants need an account
  telechat server --tls-host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem
      the same, but by TLS alone; the port without TLS is for this machine
  telechat server --config desk.json
      options of a file; TELECHAT_* and those given here go before it`,
};

export const SERVER_TEXTS: Readonly<Record<Lang, typeof pt>> = { pt, en };
