/**
 * What `telechat server` tells people, in both languages.
 */

import type { Lang } from '../../protocol/codes.ts';

const pt = {
  about: 'abre o balcão: o servidor de bate-papo que fala 3MCP/1',
  host: 'endereço em que escuta',
  port: 'porta; 0 pega uma livre',
  workers: 'threads que atendem as conexões',
  data: 'pasta dos dados',
  memory: 'não grava nada: tudo se perde ao parar',
  durability: 'full resiste a uma queda de energia; relaxed é mais leve e pode perder os últimos instantes',
  capacity: 'conversas até as quais um atendente recebe clientes; 0: só por NEXT e TAKE',
  lang: 'língua de quem não escolheu outra',
  rate: 'comandos por segundo e conexão; 0: sem limite',
  log: 'como escreve o diário, em stderr',
  integer: (from: number, to: number) => `um inteiro de ${from} a ${to}`,
  portInUse: (host: string, port: number) =>
    `a porta ${port} de ${host} já está em uso; --port 0 pega uma livre, ou escolha outra porta`,
  cannotListen: (host: string, port: number, why: string) =>
    `não é possível escutar em ${host}:${port} (${why}); escolha outro endereço com --host, ou outra porta com --port`,
  /** `why` is the code of the system in brackets, or ''. */
  unwritable: (dir: string, why: string) =>
    `não é possível gravar na pasta de dados ${dir}${why}; use --data OUTRA-PASTA, ou --memory para não gravar`,
  inUse: (dir: string) =>
    `a pasta de dados ${dir} já está em uso por outro servidor; pare-o, ou use --data OUTRA-PASTA`,
  newerSchema: (dir: string) =>
    `a pasta de dados ${dir} é de um Telechat mais novo; use esse, ou --data OUTRA-PASTA`,
  corrupt: (dir: string) =>
    `os dados em ${dir} estão danificados ou não são do Telechat; recupere uma cópia, ou use --data OUTRA-PASTA`,
  failed: (why: string) => `o servidor não pôde começar: ${why}`,
  kept: (dir: string) => `o balcão está aberto; tudo fica gravado em ${dir}`,
  notKept: 'o balcão está aberto; nada é gravado',
  next: (client: string) => `em outro terminal: ${client}; aqui, Ctrl-C para o servidor`,
  stopping: 'o balcão está fechando',
  examples: `
Exemplos:
  telechat server                        escuta em 127.0.0.1:3627, grava em ./telechat-data
  telechat server --port 4000 --memory   outra porta, nada gravado
  telechat server --host 0.0.0.0         aceita a rede toda`,
};

const en: typeof pt = {
  about: 'opens the desk: the chat server that speaks 3MCP/1',
  host: 'address to listen on',
  port: 'port; 0 takes a free one',
  workers: 'threads that serve the connections',
  data: 'data folder',
  memory: 'stores nothing: all is lost on stopping',
  durability: 'full survives a power cut; relaxed is lighter and may lose the last moments',
  capacity: 'conversations up to which an attendant is given customers; 0: only by NEXT and TAKE',
  lang: 'language of those who have not chosen one',
  rate: 'commands per second and connection; 0: no limit',
  log: 'how the log is written, to stderr',
  integer: (from, to) => `an integer from ${from} to ${to}`,
  portInUse: (host, port) =>
    `port ${port} of ${host} is already in use; --port 0 takes a free one, or choose another port`,
  cannotListen: (host, port, why) =>
    `cannot listen on ${host}:${port} (${why}); choose another address with --host, or another port with --port`,
  unwritable: (dir, why) =>
    `the data folder ${dir} cannot be written${why}; use --data OTHER-FOLDER, or --memory to store nothing`,
  inUse: (dir) =>
    `the data folder ${dir} is already in use by another server; stop that one, or use --data OTHER-FOLDER`,
  newerSchema: (dir) =>
    `the data folder ${dir} is from a newer Telechat; use that one, or --data OTHER-FOLDER`,
  corrupt: (dir) =>
    `the data in ${dir} is damaged or not of Telechat; restore a copy, or use --data OTHER-FOLDER`,
  failed: (why) => `the server could not start: ${why}`,
  kept: (dir) => `the desk is open; everything is stored in ${dir}`,
  notKept: 'the desk is open; nothing is stored',
  next: (client) => `in another terminal: ${client}; here, Ctrl-C stops the server`,
  stopping: 'the desk is closing',
  examples: `
Examples:
  telechat server                        listens on 127.0.0.1:3627, stores in ./telechat-data
  telechat server --port 4000 --memory   another port, nothing stored
  telechat server --host 0.0.0.0         accepts the whole network`,
};

export const SERVER_TEXTS: Readonly<Record<Lang, typeof pt>> = { pt, en };
