import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { slashFor } from '../../src/cli/client/command-words.ts';
import { harmless, width } from '../../src/cli/client/harmless.ts';
import { showCommand, showHelp, showRules } from '../../src/cli/client/help.ts';
import { showListing } from '../../src/cli/client/listings.ts';
import {
  type Look,
  promptFor,
  showEvent,
  showNotSent,
  showSent,
  showTyping,
} from '../../src/cli/client/screen.ts';
import { usage } from '../../src/cli/client/syntax.ts';
import { table, wrap } from '../../src/cli/client/table.ts';
import { localeLang } from '../../src/cli/client/texts.ts';
import { HELP_TEXTS } from '../../src/cli/client/texts-help.ts';
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
    ['ASSIGNED joao ana', 'consumidor', 'pt', 'ana vai atender você.'],
    ['CLOSED joao quit', 'atendente', 'pt', 'joao saiu; conversa encerrada.'],
    ['CLOSED joao abandoned', 'atendente', 'en', 'joao did not come back; conversation closed.'],
    ['PRESENCE joao lost', 'atendente', 'pt', 'joao perdeu a conexão.'],
    ['PRESENCE bia away', 'consumidor', 'pt', 'bia está ausente.'],
    ['PRESENCE bia online', 'atendente', 'en', 'bia is back.'],
    ['QUEUE 2 3 7200', 'consumidor', 'pt', 'Você é o 2º da fila (3 na fila), cerca de 2 h.'],
    ['JOIN #geral bia', 'membro', 'pt', 'bia entrou em #geral.'],
    ['LEAVE #geral bia', 'membro', 'en', 'bia left #geral.'],
    ['JOIN #geral ana', 'membro', 'pt', 'Você está em #geral.'],
    ['UNDO 7 bia #geral', 'membro', 'pt', '#geral  bia desfez uma mensagem.'],
    ['SEEN joao 7', 'atendente', 'pt', '✓✓ joao viu.'],
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
      [
        '[14:03] ana: obrigada!',
        'ana encerrou a conversa. Se escrever de novo, você volta à fila. Para avaliar o atendimento: /avaliar 5 (de 1 a 5, com um comentário se quiser).',
      ].join('\n'),
    );
  });

  it('says why a customer who was served waits again', () => {
    const here = look('joao', 'consumidor');
    here.view.learn(event('ASSIGNED joao ana'));
    expect(showEvent(event('QUEUE 1 1 ?'), here)).toBe(
      'ana não atende mais você; você voltou à fila. Você é o 1º da fila (1 na fila).',
    );
    here.view.learn(event('QUEUE 1 1 ?'));
    expect(showEvent(event('QUEUE 1 1 ?'), here)).toBe('Você é o 1º da fila (1 na fila).');
  });

  it('says which message was undone, but not its text, which its author wants gone', () => {
    const here = look('ana', 'atendente');
    here.view.learn(event(`MSG 7 ${TIME} joao * oi`));
    expect(showEvent(event('UNDO 7 joao *'), here)).toBe('joao desfez a mensagem das 14:03.');
  });

  it('says which message was seen', () => {
    const here = look('ana', 'atendente');
    here.view.keep('7', { time: TIME, from: 'ana', to: 'joao', text: 'oi\\\\\\ntudo \x1b bem' });
    expect(showEvent(event('SEEN joao 7'), here)).toBe('✓✓ joao viu: "oi\\ tudo ␛ bem" (14:03)');
  });

  it('shows a note as one, which nobody could take for a message', () => {
    const here = look('ana', 'atendente');
    expect(showEvent(event(`NOTE 7 ${TIME} bia joao paga\\ntarde\x07`), here)).toBe(
      '[14:03] nota interna de bia sobre joao: paga\n        tarde␇',
    );
    here.view.learn(event(`NOTE 7 ${TIME} bia joao paga tarde`));
    expect(showEvent(event('UNDO 7 bia joao'), here)).toBe('bia desfez a mensagem das 14:03.');
    expect(showEvent(event(`NOTE 8 ${TIME} ana joao meu`), here)).toBe(
      '[14:03] nota interna sobre joao: meu',
    );
  });

  it('shows how a customer rated us', () => {
    const shown = (text: string, lang: Lang) =>
      showEvent(event(`NOTE 7 ${TIME} joao joao ${text}`), look('ana', 'atendente', lang));
    expect(shown('RATE 4 muito bom', 'pt')).toBe('[14:03] avaliação de joao: 4 de 5: muito bom');
    expect(shown('RATE 5', 'en')).toBe('[14:03] rating by joao: 5 of 5');
    expect(shown('RATE x', 'pt')).toBe('[14:03] nota interna de joao sobre joao: RATE x');
  });

  it('puts the room in front of what is said there', () => {
    const here = look('ana', 'membro');
    expect(showEvent(event(`MSG 7 ${TIME} bia #geral oi`), here)).toBe('[14:03] #geral  bia: oi');
    expect(showSent(TIME, '#geral', 'oi', here)).toBe('[14:03] #geral  ana: oi ✓');
    expect(showEvent(event(`MSG 7 ${TIME} ana #geral oi`), here)).toBe('[14:03] #geral  ana: oi ✓');
  });

  it('tells an attendant what comes from a customer, what in private, and what others wrote to the customer', () => {
    const here = look('ana', 'atendente');
    here.view.learn(event('ASSIGNED joao ana'));
    const shown = (line: string) => showEvent(event(`MSG 7 ${TIME} ${line}`), here);
    expect(shown('joao * oi')).toBe('[14:03] joao: oi');
    expect(shown('joao ana oi')).toBe('[14:03] joao: oi');
    expect(shown('bia ana oi')).toBe('[14:03] bia (em particular): oi');
    expect(shown('bia joao bom dia')).toBe('[14:03] bia → joao: bom dia');
  });

  it('says who took a customer of mine, but not to who gave them away', () => {
    const here = look('ana', 'atendente');
    here.view.learn(event('ASSIGNED joao ana'));
    expect(showEvent(event('ASSIGNED joao bia'), here)).toBe('joao agora é atendido por bia.');
    here.view.learn(event('ASSIGNED joao bia'));
    expect(showEvent(event('ASSIGNED joao bia'), here)).toBe('');
  });

  it('writes the name of whom a customer was handed to as the server does', () => {
    const here = look('ana', 'atendente');
    expect(showEvent(event('ASSIGNED joao Bia'), here)).toBe('Você passou joao a Bia.');
    here.view.see('bia');
    expect(showSent(TIME, 'BIA', 'oi', here)).toContain('ana → bia: oi');
  });

  it('tells a customer who was handed over who helps them now', () => {
    const here = look('joao', 'consumidor');
    here.view.learn(event('ASSIGNED joao ana'));
    expect(showEvent(event('ASSIGNED joao bia'), here)).toBe('bia vai atender você.');
  });

  it('does not tell of my own rooms again after a return', () => {
    const here = look('ana', 'membro');
    here.view.joined('#geral');
    expect(showEvent(event('JOIN #geral ana'), here)).toBe('');
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
    view.isAway = true;
    expect(promptFor(view, ink)).toBe('ana (ausente) → joao> ');
    view.turnTo('n'.repeat(5_000));
    expect(promptFor(view, ink)).toBe(`ana (ausente) → ${'n'.repeat(59)}…> `);
  });

  it('shows before the prompt who is typing, and not more than three', () => {
    const here = look('ana', 'atendente');
    expect(showTyping([], here)).toBe('');
    expect(showTyping(['joao'], here)).toBe('(joao está digitando…) ');
    expect(showTyping(['joao', '#geral: bia'], here)).toBe('(joao, #geral: bia estão digitando…) ');
    expect(showTyping(['a', 'b', 'c', 'd'], here)).toBe('(várias pessoas estão digitando…) ');
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
        'NOME        TIPO        ESTADO      DESDE  NOME EXIBIDO',
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

  it('shows notes and rooms in a history, told apart from messages', () => {
    const items = [
      event(`MSG 7 ${TIME} joao * oi`),
      event(`NOTE 8 ${TIME} bia joao paga tarde`),
      event(`NOTE 9 ${TIME} joao joao RATE 5 ótimo`),
      event(`MSG 10 ${TIME} bia #geral olá`),
    ];
    expect(showListing(items, look('ana', 'atendente')).replace(/ {2,}/g, '  ').split('\n')).toEqual([
      '#7  14:03  joao → balcão  oi',
      '#8  14:03  nota interna de bia sobre joao  paga tarde',
      '#9  14:03  avaliação de joao  5 de 5: ótimo',
      '#10  14:03  bia → #geral  olá',
    ]);
  });

  it('shows rooms as a table', () => {
    const items = [event('ROOM #geral 12'), event('ROOM #vendas 3 Tudo\x1b sobre\\nvendas')];
    expect(showListing(items, look('ana', 'membro'))).toBe(
      [
        'SALA     PESSOAS  ASSUNTO',
        '#geral   12',
        '#vendas  3        Tudo␛ sobre',
        `${' '.repeat(18)}vendas`,
      ].join('\n'),
    );
  });

  it('shows canned answers as they are called', () => {
    const items = [event('CANNED oi Olá! Em que posso ajudar?'), event('CANNED horário Das 9h\\nàs 18h')];
    expect(showListing(items, look('ana', 'atendente'))).toBe(
      ['!oi       Olá! Em que posso ajudar?', '!horário  Das 9h', '          às 18h'].join('\n'),
    );
  });

  it('shows the numbers of the desk by names in the language of the person', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => {
      const messages = { 9: 12, 10: 30 }[hour] ?? 0;
      return event(`STAT messages-hour-${String(hour).padStart(2, '0')} ${messages}`);
    });
    const items = [
      event('STAT waiting 3'),
      event('STAT first-answer-median 45'),
      event('STAT duration-median 3725'),
      ...hours,
      event('STAT rating 4.50'),
      event('STAT constructor 7'),
    ];
    const rows = (lang: Lang) => showListing(items, look('ana', 'atendente', lang)).split('\n');
    expect(rows('pt').map((row) => row.replace(/ {2,}/, ': '))).toEqual([
      'na fila: 3',
      'primeira resposta (mediana de hoje): 45 s',
      'duração (mediana de hoje): 1 h 2 min',
      'avaliação de hoje (média): 4,50 de 5',
      'constructor: 7',
      'mensagens por hora: 09h\u00a012  10h\u00a030',
    ]);
    expect(rows('en')[3]).toMatch(/^rating \(today's mean\) +4\.50 of 5$/);
    const empty = [event('STAT rating ?'), event('STAT messages-hour-00 0')];
    expect(showListing(empty, look('ana', 'atendente'))).toMatch(/^avaliação.* —\nmensagens por hora +—$/);
  });

  it('says so when there is nothing', () => {
    expect(showListing([], look('ana', 'atendente'))).toBe('(nada a mostrar)');
  });

  it('shows help with the words of the language and the rule of plain words', () => {
    const shown = showHelp([event('HELP NEXT — atende')], look('ana', 'atendente', 'pt', 80));
    expect(shown).toMatch(/^Conversas {2}\/próximo {4}atende quem espera/);
    expect(shown).toContain('/para nome');
    expect(shown).toContain('Um comando começa com /, ou é escrito em MAIÚSCULAS');
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
    const at = lines.indexOf(lang === 'pt' ? '/próximo' : '/next');
    expect(lines[at + 1]).toMatch(/^ {2}(?:atende|takes) /);
  });

  it('only names what is rare where not everything fits, and tells it all in a pipe', () => {
    const rows = open('atendente', 'pt');
    const small = showHelp(rows, look('ana', 'atendente', 'pt', 80));
    expect(small).toMatch(/^ {11}\/transferir atendente {5}passa/m);
    expect(small).toMatch(/^Há também \/quem, /m);
    const whole = showHelp(rows, look('ana', 'atendente'));
    expect(whole).toMatch(/ TYPING quem on\|off +\/digitando +diz/);
    expect(whole).not.toContain('Há também');
    const tall = showHelp(rows, { ...look('ana', 'atendente', 'pt', 160), rows: 50 });
    expect(tall).toMatch(/ \/digitando quem on\|off +diz/);
    expect(tall).not.toContain('Há também');
  });

  it('lists a command that only the server knows', () => {
    const shown = showHelp([event('HELP WAVE name — acena a alguém')], look('ana', 'membro', 'pt', 80));
    expect(shown).toMatch(/ \/wave nome +acena a alguém$/m);
  });

  it('is a sentence for each command to a screen reader', () => {
    const shown = showHelp(open('consumidor', 'pt'), { ...look('ana', 'consumidor'), plain: true });
    expect(shown).toContain('\n/desfazer: desfaz a sua última mensagem.\n');
    expect(shown).not.toMatch(/ {2}/);
  });

  it('explains one command, and says who may use it', () => {
    expect(showCommand('TRANSFER', look('ana', 'atendente')).split('\n')).toEqual([
      '/transferir [nome] atendente — passa o cliente a outro atendente',
      '  Só com o atendente, passa o cliente do prompt.',
      '  Exemplo: /transferir maria bia',
      '  No protocolo: TRANSFER nome atendente',
    ]);
    expect(showCommand('STATUS', look('jo', 'consumidor', 'en'))).toMatch(
      /^\/status online\|away — .*\n {2}Only attendants may use this command\.\n/,
    );
    expect(showCommand('STATUS', look('ana', 'atendente'))).toMatch(
      /^\/estado presente\|ausente [\s\S]*: STATUS online\|away$/,
    );
  });

  it.each(LANGS)('says something of every command, with words that fit beside it (%s)', (lang) => {
    for (const { verb, phase } of COMMANDS) {
      if (phase !== 'before') expect(HELP_TEXTS[lang].commands).toHaveProperty(verb);
    }
    for (const { what } of Object.values(HELP_TEXTS[lang].commands)) {
      expect(width(what)).toBeLessThanOrEqual(41);
    }
  });

  it('writes the arguments in Portuguese too', () => {
    const shown = showHelp(open('atendente', 'pt'), look('ana', 'atendente'));
    expect(shown).toContain('HISTORY quem [limite] [antes-de]');
    expect(shown).toContain('UNDO [número]');
    expect(shown).toContain('/raw linha');
    expect(usage('CLOSE', 'CLOSE', look('ana', 'atendente', 'en'))).toBe('CLOSE name [text]');
  });

  it('asks for what the help on a command says, and for the name where no prompt stands for it', () => {
    const here = look('ana', 'atendente', 'pt', 80);
    expect(usage('/nota', 'NOTE', here)).toBe('/nota nome texto');
    expect(usage('/encerrar', 'CLOSE', here)).toBe('/encerrar nome [texto]');
    here.view.turnTo('joao');
    for (const verb of ['NOTE', 'TRANSFER', 'CLOSE', 'RETURN', 'HISTORY', 'RAW', 'RATE']) {
      const word = slashFor(verb, 'pt') || `/${verb.toLowerCase()}`;
      expect(showCommand(verb, here).split(' — ')[0]).toBe(usage(word, verb, here));
    }
    expect(usage('/nota', 'NOTE', here)).toBe('/nota [nome] texto');
    expect(usage('NOTA', 'NOTE', here)).toBe('NOTA nome texto');
    expect(usage('CLOSE', 'CLOSE', here)).toBe('CLOSE [nome [texto]]');
    const script = { ...here, columns: Number.POSITIVE_INFINITY };
    expect(usage('/nota', 'NOTE', script)).toBe('/nota nome texto');
  });

  it.each(LANGS)('tells the rule of each role, that of attendants to a script (%s)', (lang) => {
    expect(showHelp([], look('ana', 'atendente', lang))).toContain('LIST, NEXT, HISTORY ana');
    expect(showHelp([], look('ana', 'consumidor', lang, 80))).toContain('QUIT, HISTORY, MSG * ');
    expect(showHelp([], look('ana', 'membro', lang, 80))).toContain('QUIT, HISTORY, MSG #geral ');
    expect(showHelp([], look('ana', 'membro', lang))).toContain('JOIN #geral, HISTORY, UNDO');
    expect(showRules(look('ana', 'atendente', lang))).toContain('CLOSE');
    expect(showRules(look('ana', 'consumidor', lang))).not.toMatch(/CLOSE|LIST/i);
  });

  it.each(LANGS)('tell at a terminal what Ctrl-C does (%s)', (lang) => {
    const does = { pt: 'Ctrl-C apaga a linha', en: 'Ctrl-C clears the line' };
    expect(showRules(look('ana', 'membro', lang, 80))).toContain(does[lang]);
    expect(showRules({ ...look('ana', 'membro', lang, 80), plain: true })).not.toContain('Ctrl-C');
  });

  it.each(LANGS)('tell how lines are read that are pasted, where that is known (%s)', (lang) => {
    const [several, oneByOne] = [{ pt: 'em várias linhas', en: 'in several lines' }[lang], '--plain'];
    const here = look('ana', 'consumidor', lang);
    expect(showRules({ ...here, columns: 80 })).toContain(several);
    expect(showRules({ ...here, plain: true })).not.toContain(several);
    expect(showRules({ ...here, plain: true })).toContain(oneByOne);
    expect(showRules(here)).not.toContain(several);
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
