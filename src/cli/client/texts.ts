/**
 * What the client says to people, in both languages. Texts only: when and where they are shown is decided
 * elsewhere. What the server says in its own words is not here.
 */

import type { Lang } from '../../protocol/codes.ts';
import type { Role } from '../../protocol/commands.ts';
import { EN } from './texts-en.ts';
import { PT } from './texts-pt.ts';

export interface Texts {
  // Questions and entry.
  readonly askName: string;
  readonly askRole: string;
  readonly askServer: (normal: string) => string;
  readonly badRole: string;
  readonly badServer: (normal: string) => string;
  readonly badLang: string;
  readonly badPort: string;
  readonly badRetry: string;
  readonly onlyWithTls: string;
  readonly unreadableFile: (file: string, code: string) => string;
  readonly noCertificate: (file: string) => string;
  readonly missing: (flags: string) => string;
  readonly connecting: (server: string) => string;
  readonly entered: (name: string, role: string, server: string) => string;
  readonly returned: (name: string, role: string, server: string) => string;
  readonly howCustomer: string;
  readonly howOthers: string;
  readonly role: Readonly<Record<Role, string>>;

  // Ends.
  readonly refused: (server: string) => string;
  readonly notFound: (host: string) => string;
  readonly timeout: (server: string) => string;
  readonly maybeTls: string;
  readonly notBack: (server: string, seconds: number) => string;
  readonly kicked: string;
  readonly nameTaken: string;
  readonly unreachable: (server: string, code: string) => string;
  readonly not3mcp: (server: string) => string;
  readonly lost: string;
  readonly silent: string;
  readonly unreadable: string;
  readonly unsent: (line: string) => string;
  readonly comeBack: (command: string) => string;

  // TLS and passwords.
  readonly noTls: (server: string) => string;
  readonly untrusted: (server: string) => string;
  readonly expired: (server: string) => string;
  /** `names` is for whom the certificate is, or ''. */
  readonly otherHost: (host: string, names: string) => string;
  readonly insecure: string;
  readonly askPassword: string;
  readonly enoughPasswords: string;
  readonly tooManyPasswords: string;
  readonly passwordMissing: string;
  readonly passwordInTheClear: string;
  readonly passwordFileOpen: (file: string) => string;

  // Losses.
  readonly offline: (seconds: number, attempt: number) => string;
  readonly trying: (attempt: number) => string;
  readonly whileOffline: string;
  readonly lostInPipe: string;
  readonly back: string;
  readonly backAnew: string;
  readonly sending: (to: string, text: string) => string;
  readonly waitingToSend: (to: string, text: string) => string;
  readonly tooManyWaiting: (lines: number) => string;

  // The desk.
  readonly desk: string;
  readonly position: (position: number, length: number, eta: string) => string;
  /** `attendant` is who serves me, or ''. */
  readonly notWaiting: (attendant: string) => string;
  readonly eta: (minutes: number) => string;
  readonly waits: (name: string, length: number) => string;
  readonly waitedTaken: (name: string) => string;
  readonly waitedGone: (name: string) => string;
  readonly youServe: (name: string, messages: number | null) => string;
  readonly turnWith: (name: string) => string;
  readonly servedBy: (name: string) => string;
  readonly attendantLeft: (name: string) => string;
  readonly handedOver: (customer: string, attendant: string) => string;
  readonly closedBy: (attendant: string) => string;
  readonly closedGone: (customer: string, how: string) => string;
  /** `text` is the farewell, or ''. */
  readonly youClosed: (name: string, text: string) => string;
  readonly presence: (name: string, state: string) => string;
  /** Without the text, which its author wants gone; `time` is when it was said, or '' if that is not known. */
  readonly undone: (name: string, time: string) => string;
  /** A message of mine is retracted: `to` is a name, a #room or `*`, the desk. */
  readonly youUndid: (to: string, text: string) => string;
  readonly youUndidNote: (customer: string, text: string) => string;
  /** It is not known what it was. */
  readonly youUndidUnknown: (seq: string) => string;
  readonly renamed: (old: string, name: string) => string;
  readonly youAreCalled: (name: string) => string;
  readonly statusIs: (isAway: boolean) => string;
  /** What the prompt says of who is away. */
  readonly awayMark: string;
  readonly youTransferred: (customer: string, attendant: string) => string;
  readonly youReturned: (customer: string) => string;
  readonly howToRate: string;
  readonly youRated: string;
  readonly rateOnce: string;
  /** `text` and `time` are '' if it is not known which message it was. */
  readonly seenBy: (name: string, text: string, time: string) => string;
  readonly typing: (names: readonly string[]) => string;
  /** A message for me that is not about a customer. */
  readonly inPrivate: string;
  readonly note: (author: string, customer: string) => string;
  readonly noteByMe: (customer: string) => string;
  readonly rating: (customer: string) => string;
  readonly score: (score: string, text: string) => string;

  // Rooms.
  readonly joined: (name: string, room: string) => string;
  readonly leftRoom: (name: string, room: string) => string;
  readonly youJoined: (room: string, members: number) => string;
  readonly youAreIn: (room: string) => string;
  readonly howToTurn: (room: string) => string;
  /** For a customer who talks in a room. */
  readonly howToDesk: string;
  readonly youLeft: (room: string) => string;
  readonly youCreated: (room: string) => string;
  readonly inNoRoom: string;
  readonly roomsAre: string;

  // Listings.
  readonly gone: string;
  readonly empty: string;
  readonly emptyVisit: string;
  /** Nothing was said under this name, but maybe under the former one. */
  readonly emptySinceNick: (former: string) => string;
  readonly emptyQueue: string;
  readonly waitingAtEntry: (waiting: number) => string;
  readonly state: (state: string) => string;
  readonly headName: string;
  readonly headRole: string;
  readonly headState: string;
  readonly headSince: string;
  readonly headDisplay: string;
  readonly headMessages: string;
  readonly headRoom: string;
  readonly headMembers: string;
  readonly headTopic: string;
  /** What the numbers of STATS are, by their names on the wire. */
  readonly stats: Readonly<Record<string, string>>;
  readonly messagesByHour: string;
  /** A mean of 1 to 5, with two decimals. */
  readonly mean: (rating: string) => string;
  readonly duration: (seconds: number) => string;
  readonly emptySearch: string;
  /** The search had no time to look for all. */
  readonly moreFound: string;
  readonly noneFoundYet: string;
  readonly emptyCanned: string;
  readonly pong: string;
  readonly langIs: string;

  // Hints and errors of the client itself.
  readonly noPartner: (open: readonly string[]) => string;
  readonly noPartnerMember: (rooms: readonly string[]) => string;
  readonly partnerIs: (name: string) => string;
  readonly customerTalksToDesk: string;
  readonly badName: (name: string) => string;
  /** The prompt does not turn to somebody. */
  readonly notThere: (to: string, why: string) => string;
  /** Why what is said to somebody who was there does not arrive. */
  readonly noLonger: (name: string) => string;
  /** A command about a customer, in a room; `open` are those that I serve. */
  readonly noCustomer: (room: string, syntax: string, open: readonly string[]) => string;
  readonly noAttendant: (name: string) => string;
  readonly customersWriteToNobody: string;
  readonly customersAreForAttendants: string;
  readonly notIn: (room: string) => string;
  /** The same to who wants to leave it. */
  readonly youAreNotIn: (room: string) => string;
  readonly roomExists: (room: string) => string;
  /** `near` is what it may have been meant to be, or ''. */
  readonly unknownWord: (word: string, near: string) => string;
  /** The name that may have been meant. */
  readonly meant: (name: string) => string;
  readonly slip: (meant: string) => string;
  readonly usage: (syntax: string) => string;
  readonly misused: (syntax: string, plain: boolean) => string;
  readonly asMessage: string;
  /** What went out as text may have been meant for this command. */
  readonly wentAsText: (word: string, command: string) => string;
  /** `command` needs a room, and these are mine. */
  readonly whichRoom: (command: string, rooms: readonly string[]) => string;
  readonly notSent: (to: string, text: string, why: string) => string;
  /** Why what waited was not sent, when its turn came. */
  readonly toNobody: string;
  readonly afterFailedTake: string;
  readonly afterFailedJoin: string;
  readonly afterFailedTurn: (to: string) => string;
  readonly noCanned: (name: string) => string;
  /** `target` is `*` for the desk. */
  readonly turnedMeanwhile: (target: string | null) => string;
  readonly unanswered: string;
  readonly unknownWhether: (verb: string) => string;
  readonly unknownSent: (to: string, text: string) => string;
  /** All lines up to this one are confirmed but for `gaps`, and none behind it. */
  readonly confirmed: (upTo: number, gaps: number) => string;
  readonly atLine: (line: number, why: string) => string;
  readonly nameWord: string;
  readonly rules: (role: Role, isInRooms: boolean) => readonly string[];

  // The command line's own help.
  readonly about: string;
  readonly optionName: string;
  readonly optionRole: string;
  readonly argumentServer: string;
  readonly serverTwice: string;
  readonly optionHost: string;
  readonly optionPort: string;
  readonly optionLang: string;
  readonly optionTls: string;
  readonly optionCa: string;
  readonly optionInsecure: string;
  readonly optionPasswordFile: string;
  readonly optionRetry: string;
  readonly optionFresh: string;
}

export const TEXTS: Readonly<Record<Lang, Texts>> = { pt: PT, en: EN };

/** The language of a person with this environment: English if the locale begins with `en`, else Portuguese. */
export function localeLang(env: Readonly<Record<string, string | undefined>>): Lang {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^en/i.test(locale) ? 'en' : 'pt';
}
