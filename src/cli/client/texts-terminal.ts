/** What the client says only to somebody at a terminal, in both languages. Texts alone. */

import type { Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';

export interface TerminalTexts {
  /** Before the prompt: how many wait. */
  readonly queueMark: (waiting: number) => string;
  /** Before the prompt: so many more conversations with something unread. */
  readonly moreMark: (places: number) => string;
  /** Some of the lines that were pasted look like commands. */
  readonly pastedAsText: string;
  /** Of the rules: how lines are read that are pasted; a plain terminal does not tell them from typed ones. */
  readonly pasted: (isPlain: boolean) => string;
  /** The end of the rules: what the keys do, and what the marks say. */
  readonly keys: (role: Role) => readonly string[];

  // The command line's own help.
  readonly optionSeen: string;
  readonly optionTyping: string;
  readonly optionBell: string;
  readonly optionPlain: string;
  readonly optionJson: string;
  readonly plainOrJson: string;
  readonly helpJson: string;
}

const COMPLETED: Readonly<Record<Lang, Readonly<Record<Role, string>>>> = {
  pt: {
    atendente: 'comandos, nomes, salas e respostas prontas',
    membro: 'comandos, nomes e salas',
    consumidor: 'comandos',
  },
  en: {
    atendente: 'commands, names, rooms and canned answers',
    membro: 'commands, names and rooms',
    consumidor: 'commands',
  },
};

const PT: TerminalTexts = {
  queueMark: (waiting) => `fila ${waiting}`,
  moreMark: (places) => `mais ${places}`,
  pastedAsText: 'O que você cola em várias linhas vai como texto, mesmo o que parece comando.',
  pasted: (isPlain) =>
    isPlain
      ? 'Com --plain, o que você cola é lido linha por linha, como se você o digitasse.'
      : 'O que você cola em várias linhas é texto, mesmo o que parece comando.',
  keys: (role) => [
    `Tab completa ${COMPLETED.pt[role]}; mais Tab mostra e percorre as opções. As setas trazem de volta o que você escreveu; Ctrl-R acha a linha que contém o que já está escrito.`,
    'Ctrl-C apaga a linha que você escreve; com a linha vazia sai, como Ctrl-D.',
    '✓ #12: o servidor guardou a sua mensagem, e /desfazer 12 a desfaz. ✓✓: foi vista.',
  ],

  optionSeen: 'não conta aos outros que você viu as mensagens',
  optionTyping: 'não conta aos outros que você está digitando',
  optionBell: 'sem campainha quando há clientes na fila',
  optionPlain: 'para leitores de tela: frases, uma depois da outra',
  optionJson: 'para programas: eventos e respostas em linhas JSON',
  plainOrJson: '--plain e --json não vão juntos.',
  helpJson: `
Com --json, cada linha da saída é um objeto, na ordem do servidor: um evento,
a resposta a uma linha da entrada, ou o estado da conexão (entered, lost, back,
ended):
  {"event":"MSG","seq":7,"time":"…","from":"joao","to":"*","text":"oi"}
  {"reply":"ok","line":1,"command":"MSG","seq":8,"text":"…"}
  {"reply":"err","line":2,"command":"TAKE","code":"TAKEN","text":"…"}
  {"reply":"list","line":3,"command":"QUEUE","text":"","items":[…]}
  {"client":"lost"}
O código NAMESAKE é do próprio cliente: a linha esperou pela conexão, e quem
tinha este nome saiu ou mudou de nome; ela não foi enviada.
Cada linha da entrada é um comando do protocolo, MSG joao oi, ou um objeto em
que só command é obrigatório:
  {"command":"MSG","args":["joao"],"text":"oi","label":"a1"}`,
};

const EN: TerminalTexts = {
  queueMark: (waiting) => `${waiting} in line`,
  moreMark: (places) => `${places} more`,
  pastedAsText: 'What you paste in several lines goes as text, even where it looks like a command.',
  pasted: (isPlain) =>
    isPlain
      ? 'With --plain, what you paste is read line by line, as if you had typed it.'
      : 'What you paste in several lines is text, even where it looks like a command.',
  keys: (role) => [
    `Tab completes ${COMPLETED.en[role]}; more Tabs show what there is and go through it. The arrows bring back what you wrote; Ctrl-R finds the line that holds what is typed.`,
    'Ctrl-C clears the line that you write; with an empty line it leaves, as Ctrl-D does.',
    '✓ #12: the server has your message, and /undo 12 retracts it. ✓✓: it was seen.',
  ],

  optionSeen: 'does not tell others that you saw their messages',
  optionTyping: 'does not tell others that you are typing',
  optionBell: 'no bell while customers wait',
  optionPlain: 'for screen readers: sentences, one after the other',
  optionJson: 'for programs: events and replies as lines of JSON',
  plainOrJson: '--plain and --json do not go together.',
  helpJson: `
With --json, each line of the output is an object, in the server's order: an
event, the reply to a line of the input, or how the connection stands (entered,
lost, back, ended):
  {"event":"MSG","seq":7,"time":"…","from":"joao","to":"*","text":"oi"}
  {"reply":"ok","line":1,"command":"MSG","seq":8,"text":"…"}
  {"reply":"err","line":2,"command":"TAKE","code":"TAKEN","text":"…"}
  {"reply":"list","line":3,"command":"QUEUE","text":"","items":[…]}
  {"client":"lost"}
The code NAMESAKE is the client's own: the line waited for the connection, and
whoever had this name left or changed it; the line was not sent.
Each line of the input is a command of the protocol, MSG joao oi, or an object
of which only command must be there:
  {"command":"MSG","args":["joao"],"text":"oi","label":"a1"}`,
};

export const TERMINAL_TEXTS: Readonly<Record<Lang, TerminalTexts>> = { pt: PT, en: EN };
