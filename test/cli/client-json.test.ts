/** The client for scripts: lines of JSON out, commands in. */

import { afterEach, describe, expect, it } from 'vitest';
import { eventFields, jsonLine, readCommand } from '../../src/cli/client/json-lines.ts';
import { closeServers, type Script, serve, usual } from './client-fake-server.ts';
import { ANA, JOAO, run, start } from './client-process.ts';

afterEach(closeServers);

const TIME = '2026-03-09T14:03:00.000Z';

function event(line: string) {
  const end = line.indexOf(' ');
  return eventFields({ verb: line.slice(0, end), rest: line.slice(end + 1) });
}

const objects = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('an event', () => {
  it.each<[string, object]>([
    [
      `MSG 7 ${TIME} joao * um\\ndois \\\\n`,
      { event: 'MSG', seq: 7, time: TIME, from: 'joao', to: '*', text: 'um\ndois \\n' },
    ],
    [
      `NOTE 8 ${TIME} bia joao paga`,
      { event: 'NOTE', seq: 8, time: TIME, from: 'bia', customer: 'joao', text: 'paga' },
    ],
    ['QUEUE 2 3 ?', { event: 'QUEUE', position: 2, length: 3, eta: null }],
    ['WAITING joao 3', { event: 'WAITING', name: 'joao', length: 3 }],
    ['CLOSED ana até logo', { event: 'CLOSED', who: 'ana', text: 'até logo' }],
    ['TYPING joao * on', { event: 'TYPING', from: 'joao', to: '*', state: 'on' }],
    ['FUTURE a b', { event: 'FUTURE', rest: 'a b' }],
    ['constructor a', { event: 'constructor', rest: 'a' }],
  ])('%s', (line, fields) => {
    expect(event(line)).toEqual(fields);
  });

  it('is one line, with nothing that a terminal would obey, and loses nothing', () => {
    const fields = event(`MSG 7 ${TIME} joao * \x1b[2J\x9b31m\u202ea\u2028b\\nc`);
    const line = jsonLine(fields);
    expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u202e]/);
    expect(JSON.parse(line)).toEqual(fields);
  });
});

describe('a command', () => {
  it.each<[string, object | null | '']>([
    ['MSG joao oi', { wire: 'MSG joao oi', verb: 'MSG', label: '' }],
    ['@a1 msg joao oi', { wire: '@a1 msg joao oi', verb: 'MSG', label: 'a1' }],
    ['{"command":"QUEUE"}', { wire: 'QUEUE', verb: 'QUEUE', label: '' }],
    [
      '{"command":"MSG","args":["joao"],"text":"um\\ndois\\\\","label":"a1"}',
      { wire: '@a1 MSG joao um\\ndois\\\\', verb: 'MSG', label: 'a1' },
    ],
    ['{"command":"HISTORY","args":["joao",5]}', { wire: 'HISTORY joao 5', verb: 'HISTORY', label: '' }],
    ['  ', ''],
    ['{"command":"MSG x"}', null],
    ['{"command":"MSG","args":["a b"]}', null],
    ['{"command":"MSG","args":"a"}', null],
    ['{"command":"MSG","label":"é"}', null],
    ['{"command":7}', null],
    ['{', null],
  ])('%s', (line, command) => {
    expect(readCommand(line)).toEqual(command);
  });
});

describe('telechat client --json', () => {
  const script: Script = (line) => {
    if (line.startsWith('CONNECT')) return [...usual(line), 'ASSIGNED joao ana'];
    if (line === 'QUEUE') return ['@+ok *1', `WAITING rui ${TIME} 2`, '.'];
    if (line.startsWith('TAKE')) return ['@-err TAKEN já está com outro atendente'];
    if (line.startsWith('MSG')) return ['@+ok mensagem recebida 31', `MSG 32 ${TIME} joao * oi`];
    return usual(line);
  };

  it('says every event and reply as it comes, and which line the reply is to', async () => {
    const { port } = await serve(script);
    const input = 'QUEUE\n{"command":"MSG","args":["joao"],"text":"oi","label":"a1"}\n\nTAKE rui\n';
    const { code, stdout, stderr } = await run(input, port, [...ANA, '--json']);
    expect(objects(stdout)).toEqual([
      { client: 'entered', name: 'ana', role: 'atendente', server: `127.0.0.1:${port}` },
      { event: 'ASSIGNED', customer: 'joao', attendant: 'ana' },
      {
        reply: 'list',
        line: 1,
        command: 'QUEUE',
        text: '',
        items: [{ item: 'WAITING', name: 'rui', since: TIME, messages: 2 }],
      },
      { reply: 'ok', line: 2, command: 'MSG', label: 'a1', seq: 31, text: 'mensagem recebida 31' },
      { event: 'MSG', seq: 32, time: TIME, from: 'joao', to: '*', text: 'oi' },
      { reply: 'err', line: 4, command: 'TAKE', code: 'TAKEN', text: 'já está com outro atendente' },
      { client: 'ended', how: 'left' },
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(1);
  });

  it('sends nothing unasked, neither to the entry nor to what comes', async () => {
    const { server, port } = await serve(script);
    const { code } = await run('MSG joao oi\nQUIT tchau\nPING\n', port, [...ANA, '--json']);
    expect(server.received).toEqual(['CONNECT ana atendente', 'MSG joao oi', 'QUIT tchau']);
    expect(code).toBe(0);
  });

  it('says which line it cannot read, and goes on', async () => {
    const { server, port } = await serve(script);
    const { code, stdout } = await run('{"command":\nPING\n', port, [...JOAO, '--json']);
    expect(objects(stdout)[2]).toMatchObject({ reply: 'err', line: 1, code: 'BAD-ARGUMENT' });
    expect(server.received).toContain('PING');
    expect(code).toBe(1);
  });

  it('answers at once, while the input goes on', async () => {
    const { port } = await serve(script);
    const { child, over } = start(port, [...JOAO, '--json']);
    child.stdin.write('PING\n');
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (text: string) => text.includes('"PING"') && resolve());
    });
    child.stdin.end();
    expect((await over).code).toBe(0);
  });

  it('tells why there was no entry', async () => {
    const { port } = await serve((line) =>
      line.startsWith('CONNECT') ? ['@-err NAME-TAKEN este nome está em uso'] : usual(line),
    );
    const { code, stdout } = await run('', port, [...JOAO, '--json']);
    expect(objects(stdout)).toEqual([
      { client: 'ended', how: 'turned-away', code: 'NAME-TAKEN', text: 'este nome está em uso' },
    ]);
    expect(code).toBe(1);
  });

  it('tells why a connection ended, and does not go with --plain', async () => {
    const { port } = await serve((line, at) => {
      if (line !== 'PING') return usual(line);
      at.write('QUIT KICKED o administrador encerrou');
      at.socket?.end();
      return null;
    });
    const { code, stdout, stderr } = await run('PING\n', port, [...JOAO, '--json']);
    expect(objects(stdout).slice(1)).toEqual([
      { reply: 'lost', line: 1, command: 'PING' },
      { client: 'ended', how: 'farewell', code: 'KICKED', text: 'o administrador encerrou' },
    ]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('O administrador encerrou.')]);
    expect((await run('', port, [...JOAO, '--json', '--plain'])).code).toBe(2);
  });
});
