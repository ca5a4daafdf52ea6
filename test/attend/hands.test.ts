/** What happens while somebody chooses: nothing moves under their hands. */

import { expect, test } from 'vitest';
import { Asking } from '../../src/cli/attend/asking.ts';
import { Attendant } from './attendant.ts';

/** Hands joao over: bia, eva and rui are there, and eva is chosen. */
function choosingEva(): Attendant {
  const ana = new Attendant().serves('joao');
  const users = ['bia', 'eva', 'rui'].map((name) => `USER ${name} atendente online x`);
  ana.press('ctrl-t').answers('LIST atendente', '+ok *3', ...users, '.');
  return ana.press('down');
}

const transfers = (ana: Attendant) => ana.lines.filter((line) => line.startsWith('TRANSFER'));

test('a customer is handed to whom was chosen, whoever goes away meanwhile', () => {
  const ana = choosingEva().hears('PRESENCE bia away').press('enter');
  expect(transfers(ana)).toEqual(['TRANSFER joao eva']);
});

test('a customer is handed to nobody if whom was chosen is gone', () => {
  const ana = choosingEva().hears('PRESENCE bia away');
  const left = ['bia', 'rui'].map((name) => `USER ${name} atendente online x`);
  ana.answers('LIST atendente', '+ok *2', ...left, '.').press('enter');
  expect(transfers(ana)).toEqual([]);
  expect(transfers(ana.press('down', 'down', 'enter'))).toEqual(['TRANSFER joao rui']);
});

test('a question is asked once at a time, however often there is a reason, and once more behind its reply', () => {
  const asking = new Asking();
  const about = { is: 'colleagues' } as const;
  const ask = () => asking.want('LIST atendente', about);
  expect([ask(), ask(), ask()]).toEqual([true, false, false]);
  expect(asking.answered('LIST atendente', about)).toBe(true);
  expect(ask()).toBe(true);
  expect(asking.answered('LIST atendente', about)).toBe(false);
});

test.each(['WAITING eva 1', 'ASSIGNED eva ana'])(
  'a text for a colleague is not sent to a customer who came under their name: %s',
  (event) => {
    const ana = new Attendant();
    ana.gets('eva', 'Oi, Ana', 'ana');
    ana.press('alt-down').type('o cofre abre com 4711').hears(event).press('tab', 'tab', 'alt-down', 'enter');
    expect(ana.lines.filter((line) => line.startsWith('MSG'))).toEqual([]);
  },
);

test('what was refused says the same when it is sent again', () => {
  for (const typed of ['!!ola', '//fim', '!? como assim']) {
    const ana = new Attendant().serves('joao').type(typed).press('enter');
    const [said = ''] = ana.lines.filter((line) => line.startsWith('MSG'));
    ana.answers('MSG', '-err STORE-FAILED disco cheio').press('enter');
    expect(ana.lines.filter((line) => line.startsWith('MSG'))).toEqual([said]);
  }
});
