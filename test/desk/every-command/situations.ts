/** The states in which every command is tried: who is at the desk, and how things stand for the one who speaks. */

import type { DeskOptions } from '../../../src/desk/desk.ts';
import type { Role } from '../../../src/protocol/commands.ts';
import type { Chat } from '../chat.ts';

/** The connection that speaks. */
export const ME = 1;

/** What is so for whoever speaks: what comes of a command is told by these. */
export type Trait =
  /** Rooms are open to them, or not. */
  | 'rooms'
  | 'no rooms'
  /** They are in `#sala`. */
  | 'in room'
  /** They serve rui, or are served by bia. */
  | 'serves'
  | 'is served'
  | 'may rate'
  | 'has account'
  | 'has said'
  /** They have had as many names, or are in as many rooms, as there may be. */
  | 'many names'
  | 'many rooms'
  /** No room is empty, and there are as many as there may be. */
  | 'no room left'
  /** Whoever waits is lost. */
  | 'nobody here waits';

export interface Situation {
  readonly role: Role | null;
  readonly is: readonly Trait[];
  readonly make: (desk: Chat) => void;
  readonly options?: Partial<DeskOptions>;
}

/**
 * In all of them bia serves cai, vera waits, leo waits and is lost, dora's conversation is closed; zeca, an attendant,
 * is lost and serves tina, noa is away and serves ugo; mel is a member, alone in `#sala`, and `#vazia` is empty; reg, a
 * member, and rita, a customer, have accounts and are not here.
 */
export function everybody(desk: Chat): void {
  desk.enters(21, 'bia atendente');
  desk.enters(22, 'cai consumidor');
  desk.says(21, 'TAKE cai', 'NOTE cai sabe muito');
  desk.enters(23, 'dora consumidor');
  desk.says(21, 'TAKE dora', 'CLOSE dora');
  desk.enters(24, 'leo consumidor');
  desk.enters(25, 'vera consumidor');
  desk.loses(24);
  desk.enters(26, 'mel membro');
  desk.says(26, 'JOIN #sala', 'MSG #sala alguém?', 'CREATE #vazia');
  serving(desk, 27, 'zeca', 28, 'tina');
  desk.loses(27);
  serving(desk, 29, 'noa', 30, 'ugo');
  desk.says(29, 'STATUS away');
  desk.registers('reg membro');
  desk.registers('rita consumidor');
}

function serving(desk: Chat, attendant: number, name: string, customer: number, served: string): void {
  desk.enters(attendant, `${name} atendente`);
  desk.enters(customer, `${served} consumidor`);
  desk.says(attendant, `TAKE ${served}`, `MSG ${served} pois não`);
}

const enters =
  (role: Role, ...lines: readonly string[]) =>
  (desk: Chat): void => {
    desk.enters(ME, `eu ${role}`);
    desk.says(ME, ...lines);
  };

/** bia serves whoever speaks. */
const isServed = (desk: Chat): void => {
  desk.enters(ME, 'eu consumidor');
  desk.says(21, 'TAKE eu');
  desk.says(ME, 'MSG * oi');
};

const FOR_ALL = { roomsForCustomers: true };

export const SITUATIONS: Readonly<Record<string, Situation>> = {
  'before entry': { role: null, is: [], make: () => {} },
  'before entry, the password said': {
    role: null,
    is: [],
    make: (desk) => {
      desk.registers('eu atendente', 'minha');
      desk.says(ME, 'PASS minha');
    },
  },
  'an attendant who serves nobody': { role: 'atendente', is: ['rooms'], make: enters('atendente') },
  'an attendant who serves': {
    role: 'atendente',
    is: ['rooms', 'serves', 'has said'],
    make: (desk) => {
      desk.enters(2, 'rui consumidor');
      enters('atendente', 'TAKE rui', 'MSG rui oi')(desk);
    },
  },
  'an attendant who serves, and is away': {
    role: 'atendente',
    is: ['rooms', 'serves', 'has said'],
    make: (desk) => {
      desk.enters(2, 'rui consumidor');
      enters('atendente', 'TAKE rui', 'STATUS away', 'NOTE rui volta logo')(desk);
    },
  },
  'an attendant whose customer is lost': {
    role: 'atendente',
    is: ['rooms', 'serves', 'has said'],
    make: (desk) => {
      desk.enters(2, 'rui consumidor');
      enters('atendente', 'TAKE rui', 'MSG rui oi')(desk);
      desk.loses(2);
    },
  },
  'an attendant in a room, while nobody waits who is here': {
    role: 'atendente',
    is: ['rooms', 'in room', 'has said', 'nobody here waits'],
    make: (desk) => {
      desk.says(21, 'TAKE vera');
      enters('atendente', 'JOIN #sala', 'MSG #sala oi')(desk);
    },
  },
  'a customer who waits': { role: 'consumidor', is: ['no rooms'], make: enters('consumidor') },
  'a customer who waits, where rooms are open': {
    role: 'consumidor',
    is: ['rooms'],
    make: enters('consumidor'),
    options: FOR_ALL,
  },
  'a customer who is served': {
    role: 'consumidor',
    is: ['no rooms', 'is served', 'has said'],
    make: isServed,
  },
  'a customer who is served and in a room': {
    role: 'consumidor',
    is: ['rooms', 'in room', 'is served', 'has said'],
    make: (desk) => {
      isServed(desk);
      desk.says(ME, 'JOIN #sala', 'MSG #sala oi');
    },
    options: FOR_ALL,
  },
  'a customer whose attendant is lost': {
    role: 'consumidor',
    is: ['no rooms', 'is served', 'has said'],
    make: (desk) => {
      isServed(desk);
      desk.loses(21);
    },
  },
  'a customer who was returned': {
    role: 'consumidor',
    is: ['no rooms', 'has said'],
    make: (desk) => {
      isServed(desk);
      desk.says(21, 'RETURN eu');
    },
  },
  'a customer after CLOSED': {
    role: 'consumidor',
    is: ['no rooms', 'may rate', 'has said'],
    make: (desk) => {
      isServed(desk);
      desk.says(21, 'CLOSE eu até logo');
    },
  },
  'a customer after CLOSED, who has rated': {
    role: 'consumidor',
    is: ['no rooms', 'has said'],
    make: (desk) => {
      isServed(desk);
      desk.says(21, 'CLOSE eu');
      desk.says(ME, 'RATE 5 ótimo');
    },
  },
  'a customer after CLOSED, who waits again': {
    role: 'consumidor',
    is: ['no rooms', 'has said'],
    make: (desk) => {
      isServed(desk);
      desk.says(21, 'CLOSE eu');
      desk.says(ME, 'MSG * mais uma coisa');
    },
  },
  'a member': { role: 'membro', is: ['rooms'], make: enters('membro') },
  'a member in a room': {
    role: 'membro',
    is: ['rooms', 'in room', 'has said'],
    make: enters('membro', 'JOIN #sala', 'MSG #sala oi', 'MSG mel oi'),
  },
  'a member with an account': {
    role: 'membro',
    is: ['rooms', 'has account'],
    make: (desk) => {
      desk.registers('eu membro');
      desk.proceeds(ME, 'eu membro');
    },
  },
  'a member who has had many names': {
    role: 'membro',
    is: ['rooms', 'many names'],
    make: (desk) => {
      for (let n = 1; n < 16; n++) desk.says(ME, n === 1 ? 'CONNECT eu membro' : `NICK eu${n}`);
      desk.says(ME, 'NICK outra', 'NICK eu');
    },
  },
  'a member in fifty rooms': {
    role: 'membro',
    is: ['rooms', 'many rooms'],
    make: (desk) => {
      enters('membro')(desk);
      for (let n = 0; n < 50; n++) desk.says(ME, `JOIN #r${n}`);
    },
  },
  'a member where there are too many rooms': {
    role: 'membro',
    is: ['rooms', 'no room left'],
    make: (desk) => {
      desk.says(26, 'JOIN #vazia');
      enters('membro')(desk);
    },
    options: { maxRooms: 3 },
  },
};
