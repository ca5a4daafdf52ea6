/** What is told of settings that are wrong: in the config file, and together; in both languages. */

import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../src/cli/server/json-fault.ts';
import { FILE, faultsOf, type Given, given, settingsOf } from './settings-given.ts';

const both = (what: Given) => [faultsOf({ ...what, lang: 'pt' }), faultsOf({ ...what, lang: 'en' })];

describe('of a config file', () => {
  it.each([
    ['{"port": 1', 1, 11, 'o arquivo acaba antes', 'the file ends too early'],
    ['{\n  "port": 1,\n}', 3, 1, 'perto de }', 'near }'],
    ['{\n  "port": 4000 // usual\n}', 2, 16, 'perto de //', 'near //'],
    ["{\n\n\t'port': 1}", 3, 2, "perto de 'port'", "near 'port'"],
    ['{"port": 0x10}', 1, 10, 'perto de 0x10', 'near 0x10'],
    ['{"port": 1}}', 1, 12, 'perto de }', 'near }'],
    ['', 1, 1, 'o arquivo acaba antes', 'the file ends too early'],
  ])('it tells where it is not JSON: %j', (file, line, column, pt, en) => {
    const [inPt, inEn] = both({ file });
    expect(inPt).toHaveLength(1);
    expect(inPt![0]).toContain(`${FILE}, linha ${line}, coluna ${column}: isto não é JSON`);
    expect(inPt![0]).toContain(pt);
    expect(inEn![0]).toContain(`${FILE}, line ${line}, column ${column}: this is not JSON`);
    expect(inEn![0]).toContain(en);
  });

  it.each(['[]', '5', '"port"', 'null', 'true'])('it must be an object: %s', (file) => {
    expect(both({ file })).toEqual([
      [`${FILE} não é um objeto JSON como {"port": 4000}`],
      [`${FILE} is not a JSON object like {"port": 4000}`],
    ]);
  });

  it.each([
    ['prot', 'port'],
    ['maxuser', 'maxUsers'],
    ['max-users', 'maxUsers'],
    ['MAX_PER_ADDRESS', 'maxPerAddress'],
    ['logs', 'log'],
    ['__proto__', 'port'],
  ])('it suggests for the unknown key %s the known %s', (key, nearest) => {
    expect(both({ file: `{"${key}": 1}` })).toEqual([
      [`${FILE}: não há a opção "${key}" (seria "${nearest}"?)`],
      [`${FILE}: there is no option "${key}" (did you mean "${nearest}"?)`],
    ]);
  });

  it.each(['something', 'config', 'toString', 'constructor'])('it knows no key %s', (key) => {
    expect(both({ file: `{"${key}": "x"}` })).toEqual([
      [`${FILE}: não há a opção "${key}"`],
      [`${FILE}: there is no option "${key}"`],
    ]);
  });

  it('it tells all that is wrong, each in a line of its own', () => {
    const file = { port: '4000', maxText: 1e9, prot: 1, host: 'x\ny' };
    expect(both({ file })).toEqual([
      [
        `${FILE}: "port" não aceita "4000": um inteiro de 0 a 65535`,
        `${FILE}: "maxText" não aceita 1000000000: bytes, de 1 a 7680, também com k ou m`,
        `${FILE}: não há a opção "prot" (seria "port"?)`,
      ],
      [
        `${FILE}: "port" does not take "4000": an integer from 0 to 65535`,
        `${FILE}: "maxText" does not take 1000000000: bytes, from 1 to 7680, also with k or m`,
        `${FILE}: there is no option "prot" (did you mean "port"?)`,
      ],
    ]);
  });

  it('it cuts a value that is too long for a line', () => {
    const [fault] = faultsOf({ file: { log: 'line\n'.repeat(1000) } });
    expect(fault!.length).toBeLessThan(FILE.length + 150);
    expect(fault).not.toContain('\n');
  });

  it('it passes over a byte order mark', () => {
    expect(settingsOf({ file: '\uFEFF{"port": 4000}\r\n' }).settings.port).toBe(4000);
  });
});

describe('all that is wrong is told at once', () => {
  it('on the command line, in the environment, in the file, and with them together', () => {
    const what: Given = {
      flags: ['--port', 'x', '--tls-cert', 'c.pem'],
      env: { TELECHAT_RATE: '-1', TELECHAT_PING_AFTER: '90' },
      file: { maxUsers: 0, idleAfter: 80 },
    };
    expect(both(what)).toEqual([
      [
        'a opção --port não aceita "x": um inteiro de 0 a 65535',
        'a variável TELECHAT_RATE não aceita "-1": um inteiro de 0 a 1000000',
        `${FILE}: "maxUsers" não aceita 0: um inteiro de 1 a 1000000`,
        '--tls-cert precisa também de --tls-key',
        `${FILE}: "idleAfter" (80) tem que ser maior que TELECHAT_PING_AFTER (90)`,
      ],
      [
        'the option --port does not take "x": an integer from 0 to 65535',
        'the variable TELECHAT_RATE does not take "-1": an integer from 0 to 1000000',
        `${FILE}: "maxUsers" does not take 0: an integer from 1 to 1000000`,
        '--tls-cert also needs --tls-key',
        `${FILE}: "idleAfter" (80) must be greater than TELECHAT_PING_AFTER (90)`,
      ],
    ]);
  });

  it('but what hangs on a value that is wrong is not told as well', () => {
    expect(faultsOf({ flags: ['--ping-after', 'x', '--idle-after', '2'] })).toHaveLength(1);
    expect(faultsOf({ flags: ['--tls-key', 'k'], file: '{"tlsCert": ' })).toHaveLength(1);
  });
});

describe('of a variable that there is not', () => {
  const warningsOf = (env: Given['env'] & object, lang: 'pt' | 'en' = 'en') =>
    settingsOf({ env, lang }).warnings;

  it('is warned, with the name that may have been meant', () => {
    expect(warningsOf({ TELECHAT_MAXUSERS: '5', TELECHAT_PROT: '1', TELECHAT_WHATEVER: 'x' })).toEqual([
      'there is no variable TELECHAT_MAXUSERS, it has no effect (did you mean TELECHAT_MAX_USERS?)',
      'there is no variable TELECHAT_PROT, it has no effect (did you mean TELECHAT_PORT?)',
      'there is no variable TELECHAT_WHATEVER, it has no effect',
    ]);
    expect(warningsOf({ TELECHAT_DATTA: '5' }, 'pt')).toEqual([
      'não há a variável TELECHAT_DATTA, ela não tem efeito (seria TELECHAT_DATA?)',
    ]);
  });

  it('also when something else is wrong', () => {
    expect(given({ flags: ['--port', 'x'], env: { TELECHAT_PROT: '1' } })).toMatchObject({
      ok: false,
      warnings: [expect.stringContaining('TELECHAT_PROT')],
    });
  });

  it('nothing is said if it is that of the client or the grader, of another program, or empty', () => {
    expect(
      warningsOf({
        TELECHAT_PASSWORD: 'x',
        TELECHAT_ATTENDANTS: 'a:b',
        TELECHATTER: '1',
        PORT: '1',
        TELECHAT_PROT: '',
      }),
    ).toEqual([]);
  });

  it('nothing is said of what a container platform makes for a service called telechat', () => {
    const links = {
      TELECHAT_SERVICE_HOST: '10.0.0.1',
      TELECHAT_SERVICE_PORT: '3627',
      TELECHAT_SERVICE_PORT_TLS: '3628',
      TELECHAT_PORT_3627_TCP: 'tcp://10.0.0.1:3627',
      TELECHAT_PORT_3627_TCP_PROTO: 'tcp',
      TELECHAT_PORT_3627_TCP_PORT: '3627',
      TELECHAT_PORT_3627_TCP_ADDR: '10.0.0.1',
      TELECHAT_WEB_SERVICE_HOST: '10.0.0.2',
      TELECHAT_WEB_PORT: 'tcp://10.0.0.2:80',
    };
    expect(warningsOf(links)).toEqual([]);
  });
});

describe('JSON is told from what is not JSON', () => {
  it.each([
    '{}',
    ' [ ] ',
    '{"a":[1,-0.5e+7,true,null,"\\u00e9\\n\\""],"b":{"c":{}}}',
    '"x"',
    '0',
    '{"a":01}',
    '{"a":1.}',
    '{"a":+1}',
    '{"a":"\t"}',
    '{"a":"\\x"}',
    '{"a" 1}',
    '{a:1}',
    '{"a":1,,}',
    '[1,]',
    '[1 2]',
    '{"a":tru}',
    '{"a":truex}',
    '{"a":NaN}',
    '{"a":1}{',
    '"',
    '-',
    '\u00a0{}',
  ])('as JSON.parse does: %s', (text) => {
    let parses = true;
    try {
      JSON.parse(text);
    } catch {
      parses = false;
    }
    expect(jsonFault(text) === null).toBe(parses);
  });

  it('and nesting that nobody means is a fault, not the end', () => {
    expect(jsonFault('['.repeat(100_000))).toMatchObject({ line: 1, column: 102 });
  });
});

describe('of settings that do not fit together', () => {
  it.each<[Given, string, string]>([
    [
      { flags: ['--memory', '--data', 'd'] },
      '--memory não vai junto com --data',
      '--memory cannot go with --data',
    ],
    [
      { env: { TELECHAT_MEMORY: '1' }, file: { data: 'd' } },
      `${FILE}: TELECHAT_MEMORY não vai junto com "data"`,
      `${FILE}: TELECHAT_MEMORY cannot go with "data"`,
    ],
    [
      { env: { TELECHAT_DATA: 'd' }, file: { memory: true } },
      `${FILE}: "memory" não vai junto com TELECHAT_DATA`,
      `${FILE}: "memory" cannot go with TELECHAT_DATA`,
    ],
    [
      { flags: ['--tls-cert', 'c'] },
      '--tls-cert precisa também de --tls-key',
      '--tls-cert also needs --tls-key',
    ],
    [
      { env: { TELECHAT_TLS_KEY: 'k' } },
      'TELECHAT_TLS_KEY precisa também de --tls-cert',
      'TELECHAT_TLS_KEY also needs --tls-cert',
    ],
    [
      { flags: ['--tls-port', '0'] },
      '--tls-port precisa também de --tls-cert, --tls-key',
      '--tls-port also needs --tls-cert, --tls-key',
    ],
    [
      { flags: ['--port', '3628', '--tls-cert', 'c', '--tls-key', 'k'] },
      '--tls-port e --port são a mesma porta, 3628',
      '--tls-port and --port are the same port, 3628',
    ],
    [
      { file: { pingAfter: 60, idleAfter: 60 } },
      `${FILE}: "idleAfter" (60) tem que ser maior que "pingAfter" (60)`,
      `${FILE}: "idleAfter" (60) must be greater than "pingAfter" (60)`,
    ],
    [
      { flags: ['--idle-after', '60'] },
      '--idle-after (60) tem que ser maior que --ping-after (60)',
      '--idle-after (60) must be greater than --ping-after (60)',
    ],
    [
      { flags: ['--max-line', '4096', '--max-text', '3585'] },
      '--max-text (3585) não cabe em --max-line (4096): no máximo 3584',
      '--max-text (3585) does not fit into --max-line (4096): at most 3584',
    ],
  ])('%j', (what, pt, en) => {
    expect(both(what)).toEqual([[pt], [en]]);
  });

  it.each<[Given, object]>([
    [{ flags: ['--memory'], env: { TELECHAT_DATA: 'd' } }, { memory: true }],
    [{ flags: ['--memory'], file: { data: 'd' } }, { memory: true }],
    [
      { flags: ['--data', 'f'], env: { TELECHAT_MEMORY: '1' } },
      { memory: false, data: 'f' },
    ],
    [
      { flags: ['--data', 'f'], file: { memory: true } },
      { memory: false, data: 'f' },
    ],
    [
      { env: { TELECHAT_DATA: 'd' }, file: { memory: false } },
      { memory: false, data: 'd' },
    ],
    [{ flags: ['--no-memory'], env: { TELECHAT_MEMORY: '1', TELECHAT_DATA: 'd' } }, { memory: false }],
    [{ flags: ['--port', '0', '--tls-port', '0', '--tls-cert', 'c', '--tls-key', 'k'] }, { tlsPort: 0 }],
    [{ flags: ['--idle-after', '61'] }, { idleAfter: 61, pingAfter: 60 }],
    [{ flags: ['--max-line', '4096', '--max-text', '3584'] }, { maxText: 3584 }],
  ])('but %j do', (what, expected) => {
    expect(settingsOf(what).settings).toMatchObject(expected);
  });
});
