/**
 * What the reply to a command means: what it shows, and what the view learns from it. Owns the knowledge of each
 * command's reply, and of whom it is about if it names nobody. Pure but for the changes to the view, which it returns
 * and does not make.
 */

import { COMMANDS, commandIndex } from '../../protocol/commands.ts';
import { splitWords } from '../../protocol/server-lines.ts';
import { escapeText } from '../../protocol/text.ts';
import { slashFor, withHash } from './command-words.ts';
import { forbidden, withNameHint, withRoomHint } from './complaints.ts';
import type { Reply } from './connection.ts';
import { harmless } from './harmless.ts';
import { showHelp } from './help.ts';
import type { Intent } from './input.ts';
import { showListing } from './listings.ts';
import { nearestSlash } from './mistyped.ts';
import { type Look, sentMark, showNote, showPosition, showServing, showUndone, texts } from './screen.ts';
import { usage, usageWithName } from './syntax.ts';
import { TEXTS } from './texts.ts';
import { HELP_TEXTS } from './texts-help.ts';
import type { View } from './view.ts';

export interface Outcome {
  /** What to show, or ''. */
  readonly text: string;
  /** What went wrong, in one line. */
  readonly error?: string;
  /** The reply never came. */
  readonly lost?: true;
  /** What the view is to learn. */
  readonly learn?: () => void;
  /** The customer that is mine from now on. */
  readonly serving?: string;
  /** What I am called from now on. */
  readonly name?: string;
}

/** Errors that a message gets which was taken for a command. */
const MAYBE_TEXT: ReadonlySet<string> = new Set(['FORBIDDEN', 'NO-SUCH-USER', 'NAME-INVALID', 'BAD-COMMAND']);

/** What the head of a listing says of a search that was not done. */
const INCOMPLETE = /(?:^| )(?:incompleta|incomplete)$/;

/** Commands about one customer, whose name may be `*`; some may leave it out. */
const ABOUT_PARTNER: ReadonlySet<string> = new Set(['CLOSE', 'RETURN', 'NOTE', 'TRANSFER']);
const MAY_BE_ALONE: ReadonlySet<string> = new Set(['HISTORY', 'CLOSE', 'RETURN']);

/**
 * The arguments of a command, with the name that HISTORY, CLOSE and RETURN may leave out, and those about a customer
 * write as `*`: an attendant means the partner, everybody else themselves or the room they talk in, also where they say
 * how many messages. WHO and LEAVE mean that room too, or the only one. Null if nobody, or no room, can be meant.
 */
export function argsOf(
  { verb, args }: Intent & { do: 'command' },
  partner: string | null,
  view: View,
): string | null {
  const aboutCustomer = ABOUT_PARTNER.has(verb) && view.role === 'atendente';
  const customer = partner?.startsWith('#') ? null : partner;
  const [first = '', rest = ''] = splitWords(args, 1);
  if (aboutCustomer && first === '*') return customer && `${customer} ${rest}`.trimEnd();
  if (args === '' && (verb === 'WHO' || verb === 'LEAVE')) return roomOf(verb, partner, view);
  const isCountOfOwn =
    verb === 'HISTORY' && view.role !== 'atendente' && isCount(args) && !view.hasSeen(first);
  if (isCountOfOwn) return `${ownPlace(partner, view)} ${args}`;
  if (args !== '' || !MAY_BE_ALONE.has(verb)) return args;
  if (view.role === 'atendente') return verb === 'HISTORY' ? partner : customer;
  return verb === 'HISTORY' ? ownPlace(partner, view) : '';
}

/** Whether somebody asks for so many messages, and perhaps before which, and does not say of whom. */
function isCount(args: string): boolean {
  return /^\d+(?: \d+)?$/.test(args);
}

/** What those who only chat see the history of, if they name nothing. */
function ownPlace(partner: string | null, view: View): string {
  return partner?.startsWith('#') ? partner : view.name;
}

/** The room in the prompt, or the only one; the server is not to guess among several which one is meant. */
function roomOf(verb: string, partner: string | null, { rooms, role }: View): string | null {
  if (partner?.startsWith('#')) return partner;
  if (rooms.length === 1) return rooms[0]!;
  // The server says why not.
  return rooms.length === 0 && (verb === 'LEAVE' || role === 'consumidor') ? '' : null;
}

/** Reads the reply to a command sent with `args`; null if it never came. */
export function outcomeOf(intent: Intent, args: string, reply: Reply | null, look: Look): Outcome {
  if (!reply) return { text: '', error: unanswered(intent, look), lost: true };
  if (reply.kind === 'err') {
    const text = reply.text === '' ? reply.code : reply.text;
    return { text: '', error: explained(intent, args, reply.code, text, look) };
  }
  if (reply.kind === 'listing') {
    const verb = intent.do === 'command' ? intent.verb : '';
    const learn = () => {
      if (verb === 'QUEUE') look.view.waiting.clear();
      for (const item of reply.items) look.view.learn(item);
    };
    if (verb === 'HELP' && args === '') return { text: showHelp(reply.items, look), learn };
    if (verb === 'HELP' && reply.items.length === 0) return { text: '', error: unknownTopic(args, look) };
    const isCut = verb === 'SEARCH' && INCOMPLETE.test(reply.text);
    if (reply.items.length > 0) {
      const more = isCut ? `\n${look.ink.dim(texts(look).moreFound)}` : '';
      return { text: showListing(reply.items, look) + more, learn };
    }
    return { text: look.ink.dim(nothing(verb, args, isCut, look)), learn };
  }
  const text = harmless(reply.text);
  return intent.do === 'command' ? simple(intent.verb, args, text, look) : { text: `ok ${text}`.trimEnd() };
}

/**
 * Why what was typed behind this command goes to nobody, if it failed: it was meant for whom a NEXT or TAKE was to
 * bring, or for the room that a JOIN was to enter. '' if it did not fail; null if the command decides nothing of that.
 */
export function astrayAfter(verb: string, { error }: Outcome, look: Look): string | null {
  const t = texts(look);
  const isTake = verb === 'NEXT' || verb === 'TAKE';
  if (!isTake && !(verb === 'JOIN' && look.view.turnsAtJoin)) return null;
  if (error === undefined) return '';
  return isTake ? t.afterFailedTake : t.afterFailedJoin;
}

/** What an empty listing says; `isCut`: there was no time to look for all. */
function nothing(verb: string, args: string, isCut: boolean, look: Look): string {
  const t = texts(look);
  const { former } = look.view;
  switch (verb) {
    case 'HISTORY':
      if (former !== null && look.view.isMe(splitWords(args, 1)[0] ?? '')) {
        return t.emptySinceNick(harmless(former));
      }
      return look.view.role === 'atendente' || args.startsWith('#') ? t.empty : t.emptyVisit;
    case 'QUEUE':
      return t.emptyQueue;
    case 'SEARCH':
      return isCut ? t.noneFoundYet : t.emptySearch;
    case 'CANNED':
      return t.emptyCanned;
    default:
      return t.empty;
  }
}

/** Help was asked for on something that there is not. */
function unknownTopic(word: string, { view }: Look): string {
  return HELP_TEXTS[view.lang].unknown(word, nearestSlash(word, view.lang));
}

/** Nobody will know what became of it. */
function unanswered(intent: Intent, look: Look): string {
  const t = texts(look);
  const reads = intent.do === 'command' && COMMANDS[commandIndex(intent.verb)]?.changes === false;
  return intent.do === 'command' && !reads ? t.unknownWhether(intent.verb) : t.unanswered;
}

/** What the server says of a command that it refused, and what helps whoever typed it. */
function explained(intent: Intent, args: string, code: string, text: string, look: Look): string {
  const t = texts(look);
  if (intent.do !== 'command') return text;
  if (intent.verb === 'HELP' && code === 'BAD-ARGUMENT') return unknownTopic(args, look);
  const word = wordOfIntent(intent, look);
  if (code === 'NO-SUCH-USER' && lacksName(intent.verb, args))
    return `${text}; ${t.usage(usageWithName(word, intent.verb, look.view.lang))}`;
  if (code === 'BAD-ARGUMENT') return `${text}; ${t.usage(usage(word, intent.verb, look))}`;
  if (code === 'BAD-COMMAND' && !intent.plain) {
    const unknown = `/${intent.verb.toLowerCase()}`;
    return t.unknownWord(unknown, nearestSlash(unknown, look.view.lang));
  }
  const forbids = code === 'FORBIDDEN' ? forbidden(intent.verb, look, args) : '';
  if (intent.verb === 'RATE' && code === 'NO-CONVERSATION') return t.rateOnce;
  const why = code === 'NO-SUCH-USER' ? withNameHint(text, intent.verb, args, look) : forbids || text;
  if (intent.plain && MAYBE_TEXT.has(code)) return `${why}. ${t.asMessage}`;
  if (code === 'NO-SUCH-USER' || code === 'FORBIDDEN') return why;
  if (code === 'NOT-IN-ROOM' && args === '') return t.inNoRoom;
  if (code === 'NOT-IN-ROOM' && intent.verb === 'LEAVE') return t.youAreNotIn(withHash(args));
  return withRoomHint(code, text, splitWords(args, 1)[0] ?? '', look);
}

/** An attendant who asks for the last 5 must say of whom, and who says goodbye, to whom. */
function lacksName(verb: string, args: string): boolean {
  return (verb === 'HISTORY' && isCount(args)) || (verb === 'CLOSE' && args.includes(' '));
}

/** The command as it was typed: a word of the protocol, or behind a slash one of the language. */
function wordOfIntent({ verb, plain }: Intent & { do: 'command' }, { view }: Look): string {
  return (plain ? '' : slashFor(verb, view.lang)) || verb;
}

/** The plain `+ok` of a command. */
function simple(verb: string, args: string, text: string, look: Look): Outcome {
  const { view, ink } = look;
  const t = texts(look);
  switch (verb) {
    case 'NEXT':
    case 'TAKE': {
      const [name = '', messages = ''] = splitWords(text, 2);
      const learn = () => {
        view.serve(name);
        view.turnTo(name);
      };
      return { text: showServing(name, Number(messages) || 0, look), learn, serving: name };
    }
    case 'CLOSE': {
      const [typed = '', farewell = ''] = splitWords(args, 1);
      const name = view.spelled(typed);
      return { text: ink.yellow(t.youClosed(name, harmless(farewell))), learn: () => view.release(name) };
    }
    case 'RETURN': {
      const name = view.spelled(args);
      return { text: ink.yellow(t.youReturned(harmless(name))), learn: () => view.release(name) };
    }
    case 'TRANSFER':
      return transferred(args, look);
    case 'NOTE': {
      const [to = '', note = ''] = splitWords(args, 1);
      const time = new Date(look.now).toISOString();
      const said = { time, author: view.name, customer: harmless(view.spelled(to)), text: escapeText(note) };
      const kept = { time, from: view.name, to: said.customer, text: said.text, isNote: true };
      return {
        text: showNote({ ...said, text: harmless(said.text) }, look, sentMark(look, text)),
        learn: () => view.keep(text, kept),
      };
    }
    case 'STATUS':
      return {
        text: ink.yellow(t.statusIs(text === 'away')),
        learn: () => {
          view.isAway = text === 'away';
        },
      };
    case 'RATE':
      return { text: t.youRated };
    case 'NICK':
      return { text: t.youAreCalled(text), name: text };
    case 'JOIN': {
      const [room = '', members = ''] = splitWords(text, 2);
      const stays = !view.turnsAtJoin && !view.isPartner(room);
      const hint = view.role === 'consumidor' ? t.howToDesk : stays ? t.howToTurn(room) : '';
      return {
        text: `${t.youJoined(room, Number(members))} ${ink.dim(hint)}`.trimEnd(),
        learn: () => view.joined(room),
      };
    }
    case 'LEAVE':
      return { text: t.youLeft(text), learn: () => view.left(text) };
    case 'CREATE':
      return { text: t.youCreated(text) };
    case 'UNDO':
      return { text: showUndone(text, look) };
    case 'QUEUE':
      return { text: showPosition(text, t, harmless(view.servedBy ?? '')) };
    case 'PING':
      return { text: ink.dim(t.pong) };
    case 'LANG': {
      const lang = text === 'en' ? 'en' : 'pt';
      return {
        text: TEXTS[lang].langIs,
        learn: () => {
          view.lang = lang;
        },
      };
    }
    default:
      return { text: `ok ${text}`.trimEnd() };
  }
}

/** Who hands a customer over to themselves serves them from now on. */
function transferred(args: string, look: Look): Outcome {
  const { view, ink } = look;
  const [customer = '', attendant = ''] = args.split(' ').map((name) => view.spelled(name));
  if (!view.isMe(attendant)) {
    const learn = () => view.release(customer);
    // The server tells how the name is written, right behind this reply.
    if (view.isOpen(customer) && !view.hasSeen(attendant)) return { text: '', learn };
    const text = texts(look).youTransferred(harmless(customer), harmless(attendant));
    return { text: ink.yellow(text), learn };
  }
  const learn = () => {
    view.serve(customer);
    view.turnTo(customer);
  };
  return { text: showServing(customer, null, look), learn, serving: customer };
}
