import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { harmless, width } from '../../src/cli/client/harmless.ts';
import { showHelp, showListing, showRules } from '../../src/cli/client/listings.ts';
import { type Look, promptFor, showEvent, showNotSent, showSent } from '../../src/cli/client/screen.ts';
import { usage } from '../../src/cli/client/syntax.ts';
import { table, wrap } from '../../src/cli/client/table.ts';
import { localeLang } from '../../src/cli/client/texts.ts';
import { clockTime } from '../../src/cli/client/times.ts';
import { View } from '../../src/cli/client/view.ts';
import { LANGS, type Lang } from '../../src/protocol/codes.ts';
import { COMMANDS, type Role } from '../../src/protocol/commands.ts';

const ink = new Chalk({ level: 0 });
const at = new Date(2026, 2, 9, 14, 3, 0);
const TIME = at.toISOString();

function look(name: string, role: Role, lang: Lang = 'pt', columns = Number.POSITIVE_INFINITY): Look {
  return { view: new View(name, role, lang), ink, now: at.getTime(), columns };
}

function event(line: string) {
  const end = line.indexOf(' ');
  return { verb: line.slice(0, end), rest: line.slice(end + 1) };
}

describe('events, as people read them', () => {
  it('shows a message with the local time', () => {
    expect(showEvent(event(`MSG 7 ${TIME} joao * oi`), look('ana', 'atendente'))).toBe('[14:03] joao: oi');
  });

  it('sets in the later lines of a message', () => {
    const shown = showEvent(event(`MSG 7 ${TIME} joao * um\\ndois \\\\n`), look('ana', 'atendente'));
    expect(shown).toBe('[14:03] joao: um\n        dois \\n');
  });

  it('wraps a message under itself', () => {
    const shown = showEvent(
      event(`MSG 7 ${TIME} joao * uma frase comprida`),
      look('ana', 'atendente', 'pt', 24),
    );
    expect(shown).toBe('[14:03] joao: uma frase\n        comprida');
  });

  it('marks what I sent and the server has', () => {
    expect(showSent(TIME, 'joao', 'oi', look('ana', 'atendente'))).toBe('[14:03] ana → joao: oi ✓');
    expect(showSent(TIME, '*', 'oi', look('joao', 'consumidor'))).toBe('[14:03] joao: oi ✓');
  });

  it('leaves nothing in a message that a terminal would obey', () => {
    const shown = showEvent(
      event(`MSG 7 ${TIME} joao * \x1b[2J\x07a\u202eb\x9b31mc\td`),
      look('ana', 'atendente'),
    );
    expect(shown).toBe('[14:03] joao: ␛[2J␇ab\ufffd31mc d');
  });

  it.each<[string, Role, Lang, string]>([
    ['QUEUE 2 3 ?', 'consumidor', 'pt', 'Você é o 2º da fila (3 na fila).'],
    ['QUEUE 2 3 130', 'consumidor', 'pt', 'Você é o 2º da fila (3 na fila), cerca de 2 min.'],
    ['QUEUE 22 30 10', 'consumidor', 'en', 'You are 22nd in line (30 waiting), less than 1 min.'],
    ['QUEUE 0 3 ?', 'consumidor', 'en', 'You are not in line.'],
    ['WAITING joao 3', 'atendente', 'pt', 'joao espera (3 na fila)'],
    ['WAITING-END joao gone', 'atendente', 'pt', 'joao saiu da fila'],
    ['ASSIGNED joao ana', 'atendente', 'pt', 'Você atende joao.'],
    ['ASSIGNED joao bia', 'atendente', 'pt', 'joao agora é atendido por bia.'],
    ['ASSIGNED joao ana', 'consumidor', 'pt', 'ana vai atender você.'],
    ['CLOSED joao quit', 'atendente', 'pt', 'joao saiu; conversa encerrada.'],
    ['CLOSED joao abandoned', 'atendente', 'en', 'joao did not come back; conversation closed.'],
    ['PRESENCE joao lost', 'atendente', 'pt', 'joao perdeu a conexão.'],
    ['UNDO 7 joao *', 'atendente', 'pt', 'joao desfez uma mensagem.'],
    ['NICK joao jo', 'atendente', 'pt', 'joao agora se chama jo.'],
    ['TYPING joao ana on', 'atendente', 'pt', ''],
    ['FUTURE a \\n', 'atendente', 'pt', 'FUTURE a'],
  ])('%s (%s, %s)', (line, role, lang, text) => {
    expect(showEvent(event(line), look('ana', role, lang))).toBe(text);
  });

  it('shows the words of a farewell as said by the attendant', () => {
    const shown = showEvent(event('CLOSED ana obrigada!'), look('joao', 'consumidor'));
    expect(shown).toBe(
      '[14:03] ana: obrigada!\nana encerrou a conversa. Se escrever de novo, você volta à fila.',
    );
  });

  it('says why a customer who was served waits again', () => {
    const here = look('joao', 'consumidor');
    here.view.learn(event('ASSIGNED joao ana'));
    expect(showEvent(event('QUEUE 1 1 ?'), here)).toBe(
      'ana saiu; você voltou à fila. Você é o 1º da fila (1 na fila).',
    );
    here.view.learn(event('QUEUE 1 1 ?'));
    expect(showEvent(event('QUEUE 1 1 ?'), here)).toBe('Você é o 1º da fila (1 na fila).');
  });

  it('says which message was undone, shortened', () => {
    const here = look('ana', 'atendente');
    here.view.learn(event(`MSG 7 ${TIME} joao * oi`));
    expect(showEvent(event('UNDO 7 joao *'), here)).toBe('joao desfez: "oi" (14:03)');
    here.view.learn(event(`MSG 8 ${TIME} joao * um\\n${'x'.repeat(100)}`));
    expect(showEvent(event('UNDO 8 joao *'), here)).toBe(`joao desfez: "um ${'x'.repeat(56)}…" (14:03)`);
  });

  it('tells how to turn to a customer who comes while I talk to another', () => {
    const here = look('ana', 'atendente');
    here.view.turnTo('maria');
    expect(showEvent(event('ASSIGNED joao ana'), here)).toBe(
      'Você atende joao. /para joao fala com essa pessoa.',
    );
  });

  it('says what was not sent, and why', () => {
    expect(showNotSent('joao', 'oi', 'acabou', look('ana', 'atendente'))).toBe(
      '! Não enviada a joao: "oi" (acabou)',
    );
  });

  it('shows in the prompt to whom one talks', () => {
    const { view } = look('ana', 'atendente');
    expect(promptFor(view, ink)).toBe('ana> ');
    view.turnTo('joao');
    expect(promptFor(view, ink)).toBe('ana → joao> ');
  });
});

describe('listings', () => {
  it('shows people as a table in the language of the person', () => {
    const items = [
      event(`USER ana atendente online ${TIME}`),
      event(`USER maria-jose consumidor waiting:2 ${TIME} Maria José`),
      event(`USER jo consumidor with:ana ${TIME}`),
    ];
    expect(showListing(items, look('ana', 'atendente'))).toBe(
      [
        'NOME        TIPO        ESTADO      DESDE  CHAMADO',
        'ana         atendente   presente    14:03',
        'maria-jose  consumidor  2º da fila  14:03  Maria José',
        'jo          consumidor  com ana     14:03',
      ].join('\n'),
    );
    expect(showListing(items, look('ana', 'atendente', 'en'))).toContain('2nd in line');
  });

  it('shows a history with numbers, times and what was undone', () => {
    const items = [event(`MSG 7 ${TIME} joao * oi\\nana`), event(`GONE 12 ${TIME} ana joao`)];
    expect(showListing(items, look('ana', 'atendente'))).toBe(
      ['#7   14:03  joao → balcão  oi', `${' '.repeat(27)}ana`, '#12  14:03  ana → joao     (desfeita)'].join(
        '\n',
      ),
    );
  });

  it('says so when there is nothing', () => {
    expect(showListing([], look('ana', 'atendente'))).toBe('(nada a mostrar)');
  });

  it('shows help with the words of the language and the rule of plain words', () => {
    const shown = showHelp([event('HELP NEXT — atende')], look('ana', 'atendente', 'pt', 80));
    expect(shown).toMatch(/^NEXT {2}\/próximo {4}atende$/m);
    expect(shown).toContain('/para nome');
    expect(shown).toContain('o que começa com um espaço');
    expect(Math.max(...shown.split('\n').map(width))).toBeLessThanOrEqual(80);
  });
});

describe('help', () => {
  const roles = ['atendente', 'consumidor', 'membro'] as const;
  const open = (role: Role, lang: Lang) =>
    COMMANDS.filter((spec) => spec.phase !== 'before' && (spec.roles as readonly Role[]).includes(role)).map(
      ({ verb, syntax, help }) => event(`HELP ${`${verb} ${syntax}`.trimEnd()} — ${help[lang]}`),
    );

  it.each(LANGS)('fits into a terminal of 24 rows and 80 columns (%s)', (lang) => {
    for (const role of roles) {
      const lines = showHelp(open(role, lang), look('ana', role, lang, 80)).split('\n');
      expect(lines.length).toBeLessThan(24);
      expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(80);
    }
  });

  it.each(LANGS)('stands in lines of 40 columns too, none of them broken in the middle (%s)', (lang) => {
    const rows = open('atendente', lang);
    const lines = showHelp(rows, look('ana', 'atendente', lang, 40)).split('\n');
    expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(40);
    const at = lines.findIndex((line) => line.startsWith('NEXT'));
    expect(lines[at]).toBe(`NEXT  ${lang === 'pt' ? '/próximo' : '/next'}`);
    expect(lines[at + 1]).toMatch(/^ {2}(?:atende|takes) /);
  });

  it('says that a farewell stays said', () => {
    const shown = showHelp(open('atendente', 'pt'), look('ana', 'atendente'));
    expect(shown).toContain('encerra a conversa com um cliente; não se desfaz');
  });

  it('writes the arguments in Portuguese too', () => {
    const shown = showHelp(open('atendente', 'pt'), look('ana', 'atendente'));
    expect(shown).toContain('HISTORY quem [limite] [antes-de]');
    expect(shown).toContain('/raw linha');
    expect(usage('ENCERRAR', 'CLOSE', 'pt')).toBe('ENCERRAR nome [texto]');
    expect(usage('CLOSE', 'CLOSE', 'en')).toBe('CLOSE name [text]');
  });

  it.each(LANGS)('has examples only of what the role may do (%s)', (lang) => {
    for (const role of roles) {
      const verbs = open(role, lang).map(({ rest }) => rest.split(' ')[0]!.replace('LIST-USERS', 'LIST'));
      const [, examples = ''] =
        /(?:MAIÚSCULAS|CAPITALS)[^:]*: (.+)\.$/m.exec(showHelp([], look('ana', role, lang))) ?? [];
      for (const example of examples.split(', ')) expect(verbs).toContain(example.split(' ')[0]);
    }
    expect(showRules(look('ana', 'atendente', lang))).toContain('CLOSE');
    expect(showRules(look('ana', 'consumidor', lang))).not.toMatch(/CLOSE|LIST/i);
  });
});

describe('the parts of it', () => {
  it('aligns columns by what is seen', () => {
    expect(
      table([
        ['日本', 'x'],
        ['e\u0301', 'y'],
      ]),
    ).toEqual(['日本  x', 'e\u0301     y']);
  });

  it('puts the last column under the others where there is no room beside them', () => {
    const rows = [
      ['aaaaaaaa', 'bb', 'uma frase comprida'],
      ['a', 'b', ''],
    ];
    expect(table(rows, 16)).toEqual(['aaaaaaaa  bb', '  uma frase', '  comprida', 'a         b']);
  });

  it('wraps at spaces, and cuts a word that is too long', () => {
    expect(wrap('aa bb cc', 5)).toEqual(['aa bb', 'cc']);
    expect(wrap('aa bbbbbbb', 5, 1)).toEqual(['aa', ' bbbb', ' bbb']);
    expect(wrap(wrap('a bbbbbbbbbbbbbbbb', 6, 2).join('\n'), 6).join('\n')).toBe(
      'a bbbb\n  bbbb\n  bbbb\n  bbbb',
    );
  });

  it('takes no room for colours', () => {
    const red = new Chalk({ level: 1 }).red('aa bb');
    expect(wrap(red, 5)).toEqual([red]);
  });

  it('puts the day before a time of another day', () => {
    const now = at.getTime() + 24 * 3_600_000;
    expect(clockTime(TIME, now, 'pt')).toBe('09/03 14:03');
    expect(clockTime(TIME, now, 'en')).toBe('09 Mar 14:03');
    expect(clockTime('what', now, 'en')).toBe('what');
  });

  it('makes every control character harmless', () => {
    const all = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('');
    expect(harmless(all)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  });

  it('takes the language from the locale', () => {
    expect(localeLang({ LANG: 'en_US.UTF-8' })).toBe('en');
    expect(localeLang({ LC_ALL: 'pt_BR.UTF-8', LANG: 'en_US' })).toBe('pt');
    expect(localeLang({ LC_ALL: '', LC_MESSAGES: 'en_GB', LANG: 'pt_BR' })).toBe('en');
    expect(localeLang({})).toBe('pt');
  });
});
