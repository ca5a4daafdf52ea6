/** What the client says in Portuguese. */

import type { Texts } from './texts.ts';

export const PT: Texts = {
  askName: 'Nome: ',
  askRole: 'Tipo (atendente, consumidor ou membro) [consumidor]: ',
  askServer: (normal) => `Servidor (Enter aceita ${normal}): `,
  badRole: 'O tipo é atendente, consumidor ou membro.',
  badServer: (normal) => `O servidor se escreve host:porta; Enter aceita ${normal}.`,
  badLang: 'A língua é pt ou en.',
  badPort: 'A porta é um número de 1 a 65535.',
  badRetry: 'O tempo de --retry são segundos, de 0 a 86400.',
  onlyWithTls: '--ca e --insecure só valem com --tls.',
  unreadableFile: (file, code) => `Não é possível ler ${file} (${code}).`,
  noCertificate: (file) => `Em ${file} não há certificado (PEM).`,
  missing: (flags) => `Sem terminal não há perguntas: falta ${flags}.`,
  connecting: (server) => `Conectando a ${server}…`,
  entered: (name, role, server) => `Você entrou em ${server} como ${name} (${role}).`,
  returned: (name, role, server) => `Você voltou a ${server} como ${name} (${role}).`,
  howCustomer: 'Escreva e tecle Enter para falar conosco. /ajuda explica, /sair termina.',
  howOthers: '/ajuda explica os comandos, /sair termina.',
  role: { atendente: 'atendente', consumidor: 'consumidor', membro: 'membro' },

  refused: (server) => `Ninguém atende em ${server}: o servidor está ligado?`,
  notFound: (host) => `Não há servidor chamado ${host}.`,
  timeout: (server) => `${server} não respondeu a tempo.`,
  maybeTls: 'Esta porta talvez fale TLS: tente --tls.',
  notBack: (server, seconds) => `A conexão com ${server} caiu e não voltou em ${seconds} s.`,
  kicked: 'Talvez a senha tenha mudado, ou o nome agora tenha conta: entre com a senha.',
  nameTaken: 'É outro terminal seu? Feche-o; senão, escolha outro nome.',
  unreachable: (server, code) => `Não foi possível chegar a ${server} (${code}).`,
  not3mcp: (server) => `O que responde em ${server} não é um servidor 3MCP.`,
  lost: 'A conexão com o servidor caiu.',
  silent: 'O servidor não responde mais.',
  unreadable: 'O servidor enviou algo ilegível; conexão encerrada.',
  unsent: (line) => `Não foi enviado: ${line}`,
  comeBack: (command) => `Para voltar: ${command}`,

  noTls: (server) => `O que responde em ${server} não fala TLS.`,
  untrusted: (server) =>
    `Ninguém conhecido garante o certificado de ${server}: use --ca ARQUIVO com o certificado de quem o garante (ou --insecure, sem proteção).`,
  expired: (server) => `O certificado de ${server} está fora da validade.`,
  otherHost: (host, names) =>
    `O certificado do servidor não é de ${host}${names === '' ? '' : `, e sim de ${names}`}.`,
  insecure:
    'ATENÇÃO: --insecure aceita qualquer certificado; o servidor pode ser outro, e tudo pode ser lido.',
  askPassword: 'Senha: ',
  enoughPasswords: 'Nenhuma senha foi aceita; o Telechat termina aqui.',
  tooManyPasswords: 'Houve senhas erradas demais: espere alguns minutos antes de tentar de novo.',
  passwordMissing: 'É preciso a senha: use --password-file ARQUIVO ou a variável TELECHAT_PASSWORD.',
  passwordInTheClear: 'Atenção: sem --tls a senha passa sem proteção pela rede.',
  passwordFileOpen: (file) => `Atenção: outras pessoas podem ler ${file}; use chmod 600.`,

  offline: (seconds, attempt) => `sem conexão; nova tentativa em ${seconds} s (${attempt}ª)`,
  trying: (attempt) => `sem conexão; tentando (${attempt}ª)`,
  whileOffline: 'O que você escrever espera; Enter tenta já.',
  lostInPipe: 'A conexão com o servidor caiu; tentando de novo.',
  back: 'De volta.',
  backAnew: 'De volta, mas numa nova visita: o servidor não conhecia mais a anterior.',
  sending: (to, text) => `enviando${to === '' ? '' : ` a ${to}`}: ${text}`,
  waitingToSend: (to, text) => `espera a conexão${to === '' ? '' : ` (a ${to})`}: ${text}`,
  tooManyWaiting: (lines) => `já há ${lines} linhas esperando a conexão; esta fica aqui`,

  desk: 'balcão',
  position: (position, length, eta) => `Você é o ${position}º da fila (${length} na fila)${eta}.`,
  notWaiting: (attendant) =>
    attendant === '' ? 'Você não está na fila.' : `Você não está na fila: ${attendant} atende você.`,
  eta: (minutes) => {
    if (minutes < 1) return ', menos de 1 min';
    return minutes < 90 ? `, cerca de ${minutes} min` : `, cerca de ${Math.round(minutes / 60)} h`;
  },
  waits: (name, length) => `${name} espera (${length} na fila)`,
  waitedTaken: (name) => `outro atendente já atende ${name}`,
  waitedGone: (name) => `${name} saiu da fila`,
  youServe: (name, messages) =>
    messages === null || messages === 0
      ? `Você atende ${name}.`
      : `Você atende ${name} (${messages} ${messages === 1 ? 'mensagem' : 'mensagens'} da espera).`,
  turnWith: (name) => `/para ${name} fala com essa pessoa.`,
  servedBy: (name) => `${name} vai atender você.`,
  attendantLeft: (name) => `${name} não atende mais você; você voltou à fila.`,
  handedOver: (customer, attendant) => `${customer} agora é atendido por ${attendant}.`,
  closedBy: (attendant) => `${attendant} encerrou a conversa. Se escrever de novo, você volta à fila.`,
  closedGone: (customer, how) =>
    how === 'abandoned'
      ? `${customer} não voltou; conversa encerrada.`
      : `${customer} saiu; conversa encerrada.`,
  youClosed: (name, text) =>
    text === '' ? `Conversa com ${name} encerrada.` : `Conversa com ${name} encerrada: "${text}"`,
  presence: (name, state) => {
    if (state === 'away') return `${name} está ausente.`;
    return state === 'online' ? `${name} voltou.` : `${name} perdeu a conexão.`;
  },
  undone: (name, time) =>
    time === '' ? `${name} desfez uma mensagem.` : `${name} desfez a mensagem das ${time}.`,
  youUndid: (to, text) => {
    const where = to.startsWith('#') ? `em ${to}` : to === '*' ? 'ao atendimento' : `a ${to}`;
    return `Mensagem ${where} desfeita: "${text}"`;
  },
  youUndidNote: (customer, text) => `Nota sobre ${customer} desfeita: "${text}"`,
  youUndidUnknown: (seq) => `Mensagem ${seq} desfeita.`,
  renamed: (old, name) => `${old} agora se chama ${name}.`,
  youAreCalled: (name) => `Agora você se chama ${name}.`,
  statusIs: (isAway) =>
    isAway
      ? 'Você está ausente: só vem quem você chamar. /estado presente desfaz isso.'
      : 'Você está presente: os próximos da fila vêm a você.',
  awayMark: 'ausente',
  youTransferred: (customer, attendant) => `Você passou ${customer} a ${attendant}.`,
  youReturned: (customer) =>
    `Você devolveu ${customer} à fila; outro atendente já pode ter chamado essa pessoa.`,
  howToRate: 'Para avaliar o atendimento: /avaliar 5 (de 1 a 5, com um comentário se quiser).',
  youRated: 'Obrigado pela avaliação.',
  rateOnce: 'Só se avalia uma vez, depois que o atendente encerra a conversa.',
  seenBy: (name, text, time) => (time === '' ? `✓✓ ${name} viu.` : `✓✓ ${name} viu: "${text}" (${time})`),
  typing: (names) =>
    names.length > 3
      ? 'várias pessoas estão digitando…'
      : `${names.join(', ')} ${names.length === 1 ? 'está' : 'estão'} digitando…`,
  inPrivate: 'em particular',
  note: (author, customer) => `nota interna de ${author} sobre ${customer}`,
  noteByMe: (customer) => `nota interna sobre ${customer}`,
  rating: (customer) => `avaliação de ${customer}`,
  score: (score, text) => `${score} de 5${text === '' ? '' : `: ${text}`}`,

  joined: (name, room) => `${name} entrou em ${room}.`,
  leftRoom: (name, room) => `${name} saiu de ${room}.`,
  youJoined: (room, members) =>
    `Você entrou em ${room} (${members} ${members === 1 ? 'pessoa' : 'pessoas'}).`,
  youAreIn: (room) => `Você está em ${room}.`,
  howToTurn: (room) => `/para ${room} fala nela.`,
  howToDesk: '/para atendimento volta a falar com o atendimento.',
  youLeft: (room) => `Você saiu de ${room}.`,
  youCreated: (room) => `Sala ${room} criada: JOIN ${room} (/entrar) entra nela.`,
  inNoRoom: 'você não está em nenhuma sala',
  roomsAre: '/salas mostra as que existem, /entrar com um nome novo cria outra',

  gone: '(desfeita)',
  empty: '(nada a mostrar)',
  emptyVisit: 'Nada nesta visita (aparece só o que foi dito desde que você entrou).',
  emptySinceNick: (former) =>
    `Nada com este nome: o que foi dito antes está com o nome anterior: /histórico ${former} mostra.`,
  emptyQueue: 'Ninguém espera na fila.',
  waitingAtEntry: (waiting) => `${waiting} na fila: NEXT (/próximo) chama o primeiro`,
  state: (state) => {
    const [kind, who = ''] = state.split(':');
    if (kind === 'waiting') return `${who}º da fila`;
    if (kind === 'with') return `com ${who}`;
    return { online: 'presente', away: 'ausente', lost: 'sem conexão' }[state] ?? state;
  },
  headName: 'NOME',
  headRole: 'TIPO',
  headState: 'ESTADO',
  headSince: 'DESDE',
  headDisplay: 'NOME EXIBIDO',
  headMessages: 'MENSAGENS',
  headRoom: 'SALA',
  headMembers: 'PESSOAS',
  headTopic: 'ASSUNTO',
  stats: {
    waiting: 'na fila',
    open: 'em atendimento',
    'closed-today': 'encerradas hoje',
    'first-answer-median': 'primeira resposta (mediana de hoje)',
    'duration-median': 'duração (mediana de hoje)',
    'messages-today': 'mensagens hoje',
    'messages-last-hour': 'mensagens na última hora',
    rating: 'avaliação de hoje (média)',
    ratings: 'avaliações de hoje',
  },
  messagesByHour: 'mensagens por hora',
  mean: (rating) => `${rating.replace('.', ',')} de 5`,
  duration: (seconds) => {
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  },
  emptySearch: 'Nada foi encontrado.',
  moreFound: 'Há mais: a busca parou antes do fim; use palavras mais raras.',
  noneFoundYet: 'Nada foi encontrado, mas a busca parou antes do fim; use palavras mais raras.',
  emptyCanned: 'Não há respostas prontas.',
  pong: 'O servidor responde.',
  langIs: 'Agora em português.',

  noPartner: (open) =>
    open.length === 0
      ? 'Você não fala com ninguém: NEXT (/próximo) chama o próximo cliente.'
      : `Você não fala com ninguém: /para ${open.join(', /para ')}, ou NEXT (/próximo) para o próximo cliente.`,
  noPartnerMember: (rooms) =>
    rooms.length === 0
      ? 'Você não fala com ninguém: JOIN #geral (/entrar) entra em uma sala, MSG nome texto escreve a alguém.'
      : `Você não fala com ninguém: /para ${rooms.join(', /para ')}, ou MSG nome texto.`,
  partnerIs: (name) => `Você fala com ${name}.`,
  customerTalksToDesk: 'Você fala com o atendimento: basta escrever.',
  badName: (name) => `"${name}" não é um nome válido.`,
  notThere: (to, why) => `Não dá para falar com ${to}: ${why}`,
  noLonger: (name) => `${name} saiu ou mudou de nome`,
  noCustomer: (room, syntax, open) =>
    `${room} é uma sala, não um cliente. Diga o nome${open.length === 0 ? '' : ` (${open.join(' ou ')})`}: ${syntax}`,
  noAttendant: (name) => `só atendentes recebem clientes, e ${name} não é atendente`,
  customersWriteToNobody: 'clientes não podem escrever a outras pessoas',
  customersAreForAttendants: 'só atendentes podem escrever a clientes',
  notIn: (room) => `você não está em ${room}: /entrar ${room}`,
  youAreNotIn: (room) => `você não está em ${room}`,
  roomExists: (room) => `a sala ${room} já existe: /entrar ${room}`,
  unknownWord: (word, near) =>
    `Não conheço ${word}${near === '' ? '' : ` (seria ${near}?)`}: /ajuda mostra os comandos; para enviar como texto, comece com um espaço.`,
  meant: (name) => `seria ${name}?`,
  slip: (meant) => `Era ${meant}? Para enviar assim mesmo, comece com um espaço.`,
  usage: (syntax) => `uso: ${syntax}`,
  misused: (syntax, plain) =>
    plain ? `uso: ${syntax} (para enviar como texto, comece a linha com um espaço)` : `uso: ${syntax}`,
  asMessage: 'Era uma mensagem? Comece a linha com um espaço.',
  wentAsText: (word, command) => `"${word}" vai como texto; o comando é ${command}.`,
  whichRoom: (command, rooms) =>
    rooms.length === 0
      ? `Você não está em nenhuma sala: /salas mostra as que existem, /entrar #geral entra em uma.`
      : `De qual sala? ${rooms.map((room) => `${command} ${room}`).join(' ou ')}`,
  notSent: (to, text, why) => `não enviada${to === '' ? '' : ` a ${to}`}: "${text}" (${why})`,
  toNobody: 'então você já não falava com ninguém',
  afterFailedTake: 'o cliente não veio',
  afterFailedJoin: 'você não entrou na sala',
  afterFailedTurn: (to) => `a conversa não passou a ${to}`,
  noCanned: (name) =>
    `não há resposta pronta !${name}; CANNED (/prontas) mostra as que existem; !! no começo envia um !`,
  turnedMeanwhile: (target) =>
    target === null
      ? 'A conversa mudou enquanto você escrevia: agora você não fala com ninguém.'
      : `A conversa mudou enquanto você escrevia: Enter de novo envia ${target === '*' ? 'ao atendimento' : `a ${target}`}.`,
  unanswered: 'sem resposta',
  unknownWhether: (verb) => `sem resposta: não se sabe se ${verb} foi feito`,
  unknownSent: (to, text) =>
    `sem resposta, talvez não tenha chegado${to === '' ? '' : ` a ${to}`}: "${text}"`,
  confirmed: (upTo, gaps) => {
    if (upTo === 0) return 'Nenhuma linha foi confirmada.';
    const rest = `da linha ${upTo + 1} em diante nada foi confirmado.`;
    if (gaps === 0) return `Confirmadas até a linha ${upTo}; ${rest}`;
    const which = gaps === 1 ? 'menos 1, dita' : `menos ${gaps}, ditas`;
    return `Confirmadas até a linha ${upTo} (${which} acima); ${rest}`;
  },
  atLine: (line, why) => `linha ${line}: ${why}`,
  nameWord: 'nome',
  rules: (role, isInRooms) =>
    role === 'atendente'
      ? [
          'O que você escreve vai para a pessoa ou a sala do prompt.',
          'É comando a linha que começa com / ou com a palavra de um comando toda em maiúsculas, em português ou inglês. Escrita errada, ela não vai a ninguém.',
          'Em minúsculas, só é comando a linha que inteira tem a forma de um: fila, listar, histórico ana, desfazer 12, next. "próxima semana" é texto.',
          'Nesse caso, atender, msg, nota, transferir, devolver e encerrar com texto pedem um nome que já apareceu na tela; entrar, criar, quem e sair-da-sala, uma #sala. Buscar, salas, números, prontas e apelido só valem com / ou em maiúsculas.',
          'CLOSE e encerrar sem nome encerram a conversa do prompt; /transferir rui passa esse cliente a rui, /nota texto anota sobre ele. Nas outras formas, * vale por esse nome.',
          'O texto que começa com !nome leva a resposta pronta desse nome; com !!, um ! como está.',
          'Uma palavra só, em maiúsculas, a um erro de digitação de um comando também não vai a ninguém. ? sozinho mostra a ajuda.',
          'Para enviar como texto o que seria comando, comece a linha com um espaço.',
        ]
      : [
          role === 'consumidor'
            ? `O que você escreve vai para o atendimento${isInRooms ? ', ou para a sala do prompt' : ''}.`
            : 'O que você escreve vai para a pessoa ou a sala do prompt.',
          'É comando a linha que começa com /, em português ou inglês: /sair, /desfazer, /history. Escrita errada, ela não vai a ninguém.',
          `Sem a /, é comando só a linha do protocolo, em inglês e MAIÚSCULAS, sem nada a mais: QUIT, HISTORY, UNDO 12, ${role === 'consumidor' ? 'MSG * oi' : 'JOIN #geral, MSG #geral oi'}. "SAIR", "sair" e "QUIT AGORA" são texto.`,
          'Em um script, é comando toda linha que começa com a palavra de um comando em maiúsculas.',
          'Para enviar como texto o que seria comando, comece a linha com um espaço.',
        ],

  about: 'conversa no terminal com um servidor Telechat',
  optionName: 'seu nome',
  optionRole: 'atendente, consumidor ou membro',
  argumentServer: 'o servidor, host[:porta]',
  serverTwice: 'O servidor já está dito: host[:porta] não vai junto com --host.',
  optionHost: 'o servidor (127.0.0.1)',
  optionPort: 'a porta do servidor (3627; com --tls, 3628)',
  optionLang: 'pt ou en (a do sistema, senão pt)',
  optionTls: 'conexão protegida por TLS',
  optionCa: 'com --tls: confia só nestes certificados (PEM)',
  optionInsecure: 'com --tls: aceita qualquer certificado (inseguro)',
  optionPasswordFile: 'arquivo com a senha (ou a variável TELECHAT_PASSWORD)',
  optionRetry: 'por quanto tempo tenta reconectar (com terminal, sem limite; senão, 60)',
  optionFresh: 'esquece quem você era aqui e entra de novo',
};
