/** parse: labels, verbs, arguments, and which of several faults counts. */

import { describe, expect, test } from 'vitest';
import type { Code } from '../../src/protocol/codes.ts';
import { COMMANDS, type CommandSpec, commandIndex } from '../../src/protocol/commands.ts';
import { MAX_LABEL_LENGTH, MAX_TEXT_BYTES } from '../../src/protocol/limits.ts';
import { broken, type Command, NO_VERB, parse } from '../../src/protocol/parse.ts';

const SPECS: readonly CommandSpec[] = COMMANDS;

function command(verb: string, args: readonly string[], label = ''): Command {
  return { verb: commandIndex(verb), label, fault: '', args };
}

function fault(code: Code, verb = '', label = ''): Command {
  return { verb: verb === '' ? NO_VERB : commandIndex(verb), label, fault: code, args: [] };
}

function expectParsed(line: string, expected: Command): void {
  expect(parse(line), JSON.stringify(line)).toEqual(expected);
}

describe('a broken line', () => {
  test.each(['LINE-TOO-LONG', 'BAD-ENCODING'] as const)('of %s becomes a command with that fault', (code) => {
    expect(parse({ fault: code })).toEqual(fault(code));
  });

  test('made by hand has no arguments, and no verb or label unless told', () => {
    expect(broken('FULL')).toEqual({ verb: NO_VERB, label: '', fault: 'FULL', args: [] });
    expect(broken('FULL', 2, 'x')).toEqual({ verb: 2, label: 'x', fault: 'FULL', args: [] });
  });
});

describe('labels', () => {
  test.each(['7', 'a', 'AZaz09_.:-', '-', '.', 'x'.repeat(MAX_LABEL_LENGTH)])('%s is one', (label) => {
    expectParsed(`@${label} PING olá`, command('PING', ['olá'], label));
  });

  test.each([
    ['is empty', '@ PING'],
    ['is the whole line and empty', '@'],
    ['is too long', `@${'x'.repeat(MAX_LABEL_LENGTH + 1)} PING`],
    ['has a character that no label has', '@a/b PING'],
    ['has a letter beyond ASCII', '@é PING'],
    ['has a letter that upper-casing makes ASCII', '@ſ PING'],
    ['has a TAB', '@a\tPING'],
    ['has an at sign', '@@a PING'],
    ['ends in a BOM', '@a\ufeff PING'],
  ])('one that %s is BAD-ARGUMENT, without a label', (_, line) => {
    expectParsed(line, fault('BAD-ARGUMENT'));
  });

  test('a malformed one counts before an unknown verb', () => {
    expectParsed('@* NOPE', fault('BAD-ARGUMENT'));
  });

  test('a label without a verb is BAD-COMMAND under that label', () => {
    for (const line of ['@a', '@a ', '@a  PING', '@a @b PING']) {
      expectParsed(line, fault('BAD-COMMAND', '', 'a'));
    }
  });

  test('a label comes back with every fault that is found behind it', () => {
    expectParsed('@a NOPE', fault('BAD-COMMAND', '', 'a'));
    expectParsed('@a MSG', fault('BAD-ARGUMENT', 'MSG', 'a'));
    expectParsed('@a MSG ! x', fault('NAME-INVALID', 'MSG', 'a'));
    expectParsed(`@a PING ${'x'.repeat(MAX_TEXT_BYTES + 1)}`, fault('TEXT-TOO-LONG', 'PING', 'a'));
  });

  test('an at sign anywhere else begins no label', () => {
    expectParsed('PING @a', command('PING', ['@a']));
    expectParsed(' @a PING', fault('BAD-COMMAND'));
  });
});

describe('verbs', () => {
  test('are read in any case', () => {
    for (const verb of ['NEXT', 'next', 'Next', 'nExT']) expectParsed(verb, command('NEXT', []));
  });

  test('have aliases, which give the same command', () => {
    expectParsed('LIST', command('LIST-USERS', ['', '']));
    expectParsed('list Ana', parse('LIST-USERS Ana'));
    for (const spec of SPECS) {
      for (const alias of spec.aliases) expect(parse(alias)).toEqual(parse(spec.verb));
    }
  });

  test.each([
    'NOPE',
    '',
    ' ',
    ' PING',
    '\tPING',
    'PING\t',
    'PING\tx',
    '\ufeffPING',
    'PING\u00a0x',
    'PİNG',
    'QUIT!',
    '+ok',
    '.',
  ])('one that is not in the table is BAD-COMMAND: %j', (line) => expectParsed(line, fault('BAD-COMMAND')));
});

describe('spaces', () => {
  test('before a word may be several', () => {
    expectParsed('CONNECT   Ana    membro', command('CONNECT', ['Ana', 'ana', 'membro', '']));
    expectParsed('HISTORY  ana   5  7', command('HISTORY', ['ana', '5', '7']));
    expectParsed('TAKE    ana', command('TAKE', ['ana']));
  });

  test('behind the last word are ignored', () => {
    expectParsed('NEXT   ', command('NEXT', []));
    expectParsed('TAKE ana   ', command('TAKE', ['ana']));
    expectParsed('UNDO ', command('UNDO', ['']));
    expectParsed('LIST  ', command('LIST-USERS', ['', '']));
  });

  test('belong to the text from the second one on', () => {
    expectParsed('MSG ana  dois  espaços  ', command('MSG', ['ana', ' dois  espaços  ']));
    expectParsed('MSG ana  ', command('MSG', ['ana', ' ']));
    expectParsed('PING  ', command('PING', [' ']));
    expectParsed('CONNECT Ana membro  Ana Maria', command('CONNECT', ['Ana', 'ana', 'membro', ' Ana Maria']));
  });

  test('are U+0020 alone: TAB and no-break space belong to the word', () => {
    expectParsed('TAKE\tana', fault('BAD-COMMAND'));
    expectParsed('TAKE ana\tb', fault('NAME-INVALID', 'TAKE'));
    expectParsed('TAKE ana\u00a0b', fault('NAME-INVALID', 'TAKE'));
  });
});

describe('required places', () => {
  test.each([
    'CONNECT',
    'CONNECT ',
    'CONNECT ana',
    'CONNECT ana ',
    'MSG',
    'MSG ',
    'MSG *',
    'MSG * ',
    'HISTORY',
    'TAKE',
    'TAKE  ',
    'CLOSE',
    'LANG',
    'TRANSFER rui',
    'NOTE rui',
    'NOTE rui ',
    'RATE',
    'STATUS',
    'TYPING *',
    'SEEN',
    'NICK',
    'JOIN',
    'CREATE ',
    'SEARCH ',
  ])('that are missing are BAD-ARGUMENT: %j', (line) =>
    expectParsed(line, fault('BAD-ARGUMENT', line.split(' ')[0])),
  );

  test('are checked from the left, and the first fault counts', () => {
    const long = 'x'.repeat(MAX_TEXT_BYTES + 1);
    expectParsed('CONNECT !', fault('NAME-INVALID', 'CONNECT'));
    expectParsed('CONNECT ! nobody', fault('NAME-INVALID', 'CONNECT'));
    expectParsed('CONNECT ana nobody', fault('BAD-ARGUMENT', 'CONNECT'));
    expectParsed(`CONNECT ana nobody ${long}`, fault('BAD-ARGUMENT', 'CONNECT'));
    expectParsed(`CONNECT ana membro ${long}`, fault('TEXT-TOO-LONG', 'CONNECT'));
    expectParsed(`MSG ! ${long}`, fault('NAME-INVALID', 'MSG'));
    expectParsed('HISTORY ! 0 0 0', fault('NAME-INVALID', 'HISTORY'));
    expectParsed('NOPE !', fault('BAD-COMMAND'));
  });
});

describe('too many arguments', () => {
  test.each([
    'NEXT x',
    'NEXT  x ',
    'QUEUE #a',
    'TAKE ana bia',
    'LANG pt en',
    'UNDO 1 2',
    'HELP a b',
    'HISTORY ana 1 2 3',
    'LIST membro ana x',
    'STATUS away now',
    'TYPING * on off',
    'TRANSFER rui ana bia',
    'NICK ana maria',
    'JOIN #a #b',
    'LEAVE #a #b',
    'ROOMS #a b',
    'WHO #a ana bia',
    'STATS x',
    'CANNED x',
  ])('are BAD-ARGUMENT: %s', (line) => expectParsed(line, fault('BAD-ARGUMENT', line.split(' ')[0])));
});

describe('optional places', () => {
  test('left empty give an empty value', () => {
    expectParsed('LIST-USERS', command('LIST-USERS', ['', '']));
    expectParsed('HISTORY ana', command('HISTORY', ['ana', '', '']));
    expectParsed('HISTORY ana 5', command('HISTORY', ['ana', '5', '']));
    expectParsed('QUIT', command('QUIT', ['']));
    expectParsed('QUIT ', command('QUIT', ['']));
    expectParsed('CLOSE ana', command('CLOSE', ['ana', '']));
    expectParsed('HELP', command('HELP', ['']));
  });

  test('hand a word that does not fit on to the next place', () => {
    expectParsed('LIST-USERS atendente', command('LIST-USERS', ['atendente', '']));
    expectParsed('LIST-USERS Ana', command('LIST-USERS', ['', 'ana']));
    expectParsed('LIST-USERS member Ana', command('LIST-USERS', ['membro', 'ana']));
    expectParsed('LIST-USERS membro membro', command('LIST-USERS', ['membro', 'membro']));
  });

  test('that all refuse a word leave it over, which is BAD-ARGUMENT', () => {
    expectParsed('LIST-USERS !', fault('BAD-ARGUMENT', 'LIST-USERS'));
    expectParsed('LIST-USERS Ana membro', fault('BAD-ARGUMENT', 'LIST-USERS'));
    expectParsed('HISTORY ana x', fault('BAD-ARGUMENT', 'HISTORY'));
    expectParsed('HISTORY ana 5 x', fault('BAD-ARGUMENT', 'HISTORY'));
    expectParsed('HISTORY ana 0 5', fault('BAD-ARGUMENT', 'HISTORY'));
    expectParsed('UNDO x', fault('BAD-ARGUMENT', 'UNDO'));
  });
});

describe('counts', () => {
  test.each(['1', '9', '10', '500', '1000000000000000', '9007199254740991'])('%s is one', (word) => {
    expectParsed(`UNDO ${word}`, command('UNDO', [word]));
  });

  test.each([
    '0',
    '00',
    '01',
    '-1',
    '+1',
    '-0',
    '1.0',
    '1.',
    '.5',
    '1e3',
    '0x10',
    '1_000',
    '1,000',
    'NaN',
    'Infinity',
    '١',
    '１',
    '9007199254740992',
    '9007199254740993',
    '9999999999999999',
    '10000000000000000',
    '1'.repeat(400),
  ])('%s is none', (word) => expectParsed(`UNDO ${word}`, fault('BAD-ARGUMENT', 'UNDO')));
});

describe('a last seq', () => {
  test.each(['0', '1', '10', '9007199254740991'])('%s is one', (word) => {
    expectParsed(`RESUME abc ${word}`, command('RESUME', ['abc', word]));
  });

  test.each(['00', '01', '-0', '+0', '0.0', '0x0', '', ' ', 'x', '9007199254740992'])(
    '%j is none',
    (word) => {
      const parsed = word.trim() === '' ? command('RESUME', ['abc', '']) : fault('BAD-ARGUMENT', 'RESUME');
      expectParsed(`RESUME abc ${word}`, parsed);
    },
  );

  test('stands behind a token, which is any word', () => {
    expectParsed('RESUME 0', command('RESUME', ['0', '']));
    expectParsed('resume  7 7', command('RESUME', ['7', '7']));
    expectParsed('RESUME', fault('BAD-ARGUMENT', 'RESUME'));
    expectParsed('RESUME a 1 2', fault('BAD-ARGUMENT', 'RESUME'));
  });
});

describe('a password', () => {
  test('is the rest of the line, spaces and all', () => {
    expectParsed('PASS  correct horse\t7 ', command('PASS', [' correct horse\t7 ']));
    expectParsed('pass @x +ok', command('PASS', ['@x +ok']));
    expectParsed('PASS', fault('BAD-ARGUMENT', 'PASS'));
    expectParsed('PASS ', fault('BAD-ARGUMENT', 'PASS'));
    expectParsed(`PASS ${'x'.repeat(MAX_TEXT_BYTES + 1)}`, fault('TEXT-TOO-LONG', 'PASS'));
  });
});

describe('names and targets', () => {
  test('a new name is given as written and as its key', () => {
    expectParsed(
      'CONNECT Ze\u0301 customer Zé da Silva',
      command('CONNECT', ['Zé', 'zé', 'consumidor', 'Zé da Silva']),
    );
  });

  test('a name is given as its key, and is neither a room nor a star', () => {
    expectParsed('TAKE ZÉ', command('TAKE', ['zé']));
    expectParsed('TAKE *', fault('NAME-INVALID', 'TAKE'));
    expectParsed('TAKE #geral', fault('NAME-INVALID', 'TAKE'));
    expectParsed('CONNECT * membro', fault('NAME-INVALID', 'CONNECT'));
    expectParsed('CONNECT #geral membro', fault('NAME-INVALID', 'CONNECT'));
  });

  test('a target is a name, a room or a star', () => {
    expectParsed('MSG ZÉ oi', command('MSG', ['zé', 'oi']));
    expectParsed('MSG #Geral oi', command('MSG', ['#geral', 'oi']));
    expectParsed('MSG * oi', command('MSG', ['*', 'oi']));
    for (const target of ['**', '*a', '#', '##a', '#*', '!']) {
      expectParsed(`MSG ${target} oi`, fault('NAME-INVALID', 'MSG'));
    }
  });
});

describe('rooms', () => {
  test('a new one is given as written and as its key', () => {
    expectParsed('JOIN #Café', command('JOIN', ['#Café', '#café']));
    expectParsed('CREATE #A  o assunto ', command('CREATE', ['#A', '#a', ' o assunto ']));
    expectParsed('CREATE #A', command('CREATE', ['#A', '#a', '']));
  });

  test('are neither names nor stars', () => {
    for (const room of ['geral', '*', '#', '##a', '#*', '#a!', `#${'x'.repeat(49)}`]) {
      expectParsed(`JOIN ${room}`, fault('NAME-INVALID', 'JOIN'));
      expectParsed(`CREATE ${room} x`, fault('NAME-INVALID', 'CREATE'));
    }
    expectParsed(`JOIN #${'x'.repeat(48)}`, command('JOIN', Array(2).fill(`#${'x'.repeat(48)}`)));
  });

  test('may be left out where the one joined last is meant', () => {
    expectParsed('LEAVE', command('LEAVE', ['']));
    expectParsed('LEAVE #A', command('LEAVE', ['#a']));
    expectParsed('LEAVE geral', fault('BAD-ARGUMENT', 'LEAVE'));
    expectParsed('WHO', command('WHO', ['', '']));
    expectParsed('WHO #A Ana', command('WHO', ['#a', 'ana']));
    expectParsed('WHO Ana', command('WHO', ['', 'ana']));
    expectParsed('WHO Ana #a', fault('BAD-ARGUMENT', 'WHO'));
    expectParsed('ROOMS', command('ROOMS', ['']));
    expectParsed('ROOMS geral', fault('BAD-ARGUMENT', 'ROOMS'));
  });
});

describe('choices', () => {
  test('of a status and of a switch are read in any case', () => {
    expectParsed('STATUS Away', command('STATUS', ['away']));
    expectParsed('STATUS ONLINE', command('STATUS', ['online']));
    expectParsed('TYPING * On', command('TYPING', ['*', 'on']));
    expectParsed('TYPING #A OFF', command('TYPING', ['#a', 'off']));
    for (const word of ['lost', 'on', 'aw', '__proto__', '*']) {
      expectParsed(`STATUS ${word}`, fault('BAD-ARGUMENT', 'STATUS'));
    }
    for (const word of ['online', '1', 'o', 'constructor', '*']) {
      expectParsed(`TYPING * ${word}`, fault('BAD-ARGUMENT', 'TYPING'));
    }
  });

  test('of a score are the digits 1 to 5', () => {
    for (const score of ['1', '2', '3', '4', '5'])
      expectParsed(`RATE ${score}`, command('RATE', [score, '']));
    expectParsed('RATE 4 muito bom ', command('RATE', ['4', 'muito bom ']));
    for (const score of ['0', '6', '10', '01', '4.5', '-1', '+1', '٣', '３', 'x', '*']) {
      expectParsed(`RATE ${score} x`, fault('BAD-ARGUMENT', 'RATE'));
    }
  });
});

describe('roles and languages', () => {
  test('a role is given in the spelling of the server', () => {
    expectParsed('CONNECT a ATTENDANT', command('CONNECT', ['a', 'a', 'atendente', '']));
    expectParsed('CONNECT a Customer', command('CONNECT', ['a', 'a', 'consumidor', '']));
    expectParsed('CONNECT a constructor', fault('BAD-ARGUMENT', 'CONNECT'));
  });

  test('a language is pt or en in any case', () => {
    expectParsed('LANG PT', command('LANG', ['pt']));
    expectParsed('LANG en', command('LANG', ['en']));
    for (const lang of ['pt-BR', 'fr', 'p', '*', '__proto__'])
      expectParsed(`LANG ${lang}`, fault('BAD-ARGUMENT', 'LANG'));
  });
});

describe('text', () => {
  test.each([
    ['x', 1],
    ['é', 2],
    ['€', 3],
    ['😀', 4],
  ])('is measured in bytes: %s', (char, size) => {
    const longest = char.repeat(MAX_TEXT_BYTES / size);
    expectParsed(`MSG * ${longest}`, command('MSG', ['*', longest]));
    expectParsed(`MSG * ${longest}x`, fault('TEXT-TOO-LONG', 'MSG'));
    expectParsed(`MSG * x${longest}`, fault('TEXT-TOO-LONG', 'MSG'));
    expectParsed(`PING ${longest}`, command('PING', [longest]));
    expectParsed(`PING ${longest}${char}`, fault('TEXT-TOO-LONG', 'PING'));
  });

  test('may be shorter by the choice of the server, in whatever place it stands', () => {
    for (const line of ['MSG * ', 'PASS ', 'CLOSE ana ', 'NOTE rui ', 'CREATE #a ', 'QUIT ', 'PING ']) {
      const verb = line.split(' ', 1)[0]!;
      expect(parse(`${line}${'é'.repeat(5)}`, 10), line).toMatchObject({ fault: '' });
      expect(parse(`@7 ${line}${'é'.repeat(5)}x`, 10), line).toEqual(fault('TEXT-TOO-LONG', verb, '7'));
    }
    expect(parse('TAKE abcdefghijklmnop', 10), 'a name is no text').toMatchObject({ fault: '' });
  });

  test('is the rest of the line as it stands, escapes and all', () => {
    const text = `${String.raw`@a MSG +ok -err . *3 \n \\ \x "ª"`} \t\u2028\ufeff`;
    expectParsed(`MSG * ${text}`, command('MSG', ['*', text]));
  });
});
