/** The checker itself: each fault that it is there for, made on paper, and noticed. */

import { expect, it } from 'vitest';
import { type Kept, whatIsWrong } from '../support/checker.ts';
import { Testimony } from '../support/testimony.ts';

interface Story {
  readonly ines: Testimony;
  readonly rui: Testimony;
  readonly kept: Kept[];
}

/** ines said three things to rui: the first two were acknowledged and came, of the third nobody knows. */
function story(): Story {
  const ines = new Testimony('ines', 'membro');
  const rui = new Testimony('rui', 'membro');
  const kept: Kept[] = [];
  for (const [n, text] of ['um', 'dois', 'três'].entries()) {
    const said = ines.says(`x-${n}`, 'rui', text);
    said.sends = 1;
    if (n === 2) continue;
    const message = { seq: 10 + n, from: 'ines', to: 'rui', text };
    kept.push(message);
    rui.hears({ ...message, time: 't' });
    ines.acknowledged(said, { kind: 'ok', label: said.label, text: `mensagem recebida ${message.seq}` });
  }
  return { ines, rui, kept };
}

const third: Kept = { seq: 12, from: 'ines', to: 'rui', text: 'três' };

it('finds nothing wrong where nothing is, whether the message that nobody knows of was stored or not', () => {
  const { ines, rui, kept } = story();
  expect(whatIsWrong([ines, rui], kept)).toEqual([]);
  rui.hears({ ...third, time: 't' });
  expect(whatIsWrong([ines, rui], [...kept, third])).toEqual([]);
});

it('drops what came again', () => {
  const { ines, rui, kept } = story();
  rui.hears({ ...kept[0]!, time: 't' });
  expect(whatIsWrong([ines, rui], kept)).toEqual([]);
  expect(rui.repeated).toBe(1);
});

it.each<[string, RegExp, (story: Story) => void]>([
  [
    'an acknowledged message that is lost',
    /10 of ines was acknowledged and is lost/,
    ({ kept }) => kept.shift(),
  ],
  [
    'one that is stored twice',
    /stored twice, as 11 and 13/,
    ({ kept }) => kept.push({ ...kept[1]!, seq: 13 }),
  ],
  [
    'one that is stored under another seq',
    /11 of ines is stored as 14/,
    ({ kept }) => {
      kept[1] = { ...kept[1]!, seq: 14 };
    },
  ],
  [
    'one that nobody said',
    /13 is stored, and nobody said it/,
    ({ kept }) => kept.push({ ...third, seq: 13, text: 'quatro' }),
  ],
  [
    'one that is stored as of somebody else',
    /12 is stored as from rui/,
    ({ kept }) => kept.push({ ...third, from: 'rui' }),
  ],
  ['one that its receiver never heard', /rui never heard 12/, ({ kept }) => kept.push(third)],
  [
    'one that was heard and is not stored',
    /rui heard 12, which is not stored so/,
    ({ rui }) => rui.hears({ ...third, time: 't' }),
  ],
  [
    'one that was heard in two ways',
    /rui heard 10 in two ways/,
    ({ rui }) => rui.hears({ ...third, seq: 10, time: 't' }),
  ],
  [
    'one that came out of order',
    /12 came to rui after 13/,
    ({ rui, ines, kept }) => {
      const fourth = { ...third, seq: 13, text: 'quatro' };
      ines.says('x-3', 'rui', 'quatro').sends = 1;
      kept.push(third, fourth);
      rui.hears({ ...fourth, time: 't' });
      rui.hears({ ...third, time: 't' });
    },
  ],
  [
    'one that was stored out of order',
    /12 of ines was said after 15/,
    ({ kept, rui, ines }) => {
      ines.says('x-3', 'rui', 'quatro').sends = 1;
      kept.push({ ...third, seq: 15 }, { ...third, seq: 12, text: 'quatro' });
      for (const message of kept.slice(2).reverse()) rui.hears({ ...message, time: 't' });
    },
  ],
  [
    'one that was acknowledged in two ways',
    /x-0 of ines was acknowledged as 10 and as 17/,
    ({ ines }) =>
      ines.acknowledged(ines.said[0]!, { kind: 'ok', label: 'x-0', text: 'mensagem recebida 17' }),
  ],
  [
    'one that was refused, and stored',
    /12 of ines was refused/,
    ({ ines, rui, kept }) => {
      ines.refused(ines.said[2]!, { kind: 'err', label: 'x-2', code: 'STORE-FAILED', text: '' });
      kept.push(third);
      rui.hears({ ...third, time: 't' });
    },
  ],
  [
    'one to the desk that no attendant heard',
    /no attendant ever heard 20/,
    ({ ines, kept }) => {
      ines.says('x-3', '*', 'alguém?').sends = 1;
      kept.push({ seq: 20, from: 'ines', to: '*', text: 'alguém?' });
    },
  ],
])('notices %s', (_, wrong, change) => {
  const told = story();
  change(told);
  const ana = new Testimony('ana', 'atendente');
  expect(whatIsWrong([told.ines, told.rui, ana], told.kept).join('\n')).toMatch(wrong);
});
