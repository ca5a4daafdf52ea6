/** What the help says of each command, in both languages. Texts alone: how they stand on the screen is not here. */

import type { Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';

/** The parts of the help, in their order. */
export const GROUPS = ['talks', 'messages', 'rooms', 'desk', 'you', 'more'] as const;
export type Group = (typeof GROUPS)[number];

export interface CommandHelp {
  /** In at most 41 columns, to stand behind the command on a small screen. */
  readonly what: string;
  /** What one types, behind the word. */
  readonly example: string;
  /** Whatever else one should know. */
  readonly more?: string;
}

export interface HelpTexts {
  readonly groups: Readonly<Record<Group, string>>;
  /** By verb; TO turns to somebody, `!` is a canned answer. */
  readonly commands: Readonly<Record<string, CommandHelp>>;
  readonly example: (line: string) => string;
  /** The line of the protocol that this command becomes. */
  readonly onWire: (line: string) => string;
  /** `roles` are who may. */
  readonly onlyFor: (roles: readonly Role[]) => string;
  readonly roomsClosed: string;
  /** Of HISTORY, to those who may not see everything. */
  readonly onlyOwn: string;
  /** What commands do, where that is something else for customers. */
  readonly toCustomers: Readonly<Record<string, string>>;
  /** What they type then. */
  readonly customersExamples: Readonly<Record<string, string>>;
  /** What commands do for customers who have no rooms. */
  readonly toCustomersWithoutRooms: Readonly<Record<string, string>>;
  /** Where not all commands fit. */
  readonly also: (words: readonly string[]) => string;
  /** How commands are told from text, in short: to those who type commands all day, with some of theirs. */
  readonly rule: (examples: string) => readonly string[];
  /** The same to those who only chat; `to` is to whom they may write. */
  readonly chatRule: (to: string) => readonly string[];
  /** `near` may have been meant, or ''. */
  readonly unknown: (word: string, near: string) => string;
}

const PT: HelpTexts = {
  groups: {
    talks: 'Conversas',
    messages: 'Mensagens',
    rooms: 'Salas',
    desk: 'Balcão',
    you: 'Você',
    more: 'Outros',
  },
  commands: {
    NEXT: { what: 'atende quem espera há mais tempo', example: '' },
    TAKE: { what: 'atende esta pessoa da fila', example: 'maria' },
    QUEUE: { what: 'mostra a fila de espera', example: '' },
    TO: {
      what: 'passa a falar com outra pessoa ou #sala',
      example: 'maria',
      more: 'O que você escrever depois vai para lá.',
    },
    CLOSE: {
      what: 'encerra a conversa; não se desfaz',
      example: 'maria Até logo!',
      more: 'Sem nome, encerra a conversa do prompt. O texto é a despedida, que o cliente lê.',
    },
    '!': { what: 'envia esta resposta pronta', example: 'horário' },
    NOTE: {
      what: 'anota algo que só atendentes veem',
      example: 'maria já ligou duas vezes',
    },
    TRANSFER: {
      what: 'passa o cliente a outro atendente',
      example: 'maria bia',
      more: 'Só com o atendente, passa o cliente do prompt.',
    },
    RETURN: {
      what: 'devolve o cliente à fila',
      example: 'maria',
      more: 'O cliente mantém o lugar que tinha; outro atendente pode chamá-lo na hora. Sem nome, é o cliente do prompt.',
    },
    RATE: {
      what: 'avalia o atendimento encerrado, de 1 a 5',
      example: '5 Muito bom!',
      more: 'Vale uma vez, depois que o atendente encerra a conversa.',
    },
    UNDO: {
      what: 'desfaz a sua última mensagem',
      example: '12',
      more: 'Com um número (o que está depois de ✓), desfaz aquela. Quem já leu, leu.',
    },
    HISTORY: {
      what: 'mostra o que foi dito antes',
      example: '#geral 20',
      more: 'O primeiro número é quantas mensagens; o segundo pede as anteriores a essa. Sem nada, mostra a conversa do prompt; a clientes e membros, a própria.',
    },
    SEARCH: { what: 'procura mensagens com estas palavras', example: 'nota fiscal' },
    MSG: {
      what: 'escreve a uma pessoa ou #sala',
      example: 'bia Você pode me ajudar?',
      more: '* no lugar do nome é o outro lado da sua conversa.',
    },
    JOIN: { what: 'entra na sala, ou a cria', example: '#geral' },
    ROOMS: { what: 'mostra as salas', example: '' },
    WHO: { what: 'mostra quem está na sala', example: '#geral' },
    LEAVE: { what: 'sai da sala', example: '#geral', more: 'Sem nome, sai da sala do prompt.' },
    CREATE: { what: 'cria uma sala, com o assunto', example: '#vendas Tudo sobre vendas' },
    'LIST-USERS': {
      what: 'mostra quem está aqui',
      example: 'consumidor',
      more: 'O tipo é atendente, consumidor ou membro. De uma lista longa, o nome pede o que vem depois dele.',
    },
    STATS: { what: 'mostra os números de hoje', example: '' },
    CANNED: {
      what: 'mostra as respostas prontas',
      example: '',
      more: 'Uma linha com !nome envia a resposta pronta desse nome.',
    },
    STATUS: {
      what: 'diz se a fila pode lhe mandar clientes',
      example: 'ausente',
      more: 'Também valem online e away.',
    },
    NICK: { what: 'troca o seu nome', example: 'joana' },
    LANG: { what: 'muda a língua', example: 'en' },
    QUIT: { what: 'sai do Telechat', example: '', more: 'Ctrl-D também sai.' },
    HELP: { what: 'explica um comando', example: 'desfazer' },
    PING: { what: 'pergunta se o servidor responde', example: '' },
    TYPING: {
      what: 'diz que você está digitando, ou não',
      example: 'maria on',
      more: 'Num terminal isso é dito sozinho.',
    },
    SEEN: {
      what: 'diz que você viu a mensagem',
      example: '12',
      more: 'Num terminal isso é dito sozinho.',
    },
    RAW: { what: 'envia esta linha ao servidor como está', example: 'PING oi' },
  },
  example: (line) => `Exemplo: ${line}`,
  onWire: (line) => `No protocolo: ${line}`,
  onlyFor: (roles) => `só ${roles.map((role) => PLURAL.pt[role]).join(' e ')} podem usar este comando`,
  roomsClosed: 'as salas não estão abertas a clientes neste servidor',
  onlyOwn: 'você só vê a sua própria conversa e as salas em que está',
  toCustomers: {
    QUEUE: 'mostra o seu lugar na fila',
    MSG: 'escreve ao atendimento (*) ou a uma #sala',
    TO: 'fala na sala; /para atendimento volta',
  },
  customersExamples: { MSG: '* Posso trocar o tamanho?', HISTORY: '* 20', TYPING: '* on', TO: 'atendimento' },
  toCustomersWithoutRooms: { MSG: 'escreve ao atendimento, com * como nome' },
  also: (words) => `Há também ${words.join(', ')}.`,
  rule: (examples) => [
    `Um comando começa com /, ou é escrito em MAIÚSCULAS: ${examples}.`,
    'O resto é texto. /ajuda msg explica /msg; /ajuda regras diz o resto.',
  ],
  chatRule: (to) => [
    `É comando a linha que começa com /. Sem a /, só o comando exato do protocolo, em`,
    `MAIÚSCULAS: QUIT, HISTORY, MSG ${to} oi. O resto é texto.`,
    '/ajuda desfazer explica /desfazer; /ajuda regras diz o resto.',
  ],
  unknown: (word, near) =>
    `não conheço o comando ${word}${near === '' ? '' : ` (seria ${near}?)`}; /ajuda mostra os que existem`,
};

const EN: HelpTexts = {
  groups: {
    talks: 'Talking',
    messages: 'Messages',
    rooms: 'Rooms',
    desk: 'Desk',
    you: 'You',
    more: 'More',
  },
  commands: {
    NEXT: { what: 'takes whoever has waited longest', example: '' },
    TAKE: { what: 'takes this person from the line', example: 'maria' },
    QUEUE: { what: 'shows the waiting line', example: '' },
    TO: {
      what: 'talks to another person or #room',
      example: 'maria',
      more: 'What you write from then on goes there.',
    },
    CLOSE: {
      what: 'closes the conversation, for good',
      example: 'maria Goodbye!',
      more: 'Without a name it closes the conversation in the prompt. The text is the farewell, which the customer reads.',
    },
    '!': { what: 'sends this canned answer', example: 'hours' },
    NOTE: { what: 'notes what only attendants see', example: 'maria has called twice' },
    TRANSFER: {
      what: 'hands the customer to another attendant',
      example: 'maria bia',
      more: 'With the attendant alone, it is the customer in the prompt.',
    },
    RETURN: {
      what: 'gives the customer back to the line',
      example: 'maria',
      more: 'The customer keeps the old place; another attendant may be given them at once. Without a name it is the customer in the prompt.',
    },
    RATE: {
      what: 'rates the help you got, from 1 to 5',
      example: '5 Very good!',
      more: 'Once, after the attendant has closed the conversation.',
    },
    UNDO: {
      what: 'retracts your last message',
      example: '12',
      more: 'With a number (the one behind ✓), it retracts that message. Who has read it, has read it.',
    },
    HISTORY: {
      what: 'shows what was said before',
      example: '#geral 20',
      more: 'The first number is how many messages; the second asks for those before it. With nothing behind it, it shows the conversation in the prompt; to customers and members, their own.',
    },
    SEARCH: { what: 'finds messages with these words', example: 'invoice' },
    MSG: {
      what: 'writes to a person or #room',
      example: 'bia Can you help me?',
      more: '* in place of the name is the other side of your conversation.',
    },
    JOIN: { what: 'joins the room, or makes it', example: '#geral' },
    ROOMS: { what: 'shows the rooms', example: '' },
    WHO: { what: 'shows who is in the room', example: '#geral' },
    LEAVE: { what: 'leaves the room', example: '#geral', more: 'Without a name, the room in the prompt.' },
    CREATE: { what: 'makes a room, with its topic', example: '#sales All about sales' },
    'LIST-USERS': {
      what: 'shows who is here',
      example: 'customer',
      more: 'The role is attendant, customer or member. Of a long list, the name asks for what comes after it.',
    },
    STATS: { what: "shows today's figures", example: '' },
    CANNED: {
      what: 'shows the canned answers',
      example: '',
      more: 'A line with !name sends the canned answer of that name.',
    },
    STATUS: { what: 'says whether the line may send you anyone', example: 'away' },
    NICK: { what: 'changes your name', example: 'joana' },
    LANG: { what: 'changes the language', example: 'pt' },
    QUIT: { what: 'leaves Telechat', example: '', more: 'So does Ctrl-D.' },
    HELP: { what: 'explains a command', example: 'undo' },
    PING: { what: 'asks whether the server answers', example: '' },
    TYPING: {
      what: 'says that you are typing, or not',
      example: 'maria on',
      more: 'At a terminal this is said by itself.',
    },
    SEEN: {
      what: 'says that you have seen the message',
      example: '12',
      more: 'At a terminal this is said by itself.',
    },
    RAW: { what: 'sends this line to the server as it is', example: 'PING hi' },
  },
  example: (line) => `Example: ${line}`,
  onWire: (line) => `In the protocol: ${line}`,
  onlyFor: (roles) => `only ${roles.map((role) => PLURAL.en[role]).join(' and ')} may use this command`,
  roomsClosed: 'the rooms are not open to customers on this server',
  onlyOwn: 'you can see only your own conversation and the rooms that you are in',
  toCustomers: {
    QUEUE: 'shows your place in line',
    MSG: 'writes to the desk (*) or to a #room',
    TO: 'talks in the room; /to desk comes back',
  },
  customersExamples: { MSG: '* Can I have another size?', HISTORY: '* 20', TYPING: '* on', TO: 'desk' },
  toCustomersWithoutRooms: { MSG: 'writes to the desk, with * as the name' },
  also: (words) => `There are also ${words.join(', ')}.`,
  rule: (examples) => [
    `A command begins with / or with its word in CAPITALS: ${examples}.`,
    'The rest is text. /help msg explains /msg; /help rules tells the rest.',
  ],
  chatRule: (to) => [
    "A command begins with /. Without it, only the protocol's exact command in",
    `CAPITALS is one: QUIT, HISTORY, MSG ${to} hi. The rest is text.`,
    '/help undo explains /undo; /help rules tells the rest.',
  ],
  unknown: (word, near) =>
    `I do not know the command ${word}${near === '' ? '' : ` (did you mean ${near}?)`}; /help shows those there are`,
};

const PLURAL: Readonly<Record<Lang, Readonly<Record<Role, string>>>> = {
  pt: { atendente: 'atendentes', consumidor: 'clientes', membro: 'membros' },
  en: { atendente: 'attendants', consumidor: 'customers', membro: 'members' },
};

export const HELP_TEXTS: Readonly<Record<Lang, HelpTexts>> = { pt: PT, en: EN };
