import { describe, expect, it } from 'vitest';
import { type Intent, nearestSlash, readInput, slashFor } from '../../src/cli/client/input.ts';

const seen = (name: string) => name === 'joao';
const read = (line: string): Intent => readInput(line, seen);
const command = (verb: string, args = '', plain = true) => ({ do: 'command', verb, args, plain });
const misused = (word: string, verb: string, plain = true) => ({ do: 'misused', word, verb, plain });
const say = (text: string) => ({ do: 'say', text });

describe('a plain line is a command if the whole of it has the shape of one', () => {
  it.each([
    ['list', command('LIST')],
    ['LIST', command('LIST')],
    ['LIST-USERS', command('LIST')],
    ['list consumidor', command('LIST', 'consumidor')],
    ['history', command('HISTORY')],
    ['history ana', command('HISTORY', 'ana')],
    ['HISTORY ana 20 345', command('HISTORY', 'ana 20 345')],
    ['next', command('NEXT')],
    ['take joao', command('TAKE', 'joao')],
    ['TAKE maria', command('TAKE', 'maria')],
    ['CLOSE', command('CLOSE')],
    ['close joao', command('CLOSE', 'joao')],
    ['close joao obrigado', command('CLOSE', 'joao obrigado')],
    ['encerrar joao obrigado', command('CLOSE', 'joao obrigado')],
    ['atender joao', command('TAKE', 'joao')],
    ['CLOSE joao até logo', command('CLOSE', 'joao até logo')],
    ['LISTAR', command('LIST')],
    ['LISTA consumidor', command('LIST', 'consumidor')],
    ['LIST consumidor joao', command('LIST', 'consumidor joao')],
    ['PRÓXIMO', command('NEXT')],
    ['PROXIMO', command('NEXT')],
    ['ATENDER maria', command('TAKE', 'maria')],
    ['HISTÓRICO  ana  20', command('HISTORY', 'ana 20')],
    ['FILA', command('QUEUE')],
    ['AJUDA LISTAR', command('HELP', 'LIST')],
    ['AJUDA REGRAS', { do: 'rules' }],
    ['SAIR', { do: 'leave', reason: '' }],
    ['sair', { do: 'leave', reason: '' }],
    ['exit', { do: 'leave', reason: '' }],
    ['undo', command('UNDO')],
    ['undo 12', command('UNDO', '12')],
    ['queue', command('QUEUE')],
    ['help', command('HELP')],
    ['help next', command('HELP', 'NEXT')],
    ['ping', command('PING')],
    ['lang en', command('LANG', 'en')],
    ['next  ', command('NEXT')],
    ['quit', { do: 'leave', reason: '' }],
    ['QUIT agora vai', { do: 'leave', reason: 'agora vai' }],
    ['PING x', command('PING', 'x')],
    ['fila', command('QUEUE')],
    ['listar', command('LIST')],
    ['lista consumidor', command('LIST', 'consumidor')],
    ['historico', command('HISTORY')],
    ['histórico ana', command('HISTORY', 'ana')],
    ['próximo', command('NEXT')],
    ['desfazer', command('UNDO')],
    ['desfazer 12', command('UNDO', '12')],
    ['ajuda', command('HELP')],
    ['idioma en', command('LANG', 'en')],
    ['MSG maria oi, tudo bem?', { do: 'say-to', to: 'maria', text: 'oi, tudo bem?' }],
    ['msg joao oi', { do: 'say-to', to: 'joao', text: 'oi' }],
    ['MSG * oi', say('oi')],
  ])('%s', (line, intent) => expect(read(line)).toEqual(intent));

  it.each([
    'quit smoking is hard',
    'list of things',
    'list ana',
    'history repeats itself',
    'history ana maria',
    'take care',
    'close enough',
    'close the door',
    'close maria obrigado',
    'encerrar maria',
    'fila grande',
    'lista de compras',
    'próximo mês',
    'desfazer isso',
    'ajuda aqui',
    'histórico ana maria',
    'NEXTT SEMANA',
    'FUI',
    'NEXTT!',
    'nextt',
    'sair daqui',
    'atender bem',
    'Close joao',
    'PARA DE GRITAR',
    'take',
    'next week',
    'undo that',
    'help me',
    'Help',
    'lang',
    'msg me later',
    'ping pong',
    'a/b',
    'constructor',
  ])('%s is text', (line) => expect(read(line)).toEqual(say(line)));
});

describe('a line in capitals with the word of a command is never text', () => {
  it.each([
    ['LANG', 'LANG'],
    ['TAKE', 'TAKE'],
    ['TAKE joao maria', 'TAKE'],
    ['LIST clientes', 'LIST'],
    ['LISTAR TUDO', 'LIST'],
    ['HISTORY joao tudo', 'HISTORY'],
    ['CLOSE !', 'CLOSE'],
    ['NEXT WEEK', 'NEXT'],
    ['QUEUE 1', 'QUEUE'],
    ['FILA GRANDE', 'QUEUE'],
    ['MSG joao', 'MSG'],
  ])('%s is misused', (line, verb) => expect(read(line)).toEqual(misused(line.split(' ')[0]!, verb)));

  it.each([
    ['close', 'CLOSE'],
    ['encerrar', 'CLOSE'],
    ['take joao now', 'TAKE'],
    ['history joao please', 'HISTORY'],
    ['msg joao', 'MSG'],
  ])('nor %s, in small letters', (line, verb) =>
    expect(read(line)).toEqual(misused(line.split(' ')[0]!, verb)),
  );
});

describe('one word in capitals that is nearly a command', () => {
  it.each([
    ['NEXTT', 'NEXT'],
    ['PRÓXMO', 'PRÓXIMO'],
    ['HISTORI', 'HISTORY'],
    ['FLIA', 'FILA'],
  ])('%s goes nowhere', (line, meant) => expect(read(line)).toEqual({ do: 'slip', meant }));
});

describe('a line that begins with a space is text', () => {
  it.each([
    [' list', 'list'],
    [' /sair', '/sair'],
    ['  recuada', ' recuada'],
  ])('%j sends %j', (line, text) => expect(read(line)).toEqual(say(text)));

  it('but spaces alone are nothing', () => expect(read('   ')).toEqual({ do: 'nothing' }));
});

describe('a slash makes a command, in both languages, with and without accents', () => {
  it.each([
    ['/listar', command('LIST', '', false)],
    ['/list', command('LIST', '', false)],
    ['/historico ana', command('HISTORY', 'ana', false)],
    ['/histórico', command('HISTORY', '', false)],
    ['/próximo', command('NEXT', '', false)],
    ['/PROXIMO', command('NEXT', '', false)],
    ['/atender joao', command('TAKE', 'joao', false)],
    ['/encerrar joao até logo', command('CLOSE', 'joao até logo', false)],
    ['/desfazer', command('UNDO', '', false)],
    ['/fila', command('QUEUE', '', false)],
    ['/ajuda', command('HELP', '', false)],
    ['/rate 5 ótimo', command('RATE', '5 ótimo', false)],
    ['/sair', { do: 'leave', reason: '' }],
    ['/sair já volto', { do: 'leave', reason: 'já volto' }],
    ['/para joao', { do: 'turn-to', to: 'joao' }],
    ['/to joao', { do: 'turn-to', to: 'joao' }],
    ['/para', { do: 'turn-to', to: '' }],
    ['/msg maria  oi ', { do: 'say-to', to: 'maria', text: ' oi ' }],
    ['/raw PING  x', { do: 'raw', line: 'PING  x' }],
    ['/raw', misused('/raw', 'RAW', false)],
    ['/atender', misused('/atender', 'TAKE', false)],
    ['/list clientes', misused('/list', 'LIST', false)],
    ['/msg joao', misused('/msg', 'MSG', false)],
    ['/close', command('CLOSE', '', false)],
    ['/ajuda regras', { do: 'rules' }],
    ['/fechar', command('FECHAR', '', false)],
    ['/5', { do: 'unknown', word: '/5' }],
    ['/', { do: 'unknown', word: '/' }],
    ['/home/ana', { do: 'unknown', word: '/home/ana' }],
  ])('%s', (line, intent) => expect(read(line)).toEqual(intent));

  it('and the help shows the word of each language', () => {
    expect(slashFor('LIST-USERS', 'pt')).toBe('/listar');
    expect(slashFor('LIST-USERS', 'en')).toBe('/list');
    expect(slashFor('STATS', 'pt')).toBe('');
  });

  it.each([
    ['/histrico', '/histórico'],
    ['/lsit', '/list'],
    ['/listtar', '/listar'],
    ['/rwa', '/raw'],
    ['/fechar', ''],
    ['/ab', ''],
    ['/', ''],
  ])('and a slip of the hand is seen: %s', (typed, meant) => expect(nearestSlash(typed)).toBe(meant));
});
