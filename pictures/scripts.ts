/** What people say in the stories, in each language, and what is seen in the pictures. Nothing but words. */

import type { Lang } from '../src/protocol/codes.ts';

export interface Script {
  /** Of the terminals. */
  readonly locale: string;
  readonly attendant: string;
  readonly customer: string;
  readonly room: string;
  /** At the prompt. */
  readonly prompt: {
    readonly asks: string;
    readonly greets: string;
    readonly note: string;
    readonly to: string;
    readonly asksRui: string;
    readonly ruiKnows: string;
    readonly promises: string;
    readonly thanks: string;
    readonly seen: string;
  };
  /** At the desk. */
  readonly desk: {
    readonly asks: string;
    readonly greets: string;
    readonly note: string;
    readonly ruiKnows: string;
    readonly ruiLeaves: string;
    readonly promises: string;
    readonly asksMore: string;
    readonly agrees: string;
    readonly typing: string;
    readonly draft: string;
    readonly seen: string;
  };
  readonly search: { readonly words: string; readonly found: string; readonly seen: string };
  /** Who comes after João, and what they say; the last ones wait. */
  readonly customers: readonly (readonly [string, ...string[]])[];
}

const PT: Script = {
  locale: 'pt_BR.UTF-8',
  attendant: 'atendente',
  customer: 'consumidor',
  room: '#plantao',
  prompt: {
    asks: 'Bom dia! Meu pedido 1234 era para ontem e não chegou. 😕',
    greets: 'Bom dia, João! Vou falar com a transportadora.',
    note: 'Segundo atraso: frete grátis no próximo.',
    to: '/para',
    asksRui: 'Rui, onde está o 1234?',
    ruiKnows: 'No carro do Beto: chega hoje até as 16h.',
    promises: 'João, o entregador passa hoje até as 16h.',
    thanks: 'Que bom! Muito obrigado. 🙏',
    seen:
      'Dois terminais. Ana, atendente, lê as mensagens de João com a hora, vê ✓ e ✓✓ nas suas, guarda uma nota ' +
      'interna, pergunta na sala #plantao, e o seu prompt conta quem espera e o que não foi lido. João, cliente, vê ' +
      'a mesma conversa, sem a nota e sem a sala.',
  },
  desk: {
    asks: 'Bom dia! Meu pedido 1234 era para ontem e não chegou. 😕',
    greets: 'Bom dia, João! Vou falar com a transportadora.',
    note: 'Segundo atraso neste mês: frete grátis no próximo.',
    ruiKnows: 'O Beto está com o 1234: chega até as 16h.',
    ruiLeaves: 'Volto às 14h.',
    promises: 'O entregador está com o 1234: passa hoje até as 16h.',
    asksMore: 'Que bom! Posso pedir que deixe com o porteiro?',
    agrees: 'Pode, sim: já avisei o entregador.',
    typing: 'joao digita',
    draft: 'Mais alguma coisa, Jo',
    seen:
      'A tela cheia. À esquerda quem espera, pedro e clara, as conversas e as salas, com o que não foi lido em cada ' +
      'uma; à direita a conversa com joao, com ✓✓ no que ele viu, uma nota interna, e que ele digita; embaixo o que ' +
      'Ana está escrevendo, e as teclas.',
  },
  search: {
    words: 'nao chegou',
    found: 'rastreio',
    seen:
      'A busca na tela cheia, em 80 colunas e 24 linhas: nao chegou, sem o til, achou não chegou no que quatro ' +
      'clientes escreveram; a mensagem escolhida aparece inteira.',
  },
  customers: [
    ['maria', 'Oi! Posso trocar o tamanho?', 'É o vestido azul.'],
    ['lucas', 'O cupom PRIMAVERA não funciona.'],
    ['yuki', 'Bom dia! O kit 抹茶 não chegou inteiro.'],
    ['pedro', 'Oi! A nota fiscal não chegou com o pedido.'],
    ['clara', 'Oi! O código de rastreio ainda não chegou. 📦'],
  ],
};

const EN: Script = {
  locale: 'en_US.UTF-8',
  attendant: 'attendant',
  customer: 'customer',
  room: '#shift',
  prompt: {
    asks: 'Good morning! My order 1234 was due yesterday. 😕',
    greets: 'Good morning, João! Let me ask the carrier.',
    note: 'Second delay: free shipping next time.',
    to: '/to',
    asksRui: 'Rui, where is 1234?',
    ruiKnows: 'In Beto’s van: there by 4 pm today.',
    promises: 'João, the courier will be there by 4 pm today.',
    thanks: 'Great! Thank you very much. 🙏',
    seen:
      'Two terminals. Ana, an attendant, reads João’s messages with their times, sees ✓ and ✓✓ at her own, keeps an ' +
      'internal note, asks in the room #shift, and has a prompt that counts who waits and what is unread. João, a ' +
      'customer, sees the same conversation without the note and the room.',
  },
  desk: {
    asks: 'Good morning! My Café Aurora was due yesterday. 😕',
    greets: 'Good morning, João! Let me ask the carrier.',
    note: 'Second delay this month: free shipping next time.',
    ruiKnows: 'Beto has order 1234: there by 4 pm.',
    ruiLeaves: 'Back at 2 pm.',
    promises: 'The courier has it in the van: there by 4 pm today.',
    asksMore: 'Great! May he leave it with the doorman?',
    agrees: 'Of course: I have told him already.',
    typing: 'joao is typing',
    draft: 'Anything else, Jo',
    seen:
      'A full screen. On the left those who wait, pedro and clara, the conversations and the rooms, with what is ' +
      'unread in each; on the right the conversation with joao, ✓✓ at what he saw, an internal note, and that he is ' +
      'typing; below what Ana is writing, and the keys.',
  },
  search: {
    words: 'cafe aurora',
    found: 'tracking',
    seen:
      'The search in the full screen, at 80 columns and 24 rows: cafe aurora, without its accent, has found Café ' +
      'Aurora in what four customers wrote; the chosen message is shown in full.',
  },
  customers: [
    ['maria', 'Hi! May I change the size?', 'It is the blue dress.'],
    ['lucas', 'The coupon SPRING does not work.'],
    ['yuki', 'Hello! 抹茶 and Café Aurora came broken.'],
    ['pedro', 'Hi! Café Aurora came without an invoice.'],
    ['clara', 'Hi! My Café Aurora has no tracking code. 📦'],
  ],
};

export const SCRIPTS: Readonly<Record<Lang, Script>> = { pt: PT, en: EN };
