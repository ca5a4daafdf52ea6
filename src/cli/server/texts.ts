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
  portInUse: (host: string, port: number) => `a porta ${port} de ${host} já está em uso`,
  cannotListen: (host: string, port: number, why: string) =>
    `não é possível escutar em ${host}:${port} (${why})`,
  unwritable: (dir: string, why: string) => `a pasta de dados ${dir} não pode ser usada: ${why}`,
  inUse: (dir: string) => `a pasta de dados ${dir} já está em uso por outro servidor`,
  newerSchema: (dir: string) => `a pasta de dados ${dir} é de um Telechat mais novo`,
  corrupt: (dir: string, why: string) => `os dados em ${dir} estão danificados: ${why}`,
  failed: (why: string) => `o servidor não pôde começar: ${why}`,
  kept: (dir: string) => `o balcão está aberto; tudo fica gravado em ${dir}`,
  notKept: 'o balcão está aberto; nada é gravado',
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
  portInUse: (host, port) => `port ${port} of ${host} is already in use`,
  cannotListen: (host, port, why) => `cannot listen on ${host}:${port} (${why})`,
  unwritable: (dir, why) => `the data folder ${dir} cannot be used: ${why}`,
  inUse: (dir) => `the data folder ${dir} is already in use by another server`,
  newerSchema: (dir) => `the data folder ${dir} is from a newer Telechat`,
  corrupt: (dir, why) => `the data in ${dir} is damaged: ${why}`,
  failed: (why) => `the server could not start: ${why}`,
  kept: (dir) => `the desk is open; everything is stored in ${dir}`,
  notKept: 'the desk is open; nothing is stored',
  stopping: 'the desk is closing',
  examples: `
Examples:
  telechat server                        listens on 127.0.0.1:3627, stores in ./telechat-data
  telechat server --port 4000 --memory   another port, nothing stored
  telechat server --host 0.0.0.0         accepts the whole network`,
};

export const SERVER_TEXTS: Readonly<Record<Lang, typeof pt>> = { pt, en };
