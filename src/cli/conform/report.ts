/** The verdicts as lines for people, 80 columns wide, and as JSON for programs. Pure; it writes nowhere. */

import type { ChalkInstance } from 'chalk';
import { CLAUSES, type Clause } from '../../conform/clauses.ts';
import { headingOf } from '../../conform/headings.ts';
import type { Facts } from '../../conform/probe.ts';
import { causesOf, type Outcome, placeOf, type Trial, type Verdict } from '../../conform/run.ts';
import { DOCUMENTS } from '../../conform/sessions.ts';
import { expectedIn, inLang, shapesIn } from '../../conform/telling.ts';
import type { Lang } from '../../protocol/codes.ts';
import { width } from '../client/harmless.ts';
import { CONFORM_TEXTS, type Counts } from './texts.ts';

const COLUMNS = 80;
const RESULT_WIDTH = 8;
const ID_WIDTH = 12;
const INDENT = RESULT_WIDTH + ID_WIDTH;

/** Lines of a session that are shown before and behind the one that does not hold. */
const BEFORE = 2;
const BEHIND = 1;

/** So many clauses that failed are told again at the end, with what they demand; of more, the ids. */
const FEW = 10;

/** So many clauses are told to have made others fail. */
const MOST_CAUSES = 3;

/** A verdict, with its reasons. */
export function verdictLines(verdict: Verdict, lang: Lang, ink: ChalkInstance): string[] {
  const t = CONFORM_TEXTS[lang];
  const { clause, result, trials } = verdict;
  const [first = '', ...rest] = wrapped(clause.says[lang], COLUMNS - INDENT);
  const head = `${ink.bold(clause.id.padEnd(ID_WIDTH))}${first}`;
  const more = [...rest, ...reasonsOf(verdict, lang).flatMap((reason) => wrapped(reason, COLUMNS - INDENT))];
  return [
    colourOf(result, ink)(t[result].padEnd(RESULT_WIDTH)) + head,
    ...more.map((line, index) => ' '.repeat(INDENT) + (index < rest.length ? line : ink.dim(line))),
    ...trials.flatMap((trial) => faultLines(trial, clause, lang, ink)),
  ];
}

/** A verdict as one object. Its shape is told by `telechat conform --help`. */
export function verdictObject({ clause, result, trials }: Verdict, lang: Lang): object {
  return {
    clause: clause.id,
    result,
    says: clause.says[lang],
    trials: trials.map((trial) => ({
      result: trial.result,
      ...(trial.session === null ? {} : { session: placeOf(trial.session) }),
      ...(trial.result === 'skipped' ? { reason: trial.reason.why } : {}),
      ...(trial.result === 'missing' ? { missing: trial.what } : {}),
      ...(trial.result === 'skipped' || trial.result === 'missing' ? { because: because(trial, lang) } : {}),
      ...(trial.result === 'failed'
        ? {
            expected: expectedIn(trial.fault.expected, lang),
            seen: inLang(trial.fault.seen, lang),
            ...(trial.fault.place === '' ? {} : { place: trial.fault.place }),
            ...(['', clause.id].includes(trial.fault.about) ? {} : { about: trial.fault.about }),
            context: trial.fault.context,
          }
        : {}),
    })),
  };
}

/** What was looked at: the first lines of a report. */
export function headLines(
  server: string,
  { greeting, capacity, busy }: Facts,
  missing: ReadonlySet<string>,
  lang: Lang,
): string[] {
  const t = CONFORM_TEXTS[lang];
  const rows = [`${server}: ${greeting}`, `${t.capacity}: ${capacity}`];
  if (busy !== '') rows.push(t.reason({ why: 'busy', line: busy }));
  for (const what of ['@', 'membro']) if (missing.has(what)) rows.push(t.lacks(what));
  const verbs = [...missing].filter((what) => /^[A-Z]/.test(what));
  if (verbs.length > 0) rows.push(`${t.unknown(verbs.length)}: ${verbs.join(' ')}`);
  return [...rows.flatMap((row) => wrapped(row, COLUMNS)), ''];
}

/** What is said before the clauses that take so many seconds. */
export function waitingLines(slow: readonly { clause: Clause; seconds: number }[], lang: Lang): string[] {
  const ids = slow.map(({ clause }) => clause.id).join(' ');
  return wrapped(CONFORM_TEXTS[lang].waiting(ids, Math.max(...slow.map(({ seconds }) => seconds))), COLUMNS);
}

/** How many clauses came out how, and how many sessions and checks. */
export function countsOf(verdicts: readonly Verdict[]): { clauses: Counts; trials: Counts } {
  return { clauses: count(verdicts), trials: count(verdicts.flatMap(({ trials }) => trials)) };
}

/** The last lines: why some were not tried, what does not hold, and how many came out how. */
export function summaryLines(verdicts: readonly Verdict[], lang: Lang, ink: ChalkInstance): string[] {
  const t = CONFORM_TEXTS[lang];
  const { clauses, trials } = countsOf(verdicts);
  // In the order of the document: what stands first, others rest on.
  const failed = verdicts
    .filter(({ result }) => result === 'failed')
    .map(({ clause }) => clause)
    .sort((one, other) => CLAUSES.indexOf(one) - CLAUSES.indexOf(other));
  const causes = causesOf(verdicts).slice(0, MOST_CAUSES);
  const colour = colourOf(failed.length > 0 ? 'failed' : clauses.missing > 0 ? 'missing' : 'held', ink);
  return [
    '',
    ...reasonsFor('skipped', verdicts, lang).flatMap((reason) => noted('skipped', reason, lang)),
    ...noted('missing', reasonsFor('missing', verdicts, lang).join(', '), lang),
    ...(failed.length <= FEW
      ? failed.map(({ id, says }) => cut(t.failed.padEnd(RESULT_WIDTH) + id.padEnd(ID_WIDTH) + says[lang]))
      : noted('failed', failed.map(({ id }) => id).join(' '), lang)),
    ...(failed.length > 0 && failed.length <= FEW && failed.length < verdicts.length
      ? wrapped(t.again(failed.map(({ id }) => id).join(',')), COLUMNS)
      : []),
    ...causes.flatMap(({ id, others }) => wrapped(t.cause(id, others), COLUMNS)),
    ...(failed.length > FEW && causes.length === 0 ? wrapped(t.first(failed[0]!.id), COLUMNS) : []),
    colour(t.summary(clauses)),
    t.trials(trials),
  ];
}

/** Each reason why clauses came out so, with these behind it. */
function reasonsFor(result: 'missing' | 'skipped', verdicts: readonly Verdict[], lang: Lang): string[] {
  const groups = new Map<string, string[]>();
  for (const verdict of verdicts.filter((each) => each.result === result)) {
    const whats = verdict.trials.flatMap((trial) => (trial.result === 'missing' ? [trial.what] : []));
    const reason = result === 'missing' ? whats[0]! : reasonsOf(verdict, lang).join('; ');
    groups.set(reason, [...(groups.get(reason) ?? []), verdict.clause.id]);
  }
  return [...groups].map(([reason, ids]) =>
    result === 'missing' ? `${reason} (${ids.join(' ')})` : `${reason}: ${ids.join(' ')}`,
  );
}

/** A row, or several, that begin with a result; none if there is nothing to tell. */
function noted(result: Outcome['result'], text: string, lang: Lang): string[] {
  if (text === '') return [];
  const head = CONFORM_TEXTS[lang][result].padEnd(RESULT_WIDTH);
  return wrapped(text, COLUMNS - RESULT_WIDTH).map(
    (line, index) => (index === 0 ? head : ' '.repeat(RESULT_WIDTH)) + line,
  );
}

/** As much of a line as stands in a row. */
function cut(line: string, columns = COLUMNS): string {
  if (width(line) <= columns) return line;
  return `${wrapped(line, columns - 1)[0]}…`;
}

function count(outcomes: readonly Pick<Outcome, 'result'>[]): Counts {
  const of = (wanted: Outcome['result']) => outcomes.filter(({ result }) => result === wanted).length;
  return { held: of('held'), failed: of('failed'), missing: of('missing'), skipped: of('skipped') };
}

function colourOf(result: Outcome['result'], ink: ChalkInstance) {
  return { held: ink.green, failed: ink.red.bold, missing: ink.magenta, skipped: ink.yellow }[result];
}

function faultLines(trial: Trial, clause: Clause, lang: Lang, ink: ChalkInstance): string[] {
  if (trial.result !== 'failed') return [];
  const t = CONFORM_TEXTS[lang];
  const { fault, session } = trial;
  const labelWidth = Math.max(...[t.expected, t.seen, t.context, t.place].map((label) => label.length)) + 2;
  const row = (label: string, text: string) =>
    wrapped(text, COLUMNS - RESULT_WIDTH - labelWidth).map(
      (line, index) =>
        `${' '.repeat(RESULT_WIDTH)}${ink.dim((index === 0 ? label : '').padEnd(labelWidth))}${line}`,
    );
  const place =
    session === null
      ? `${DOCUMENTS[lang]}, ${headingOf(clause, lang)}`
      : `${fault.place || placeOf(session)}, ${session.heading}`;
  return [
    ...row(t.expected, expectedIn(fault.expected, lang)),
    ...shapesIn(fault.expected, lang).flatMap((shape) => row('', shape)),
    ...row(t.seen, inLang(fault.seen, lang)),
    ...fault.context.flatMap((line, index) => row(index === 0 ? t.context : '', line)),
    ...row(t.place, place),
    ...excerpt(trial).flatMap((line) => row('', cut(line, COLUMNS - RESULT_WIDTH - labelWidth))),
    '',
  ];
}

/** The lines of the session around the one that does not hold. */
function excerpt({ session, ...trial }: Trial): string[] {
  const at = trial.result === 'failed' ? Number(/:(\d+)$/.exec(trial.fault.place)?.[1] ?? 0) : 0;
  if (session === null || at === 0) return [];
  // The fence itself stands on the line before the first.
  const index = at - session.line - 1;
  const from = Math.max(0, index - BEFORE);
  return session.lines
    .slice(from, index + BEHIND + 1)
    .map((line, each) => `${from + each === index ? '→' : ' '} ${line}`);
}

function reasonsOf({ result, trials }: Verdict, lang: Lang): string[] {
  if (result === 'held' || result === 'failed') return [];
  const of = trials.filter((trial) => trial.result === result);
  return [...new Set(of.map((trial) => because(trial, lang)))];
}

function because(trial: Trial, lang: Lang): string {
  const t = CONFORM_TEXTS[lang];
  if (trial.result === 'missing') return t.lacks(trial.what);
  return trial.result === 'skipped' ? t.reason(trial.reason) : '';
}

/** Text in lines of at most so many columns, broken at spaces where that goes. At least one line. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(/(?<= )/)) {
    if (width(lines.at(-1)! + word.trimEnd()) > columns && lines.at(-1) !== '') lines.push('');
    for (const character of word) {
      if (width(lines.at(-1)! + character) > columns && character !== ' ') lines.push('');
      lines[lines.length - 1] += character;
    }
  }
  return lines.map((line) => line.trimEnd());
}
