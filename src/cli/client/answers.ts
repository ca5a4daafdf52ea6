/**
 * What the reply to a command means: what it shows, and what the view learns from it. Owns the knowledge of
 * each command's reply. Pure but for the changes to the view, which it returns and does not make.
 */

import { COMMANDS, commandIndex } from '../../protocol/commands.ts';
import { splitWords } from '../../protocol/server-lines.ts';
import { unescapeText } from '../../protocol/text.ts';
import type { Reply } from './connection.ts';
import { harmless } from './harmless.ts';
import { type Intent, nearestSlash } from './input.ts';
import { showHelp, showListing } from './listings.ts';
import { type Look, showPosition, showServing, texts } from './screen.ts';
import { usage } from './syntax.ts';
import { TEXTS } from './texts.ts';
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
}

/** Errors that a message gets which was taken for a command. */
const MAYBE_TEXT: ReadonlySet<string> = new Set(['FORBIDDEN', 'NO-SUCH-USER', 'NAME-INVALID', 'BAD-COMMAND']);

/** Whether the reply to this may change whom I talk to. */
export function isSettling(intent: Intent): boolean {
  return intent.do === 'command' && ['NEXT', 'TAKE', 'CLOSE'].includes(intent.verb);
}

/**
 * The arguments of a command, with the name that HISTORY and CLOSE may leave out: an attendant means the
 * partner, everybody else themselves or the room they talk in. Null if there is no partner to be meant.
 */
export function argsOf(
  { verb, args }: Intent & { do: 'command' },
  partner: string | null,
  view: View,
): string | null {
  if (args !== '' || (verb !== 'HISTORY' && verb !== 'CLOSE')) return args;
  if (view.role === 'atendente') return partner;
  if (verb === 'CLOSE') return '';
  return partner?.startsWith('#') ? partner : view.name;
}

/** Reads the reply to a command sent with `args`; null if it never came. */
export function outcomeOf(intent: Intent, args: string, reply: Reply | null, look: Look): Outcome {
  const t = texts(look);
  if (!reply) return { text: '', error: unanswered(intent, look), lost: true };
  if (reply.kind === 'err') {
    const text = reply.text === '' ? reply.code : reply.text;
    return { text: '', error: explained(intent, reply.code, text, look) };
  }
  if (reply.kind === 'listing') {
    const learn = () => {
      for (const item of reply.items) look.view.learn(item);
    };
    const verb = intent.do === 'command' ? intent.verb : '';
    if (verb === 'HELP' && args === '') return { text: showHelp(reply.items, look), learn };
    if (reply.items.length > 0) return { text: showListing(reply.items, look), learn };
    const visit = verb === 'HISTORY' && look.view.role !== 'atendente';
    const nothing = visit ? t.emptyVisit : verb === 'QUEUE' ? t.emptyQueue : t.empty;
    return { text: look.ink.dim(nothing) };
  }
  const text = harmless(reply.text);
  return intent.do === 'command' ? simple(intent.verb, args, text, look) : { text: `ok ${text}`.trimEnd() };
}

/** Nobody will know what became of it. */
function unanswered(intent: Intent, look: Look): string {
  const t = texts(look);
  const reads = intent.do === 'command' && COMMANDS[commandIndex(intent.verb)]?.changes === false;
  return intent.do === 'command' && !reads ? t.unknownWhether(intent.verb) : t.unanswered;
}

/** What the server says of a command that it refused, and what helps whoever typed it. */
function explained(intent: Intent, code: string, text: string, look: Look): string {
  const t = texts(look);
  if (intent.do !== 'command') return text;
  if (code === 'BAD-ARGUMENT') return `${text}; ${t.usage(usage(intent.verb, intent.verb, look.view.lang))}`;
  if (code === 'BAD-COMMAND' && !intent.plain) {
    const word = `/${intent.verb.toLowerCase()}`;
    return t.unknownWord(word, nearestSlash(word));
  }
  return intent.plain && MAYBE_TEXT.has(code) ? `${text}. ${t.asMessage}` : text;
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
    case 'UNDO': {
      const words = harmless(view.recall(text)?.text ?? '');
      return { text: ink.dim(t.youUndid(unescapeText(words).replaceAll('\n', ' '))) };
    }
    case 'QUEUE':
      return { text: showPosition(text, t) };
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
