/** What the client says in English. */

import type { Texts } from './texts.ts';

export const EN: Texts = {
  askName: 'Name: ',
  askRole: 'Role (attendant, customer or member) [customer]: ',
  askServer: (normal) => `Server (Enter accepts ${normal}): `,
  badRole: 'The role is attendant, customer or member.',
  badServer: (normal) => `The server is written host:port; Enter accepts ${normal}.`,
  badLang: 'The language is pt or en.',
  badPort: 'The port is a number from 1 to 65535.',
  badRetry: 'The time of --retry is in seconds, from 0 to 86400.',
  onlyWithTls: '--ca and --insecure go with --tls only.',
  unreadableFile: (file, code) => `${file} cannot be read (${code}).`,
  noCertificate: (file) => `There is no certificate (PEM) in ${file}.`,
  missing: (flags) => `Without a terminal nothing is asked: ${flags} is missing.`,
  connecting: (server) => `Connecting to ${server}…`,
  entered: (name, role, server) => `You entered ${server} as ${name} (${role}).`,
  returned: (name, role, server) => `You are back at ${server} as ${name} (${role}).`,
  howCustomer: 'Write and press Enter to talk to the desk. /help explains, /quit ends.',
  howOthers: '/help explains the commands, /quit ends.',
  role: { atendente: 'attendant', consumidor: 'customer', membro: 'member' },

  refused: (server) => `Nobody answers at ${server}: is the server running?`,
  notFound: (host) => `There is no server called ${host}.`,
  timeout: (server) => `${server} did not answer in time.`,
  maybeTls: 'This port may speak TLS: try --tls.',
  notBack: (server, seconds) =>
    `The connection to ${server} was lost and did not come back within ${seconds} s.`,
  kicked: 'The password may have changed, or the name may have an account now: enter with the password.',
  nameTaken: 'Is it another terminal of yours? Close it; else choose another name.',
  unreachable: (server, code) => `${server} cannot be reached (${code}).`,
  not3mcp: (server) => `What answers at ${server} is not a 3MCP server.`,
  lost: 'The connection to the server was lost.',
  silent: 'The server no longer answers.',
  unreadable: 'The server sent something unreadable; connection closed.',
  unsent: (line) => `Not sent: ${line}`,
  comeBack: (command) => `To come back: ${command}`,

  noTls: (server) => `What answers at ${server} does not speak TLS.`,
  untrusted: (server) =>
    `Nobody known vouches for the certificate of ${server}: use --ca FILE with the certificate of who does (or --insecure, unprotected).`,
  expired: (server) => `The certificate of ${server} is not valid at this time.`,
  otherHost: (host, names) =>
    `The server's certificate is not that of ${host}${names === '' ? '' : `, but of ${names}`}.`,
  insecure:
    'WARNING: --insecure takes any certificate; the server may be another, and everything may be read.',
  askPassword: 'Password: ',
  enoughPasswords: 'No password was accepted; Telechat ends here.',
  tooManyPasswords: 'There were too many wrong passwords: wait a few minutes before you try again.',
  passwordMissing: 'A password is needed: use --password-file FILE or the variable TELECHAT_PASSWORD.',
  passwordInTheClear: 'Warning: without --tls the password crosses the network in the clear.',
  passwordFileOpen: (file) => `Warning: others can read ${file}; use chmod 600.`,

  offline: (seconds, attempt) => `no connection; attempt ${attempt} in ${seconds} s`,
  trying: (attempt) => `no connection; attempt ${attempt}`,
  whileOffline: 'What you write waits; Enter tries at once.',
  lostInPipe: 'The connection to the server was lost; trying again.',
  back: 'Back again.',
  backAnew: 'Back again, but in a new visit: the server no longer knew the last one.',
  sending: (to, text) => `sending${to === '' ? '' : ` to ${to}`}: ${text}`,
  waitingToSend: (to, text) => `waits for the connection${to === '' ? '' : ` (to ${to})`}: ${text}`,
  tooManyWaiting: (lines) => `${lines} lines already wait for the connection; this one stays here`,

  desk: 'desk',
  position: (position, length, eta) =>
    `You are ${position}${ordinal(position)} in line (${length} waiting)${eta}.`,
  notWaiting: (attendant) =>
    attendant === '' ? 'You are not in line.' : `You are not in line: ${attendant} is helping you.`,
  eta: (minutes) => {
    if (minutes < 1) return ', less than 1 min';
    return minutes < 90 ? `, about ${minutes} min` : `, about ${Math.round(minutes / 60)} h`;
  },
  waits: (name, length) => `${name} is waiting (${length} in line)`,
  waitedTaken: (name) => `${name} is being served`,
  waitedGone: (name) => `${name} left the line`,
  youServe: (name, messages) =>
    messages === null || messages === 0
      ? `You serve ${name}.`
      : `You serve ${name} (${messages} ${messages === 1 ? 'message' : 'messages'} from waiting).`,
  turnWith: (name) => `/to ${name} talks to them.`,
  servedBy: (name) => `${name} will help you.`,
  attendantLeft: (name) => `${name} no longer serves you; you are back in line.`,
  handedOver: (customer, attendant) => `${customer} is now served by ${attendant}.`,
  closedBy: (attendant) => `${attendant} closed the conversation. If you write again, you are back in line.`,
  closedGone: (customer, how) =>
    how === 'abandoned'
      ? `${customer} did not come back; conversation closed.`
      : `${customer} left; conversation closed.`,
  youClosed: (name, text) =>
    text === '' ? `Conversation with ${name} closed.` : `Conversation with ${name} closed: "${text}"`,
  presence: (name, state) => {
    if (state === 'away') return `${name} is away.`;
    return state === 'online' ? `${name} is back.` : `${name} lost the connection.`;
  },
  undone: (name, time) =>
    time === '' ? `${name} retracted a message.` : `${name} retracted the message of ${time}.`,
  youUndid: (to, text) => {
    const where = to.startsWith('#') ? `in ${to}` : to === '*' ? 'to the desk' : `to ${to}`;
    return `Message ${where} retracted: "${text}"`;
  },
  youUndidNote: (customer, text) => `Note about ${customer} retracted: "${text}"`,
  youUndidUnknown: (seq) => `Message ${seq} retracted.`,
  renamed: (old, name) => `${old} is now called ${name}.`,
  youAreCalled: (name) => `You are now called ${name}.`,
  statusIs: (isAway) =>
    isAway
      ? 'You are away: only those you take come to you. /status online ends that.'
      : 'You are online: the next ones in line come to you.',
  awayMark: 'away',
  youTransferred: (customer, attendant) => `You handed ${customer} over to ${attendant}.`,
  youReturned: (customer) =>
    `You gave ${customer} back to the line; another attendant may have them already.`,
  howToRate: 'To rate it: /rate 5 (from 1 to 5, with a comment if you like).',
  youRated: 'Thank you for your rating.',
  rateOnce: 'You can rate once, after the attendant has closed the conversation.',
  seenBy: (name, text, time) =>
    time === '' ? `✓✓ ${name} has seen it.` : `✓✓ ${name} has seen: "${text}" (${time})`,
  typing: (names) =>
    names.length > 3
      ? 'several people are typing…'
      : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} typing…`,
  inPrivate: 'in private',
  note: (author, customer) => `internal note by ${author} about ${customer}`,
  noteByMe: (customer) => `internal note about ${customer}`,
  rating: (customer) => `rating by ${customer}`,
  score: (score, text) => `${score} of 5${text === '' ? '' : `: ${text}`}`,

  joined: (name, room) => `${name} joined ${room}.`,
  leftRoom: (name, room) => `${name} left ${room}.`,
  youJoined: (room, members) => `You joined ${room} (${members} ${members === 1 ? 'person' : 'people'}).`,
  youAreIn: (room) => `You are in ${room}.`,
  howToTurn: (room) => `/to ${room} talks there.`,
  howToDesk: '/to desk talks to the desk again.',
  youLeft: (room) => `You left ${room}.`,
  youCreated: (room) => `Room ${room} made: JOIN ${room} enters it.`,
  inNoRoom: 'you are in no room',
  roomsAre: '/rooms shows those there are, /join with a new name makes another',

  gone: '(retracted)',
  empty: '(nothing to show)',
  emptyVisit: 'Nothing in this visit (only what was said since you entered is shown).',
  emptySinceNick: (former) =>
    `Nothing under this name: what was said before stands under the former one: /history ${former} shows it.`,
  emptyQueue: 'Nobody is waiting.',
  waitingAtEntry: (waiting) => `${waiting} in line: NEXT takes the first`,
  state: (state) => {
    const [kind, who = ''] = state.split(':');
    if (kind === 'waiting') return `${who}${ordinal(Number(who))} in line`;
    if (kind === 'with') return `with ${who}`;
    return { online: 'online', away: 'away', lost: 'disconnected' }[state] ?? state;
  },
  headName: 'NAME',
  headRole: 'ROLE',
  headState: 'STATE',
  headSince: 'SINCE',
  headDisplay: 'SHOWN AS',
  headMessages: 'MESSAGES',
  headRoom: 'ROOM',
  headMembers: 'PEOPLE',
  headTopic: 'TOPIC',
  stats: {
    waiting: 'in line',
    open: 'being served',
    'closed-today': 'closed today',
    'first-answer-median': "first answer (today's median)",
    'duration-median': "duration (today's median)",
    'messages-today': 'messages today',
    'messages-last-hour': 'messages in the last hour',
    rating: "rating (today's mean)",
    ratings: 'ratings today',
  },
  messagesByHour: 'messages per hour',
  mean: (rating) => `${rating} of 5`,
  duration: (seconds) => {
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  },
  emptySearch: 'Nothing was found.',
  moreFound: 'There is more: the search stopped before the end; use rarer words.',
  noneFoundYet: 'Nothing was found, but the search stopped before the end; use rarer words.',
  emptyCanned: 'There are no canned answers.',
  pong: 'The server answers.',
  langIs: 'Now in English.',

  noPartner: (open) =>
    open.length === 0
      ? 'You are talking to nobody: NEXT takes the next customer.'
      : `You are talking to nobody: /to ${open.join(', /to ')}, or NEXT for the next customer.`,
  noPartnerMember: (rooms) =>
    rooms.length === 0
      ? 'You are talking to nobody: JOIN #geral enters a room, MSG name text writes to somebody.'
      : `You are talking to nobody: /to ${rooms.join(', /to ')}, or MSG name text.`,
  partnerIs: (name) => `You are talking to ${name}.`,
  customerTalksToDesk: 'You are talking to the desk: just write.',
  badName: (name) => `"${name}" is not a valid name.`,
  notThere: (to, why) => `You cannot talk to ${to}: ${why}`,
  noLonger: (name) => `${name} left or changed their name`,
  noCustomer: (room, syntax, open) =>
    `${room} is a room, not a customer. Give the name${open.length === 0 ? '' : ` (${open.join(' or ')})`}: ${syntax}`,
  noAttendant: (name) => `only attendants are given customers, and ${name} is none`,
  customersWriteToNobody: 'customers cannot write to other people',
  customersAreForAttendants: 'only attendants can write to customers',
  notIn: (room) => `you are not in ${room}: /join ${room}`,
  youAreNotIn: (room) => `you are not in ${room}`,
  roomExists: (room) => `the room ${room} exists already: /join ${room}`,
  unknownWord: (word, near) =>
    `I do not know ${word}${near === '' ? '' : ` (did you mean ${near}?)`}: /help shows the commands; to send it as text, begin with a space.`,
  meant: (name) => `did you mean ${name}?`,
  slip: (meant) => `Did you mean ${meant}? To send it as it is, begin with a space.`,
  usage: (syntax) => `usage: ${syntax}`,
  misused: (syntax, plain) =>
    plain ? `usage: ${syntax} (to send it as text, begin the line with a space)` : `usage: ${syntax}`,
  asMessage: 'Was it a message? Begin the line with a space.',
  wentAsText: (word, command) => `"${word}" goes as text; the command is ${command}.`,
  whichRoom: (command, rooms) =>
    rooms.length === 0
      ? `You are in no room: /rooms shows those there are, /join #geral enters one.`
      : `Which room? ${rooms.map((room) => `${command} ${room}`).join(' or ')}`,
  notSent: (to, text, why) => `not sent${to === '' ? '' : ` to ${to}`}: "${text}" (${why})`,
  toNobody: 'by then you talked to nobody',
  afterFailedTake: 'the customer did not come',
  afterFailedJoin: 'you did not enter the room',
  afterFailedTurn: (to) => `the conversation did not turn to ${to}`,
  noCanned: (name) => `there is no canned answer !${name}; CANNED shows them; !! at the start sends a !`,
  turnedMeanwhile: (target) =>
    target === null
      ? 'The conversation changed while you were writing: now you are talking to nobody.'
      : `The conversation changed while you were writing: Enter again sends it to ${target === '*' ? 'the desk' : target}.`,
  unanswered: 'no reply',
  unknownWhether: (verb) => `no reply: it is unknown whether ${verb} was done`,
  unknownSent: (to, text) => `no reply, it may not have arrived${to === '' ? '' : ` at ${to}`}: "${text}"`,
  confirmed: (upTo, gaps) => {
    if (upTo === 0) return 'No line was confirmed.';
    const which = gaps === 0 ? '' : ` (but for ${gaps}, told above)`;
    return `Confirmed up to line ${upTo}${which}; nothing from line ${upTo + 1} on.`;
  },
  atLine: (line, why) => `line ${line}: ${why}`,
  nameWord: 'name',
  rules: (role, isInRooms) =>
    role === 'atendente'
      ? [
          'What you write goes to the person or room in the prompt.',
          "A line is a command if it begins with / or with a command's word all in capitals, in Portuguese or English. Written wrongly, it goes to nobody.",
          'In small letters, only a line that as a whole has the shape of a command is one: list, history ana, undo 12, fila. "take care" is text.',
          'Then take, msg, note, transfer, return, and close with text want a name that was on the screen; join, create, who and leave want a #room. Search, rooms, stats, canned and nick work only with / or in capitals.',
          'CLOSE and close without a name close the conversation in the prompt; /transfer rui hands that customer to rui, /note text is about them. Elsewhere * stands for that name.',
          'Text that begins with !name gets the canned answer of that name; with !!, a ! as it is.',
          'One word alone, in capitals and one slip away from a command, goes to nobody either. ? alone shows the help.',
          'To send as text what would be a command, begin the line with a space.',
        ]
      : [
          role === 'consumidor'
            ? `What you write goes to the desk${isInRooms ? ', or to the room in the prompt' : ''}.`
            : 'What you write goes to the person or room in the prompt.',
          'A line is a command if it begins with /, in Portuguese or English: /quit, /undo, /sair. Written wrongly, it goes to nobody.',
          `Without the /, only a line of the protocol is a command, in CAPITALS and with nothing else in it: QUIT, HISTORY, UNDO 12, ${role === 'consumidor' ? 'MSG * hi' : 'JOIN #geral, MSG #geral hi'}. "quit", "SAIR" and "QUIT SMOKING" are text.`,
          "In a script, every line that begins with a command's word in capitals is a command.",
          'To send as text what would be a command, begin the line with a space.',
        ],

  about: 'chats in the terminal with a Telechat server',
  optionName: 'your name',
  optionRole: 'attendant, customer or member',
  argumentServer: 'the server, host[:port]',
  serverTwice: 'The server is named already: host[:port] does not go with --host.',
  optionHost: 'the server (127.0.0.1)',
  optionPort: "the server's port (3627; with --tls, 3628)",
  optionLang: "pt or en (the system's, else pt)",
  optionTls: 'a connection protected by TLS',
  optionCa: 'with --tls: trusts only these certificates (PEM)',
  optionInsecure: 'with --tls: accepts any certificate (not safe)',
  optionPasswordFile: 'file with the password (or the variable TELECHAT_PASSWORD)',
  optionRetry: 'how long to try to come back (at a terminal without end, else 60)',
  optionFresh: 'forgets who you were here, and enters anew',
};

function ordinal(n: number): string {
  if (n % 100 >= 11 && n % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][n % 10] ?? 'th';
}
