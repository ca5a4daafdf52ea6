import { describe, expect, it } from 'vitest';
import { slashFor } from '../../src/cli/client/command-words.ts';
import { type Intent, readInput } from '../../src/cli/client/input.ts';
import { nearestSlash } from '../../src/cli/client/mistyped.ts';
import type { Role } from '../../src/protocol/commands.ts';

const seen = (name: string) => name === 'joao';
const names = { seen, customer: seen };
const read = (line: string): Intent => readInput(line, names, 'atendente');
const readAs = (role: Role, line: string): Intent => readInput(line, names, role);
const command = (verb: string, args = '', plain = true) => ({ do: 'command', verb, args, plain });
const misused = (word: string, verb: string, plain = true) => ({ do: 'misused', word, verb, plain });
const say = (text: string, verb?: string) => ({ do: 'say', text, ...(verb && { verb }) });
const explain = (verb: string) => ({ do: 'explain', verb });

describe('for those who only chat a plain line is text', () => {
  it.each([
    ['SAIR DAQUI', 'QUIT'],
    ['SAIR', 'QUIT'],
    ['sair', 'QUIT'],
    ['Ajuda', 'HELP'],
    ['?', 'HELP'],
    ['QUIT SMOKING', 'QUIT'],
    ['HISTORY REPEATS', 'HISTORY'],
    ['desfazer', 'UNDO'],
    ['PING pong', 'PING'],
    ['UNDO THAT', 'UNDO'],
    ['SEARCH pão', 'SEARCH'],
    ['fila', 'QUEUE'],
    ['FILA GRANDE', 'QUEUE'],
    ['MSG NÃO CHEGOU', 'MSG'],
  ])('%s, with a hint at the command', (line, verb) =>
    expect(readAs('consumidor', line)).toEqual(say(line, verb)),
  );

  it.each([
    'LIST OF THINGS',
    'NEXT WEEK',
    'TAKE CARE',
    'NOTA FISCAL',
    'CLOSE THE DOOR',
    'NEXTT',
    'sair daqui',
    'quit smoking is hard',
    '? como assim',
    'next',
    'take joao',
    'FUI',
  ])('%s', (line) => expect(readAs('consumidor', line)).toEqual(say(line)));

  it.each([
    ['QUIT', { do: 'leave', reason: '' }],
    ['HISTORY', command('HISTORY')],
    ['HISTORY joao 20', command('HISTORY', 'joao 20')],
    ['MSG * oi', { ...say('oi'), isToDesk: true }],
    ['PING', command('PING')],
    ['QUEUE', command('QUEUE')],
    ['UNDO 12', command('UNDO', '12')],
    ['RATE 5 bom', command('RATE', '5 bom')],
    ['HELP', command('HELP')],
    ['LIST', command('LIST')],
    ['LIST-USERS', command('LIST')],
    ['TAKE joao', command('TAKE', 'joao')],
    ['JOIN #geral', command('JOIN', '#geral')],
    ['LANG en', command('LANG', 'en')],
    [' QUIT', say('QUIT')],
    ['/sair', { do: 'leave', reason: '' }],
  ])('but for an exact line of the protocol: %s', (line, intent) =>
    expect(readAs('consumidor', line)).toEqual(intent),
  );

  it('and what a member writes to one person never is, since it could end up in a room', () => {
    expect(readAs('membro', 'MSG maria oi')).toEqual({ do: 'say-to', to: 'maria', text: 'oi' });
  });
});

describe('pasted in several lines', () => {
  const pasted = (role: Role, line: string) => readInput(line, names, role, true);

  it.each<Role>(['consumidor', 'membro', 'atendente'])(
    'all that a %s pastes is text, just as it stands there',
    (role) => {
      expect(pasted(role, 'QUIT')).toEqual({ ...say('QUIT'), pasted: 'command' });
      expect(pasted(role, '/sair')).toEqual({ ...say('/sair'), pasted: 'command' });
      expect(pasted(role, 'MSG * oi')).toEqual({ ...say('MSG * oi'), pasted: 'command' });
      expect(pasted(role, '  oi')).toEqual({ ...say('  oi'), pasted: 'text' });
      expect(pasted(role, ' ')).toEqual({ do: 'nothing' });
    },
  );
});

describe('to an attendant a plain line is a command if the whole of it has the shape of one', () => {
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
    ['close', command('CLOSE')],
    ['encerrar', command('CLOSE')],
    ['close joao', command('CLOSE', 'joao')],
    ['close joao obrigado', command('CLOSE', 'joao obrigado')],
    ['encerrar joao obrigado', command('CLOSE', 'joao obrigado')],
    ['atender joao', command('TAKE', 'joao')],
    ['CLOSE joao até logo', command('CLOSE', 'joao até logo')],
    ['LISTAR', command('LIST')],
    ['LISTA consumidor', command('LIST', 'consumidor')],
    ['listar clientes', command('LIST', 'consumidor')],
    ['LIST attendants ana', command('LIST', 'atendente ana')],
    ['LIST consumidor joao', command('LIST', 'consumidor joao')],
    ['PRÓXIMO', command('NEXT')],
    ['PROXIMO', command('NEXT')],
    ['ATENDER maria', command('TAKE', 'maria')],
    ['HISTÓRICO  ana  20', command('HISTORY', 'ana 20')],
    ['FILA', command('QUEUE')],
    ['AJUDA LISTAR', explain('LIST')],
    ['?', command('HELP')],
    ['AJUDA REGRAS', { do: 'rules' }],
    ['SAIR', { do: 'leave', reason: '' }],
    ['sair', { do: 'leave', reason: '' }],
    ['exit', { do: 'leave', reason: '' }],
    ['undo', command('UNDO')],
    ['undo 12', command('UNDO', '12')],
    ['queue', command('QUEUE')],
    ['help', command('HELP')],
    ['help next', explain('NEXT')],
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
    ['MSG #geral oi', { do: 'say-to', to: '#geral', text: 'oi' }],
    ['status away', command('STATUS', 'away')],
    ['ESTADO Ausente', command('STATUS', 'away')],
    ['estado presente', command('STATUS', 'online')],
    ['transfer joao bia', command('TRANSFER', 'joao bia')],
    ['TRANSFERIR  maria  bia', command('TRANSFER', 'maria bia')],
    ['TRANSFER * bia', command('TRANSFER', '* bia')],
    ['return joao', command('RETURN', 'joao')],
    ['DEVOLVER', command('RETURN')],
    ['nota joao cliente  antigo', command('NOTE', 'joao cliente  antigo')],
    ['nota * cliente antigo', command('NOTE', '* cliente antigo')],
    ['NOTE maria pays late', command('NOTE', 'maria pays late')],
    ['avaliar 5', command('RATE', '5')],
    ['RATE 4 muito  bom', command('RATE', '4 muito  bom')],
    ['typing joao on', command('TYPING', 'joao on')],
    ['DIGITANDO * off', command('TYPING', '* off')],
    ['seen 12', command('SEEN', '12')],
    ['NICK jo', command('NICK', 'jo')],
    ['join #geral', command('JOIN', '#geral')],
    ['ENTRAR geral', command('JOIN', '#geral')],
    ['criar #vendas assunto  do dia', command('CREATE', '#vendas assunto  do dia')],
    ['leave #geral', command('LEAVE', '#geral')],
    ['LEAVE', command('LEAVE')],
    ['SALAS', command('ROOMS')],
    ['who #geral', command('WHO', '#geral')],
    ['QUEM', command('WHO')],
    ['WHO geral ana', command('WHO', '#geral ana')],
    ['BUSCAR pão  de queijo', command('SEARCH', 'pão  de queijo')],
    ['STATS', command('STATS')],
    ['PRONTAS', command('CANNED')],
    ['MSG * oi', { ...say('oi'), isToDesk: true }],
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
    'status',
    'estado civil',
    'transfer maria bia',
    'return the product',
    'devolver',
    'devolver o produto',
    'nota fiscal em anexo',
    'note that it is late',
    'nota joao',
    'avaliar',
    'rate me',
    'visto',
    'seen it',
    'apelido carinhoso',
    'nick',
    'join us',
    'entrar',
    'criar conta',
    'leave',
    'leave me alone',
    'salas',
    'quem',
    'who knows',
    'buscar amanhã',
    'números',
    'prontas',
    'sair-da-sala',
  ])('%s is text', (line) => expect(read(line)).toEqual(say(line)));
});

describe("an attendant's line in capitals with the word of a command is never text", () => {
  it.each([
    ['LANG', 'LANG'],
    ['TAKE', 'TAKE'],
    ['TAKE joao maria', 'TAKE'],
    ['LIST pessoas', 'LIST'],
    ['LISTAR TUDO', 'LIST'],
    ['HISTORY joao tudo', 'HISTORY'],
    ['CLOSE !', 'CLOSE'],
    ['NEXT WEEK', 'NEXT'],
    ['QUEUE 1', 'QUEUE'],
    ['FILA GRANDE', 'QUEUE'],
    ['MSG joao', 'MSG'],
    ['STATUS', 'STATUS'],
    ['ESTADO CIVIL', 'STATUS'],
    ['TRANSFER joao', 'TRANSFER'],
    ['NOTA FISCAL!', 'NOTE'],
    ['NOTE joao', 'NOTE'],
    ['RATE 6', 'RATE'],
    ['TYPING joao', 'TYPING'],
    ['SEEN', 'SEEN'],
    ['NICK a b', 'NICK'],
    ['JOIN a b', 'JOIN'],
    ['JOIN', 'JOIN'],
    ['SEARCH', 'SEARCH'],
    ['STATS today', 'STATS'],
  ])('%s is misused', (line, verb) => expect(read(line)).toEqual(misused(line.split(' ')[0]!, verb)));

  it.each([
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
    ['SAIR DAQUI', '/sair'],
  ])('%s goes nowhere', (line, meant) => expect(read(line)).toEqual({ do: 'slip', meant }));

  it.each(['NOVA', 'QUER', 'WHY', 'SALA', 'PRONTA', 'NOITE'])('but %s may well be text', (line) =>
    expect(read(line)).toEqual(say(line)),
  );
});

describe('a line of the protocol with a secret in it', () => {
  it.each<[Role, string, string]>([
    ['atendente', 'PASS', 'cavalo'],
    ['consumidor', 'PASS', 'cavalo'],
    ['membro', 'RESUME', 'tYb1kq7Pp0c1l5Jc9dLx7w 12'],
  ])('of a person as %s is told to nobody: %s', (role, verb, args) =>
    expect(readAs(role, `${verb} ${args}`)).toEqual(command(verb, args)),
  );

  it.each(['RESUME ISSO', 'PASS'])('but %s is text', (line) =>
    expect(readAs('consumidor', line)).toEqual(say(line)),
  );
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
    ['/estado ausente', command('STATUS', 'away', false)],
    ['/transferir joao bia', command('TRANSFER', 'joao bia', false)],
    ['/transferir rui', command('TRANSFER', '* rui', false)],
    ['/transferir maria bia', command('TRANSFER', 'maria bia', false)],
    ['/transfer joao', misused('/transfer', 'TRANSFER', false)],
    ['/devolver', command('RETURN', '', false)],
    ['/nota joao cliente antigo', command('NOTE', 'joao cliente antigo', false)],
    ['/nota vip', command('NOTE', '* vip', false)],
    ['/note maria pays late', command('NOTE', '* maria pays late', false)],
    ['/note * pays late', command('NOTE', '* pays late', false)],
    ['/nota joao', misused('/nota', 'NOTE', false)],
    ['/visto 7', command('SEEN', '7', false)],
    ['/apelido jo', command('NICK', 'jo', false)],
    ['/entrar vendas', command('JOIN', '#vendas', false)],
    ['/criar vendas tudo sobre vendas', command('CREATE', '#vendas tudo sobre vendas', false)],
    ['/sair-da-sala', command('LEAVE', '', false)],
    ['/leave #geral', command('LEAVE', '#geral', false)],
    ['/salas', command('ROOMS', '', false)],
    ['/quem', command('WHO', '', false)],
    ['/buscar açaí', command('SEARCH', 'açaí', false)],
    ['/numeros', command('STATS', '', false)],
    ['/prontas', command('CANNED', '', false)],
    ['/avaliar', misused('/avaliar', 'RATE', false)],
    ['/estado civil', misused('/estado', 'STATUS', false)],
    ['/para #geral', { do: 'turn-to', to: '#geral' }],
    ['/sair', { do: 'leave', reason: '' }],
    ['/sair já volto', { do: 'leave', reason: 'já volto' }],
    ['/sair #geral', command('LEAVE', '#geral', false)],
    ['/quit #1 foi bom', { do: 'leave', reason: '#1 foi bom' }],
    ['/para joao', { do: 'turn-to', to: 'joao' }],
    ['/to joao', { do: 'turn-to', to: 'joao' }],
    ['/para', { do: 'turn-to', to: '' }],
    ['/msg maria  oi ', { do: 'say-to', to: 'maria', text: ' oi ' }],
    ['/raw PING  x', { do: 'raw', line: 'PING  x' }],
    ['/raw', misused('/raw', 'RAW', false)],
    ['/atender', misused('/atender', 'TAKE', false)],
    ['/list pessoas', misused('/list', 'LIST', false)],
    ['/msg joao', misused('/msg', 'MSG', false)],
    ['/close', command('CLOSE', '', false)],
    ['/ajuda regras', { do: 'rules' }],
    ['/ajuda /nota', explain('NOTE')],
    ['/help to', explain('TO')],
    ['/ajuda xyz', command('HELP', 'xyz', false)],
    ['/?', command('HELP', '', false)],
    ['/fechar', command('FECHAR', '', false)],
    ['/5', { do: 'unknown', word: '/5' }],
    ['/', { do: 'unknown', word: '/' }],
    ['/home/ana', { do: 'unknown', word: '/home/ana' }],
  ])('%s', (line, intent) => expect(read(line)).toEqual(intent));

  it('and the help shows the word of each language', () => {
    expect(slashFor('LIST-USERS', 'pt')).toBe('/listar');
    expect(slashFor('LIST-USERS', 'en')).toBe('/list');
    expect(slashFor('STATS', 'pt')).toBe('/números');
    expect(slashFor('FUTURE', 'pt')).toBe('');
  });

  it.each([
    ['/histrico', '/histórico'],
    ['/lsit', '/list'],
    ['/listtar', '/listar'],
    ['/listr', '/listar'],
    ['/rwa', '/raw'],
    ['/fechar', ''],
    ['/ab', ''],
    ['/', ''],
  ])('and a slip of the hand is seen: %s', (typed, meant) => expect(nearestSlash(typed, 'pt')).toBe(meant));

  it('in the language of the person', () => {
    expect(nearestSlash('/listr', 'en')).toBe('/list');
  });
});
