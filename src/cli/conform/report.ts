/** The verdicts as lines for people, 80 columns wide, and as JSON for programs. Pure; it writes nowhere. */

import type { ChalkInstance } from 'chalk';
import type { Facts } from '../../conform/probe.ts';
import type { Outcome, Trial, Verdict } from '../../conform/run.ts';
import { visible } from '../../conform/visible.ts';
import type { Lang } from '../../protocol/codes.ts';
import { width } from '../client/harmless.ts';
import { CONFORM_TEXTS, type ConformTexts, type Counts } from './texts.ts';

const COLUMNS = 80;
const RESULT_WIDTH = 8;
const ID_WIDTH = 12;
const INDENT = RESULT_WIDTH + ID_WIDTH;

/** A verdict, with its reasons. */
export function verdictLines({ clause, result, trials }: Verdict, lang: Lang, ink: ChalkInstance): string[] {
  const t = CONFORM_TEXTS[lang];
  const colour = { held: ink.green, failed: ink.red.bold, skipped: ink.yellow }[result];
  const [first = '', ...rest] = wrapped(clause.says[lang], COLUMNS - INDENT);
  const head = `${colour(t[result].padEnd(RESULT_WIDTH))}${ink.bold(clause.id.padEnd(ID_WIDTH))}${first}`;
  const failed = trials
    .filter((trial) => trial.result === 'failed')
    .flatMap((trial) => faultLines(trial, t, ink));
  const reasons = result === 'skipped' ? [...new Set(trials.map((trial) => because(trial, t)))] : [];
  const more = [
    ...rest,
    ...reasons.flatMap((reason) => wrapped(reason, COLUMNS - INDENT)).map((line) => ink.dim(line)),
  ];
  return [head, ...more.map((line) => ' '.repeat(INDENT) + line), ...failed];
}

/** A verdict as one object. */
export function verdictObject({ clause, result, trials }: Verdict, lang: Lang): object {
  const t = CONFORM_TEXTS[lang];
  return {
    clause: clause.id,
    result,
    says: clause.says[lang],
    trials: trials.map((trial) => ({
      result: trial.result,
      ...(trial.place === '' ? {} : { session: trial.place }),
      ...(trial.result === 'skipped' ? { reason: trial.reason.why, because: because(trial, t) } : {}),
      ...(trial.result === 'failed'
        ? {
            expected: trial.fault.expected,
            seen: trial.fault.seen,
            ...(trial.fault.place === '' ? {} : { place: trial.fault.place }),
            context: trial.fault.context,
          }
        : {}),
    })),
  };
}

/** What was looked at: the first lines of a report. */
export function headLines(server: string, facts: Facts, lang: Lang): string[] {
  const t = CONFORM_TEXTS[lang];
  return [
    ...wrapped(`${server}: ${visible(facts.greeting)}`, COLUMNS),
    `${t.capacity}: ${facts.capacity}${facts.busy === '' ? '' : `; ${t.reason({ why: 'busy', line: visible(facts.busy) })}`}`,
    '',
  ].flatMap((line) => wrapped(line, COLUMNS));
}

/** How many clauses came out how, and how many sessions and checks. */
export function countsOf(verdicts: readonly Verdict[]): { clauses: Counts; trials: Counts } {
  const trials = new Set(verdicts.flatMap((verdict) => verdict.trials));
  return { clauses: count(verdicts), trials: count([...trials]) };
}

/** The last lines. */
export function summaryLines(verdicts: readonly Verdict[], lang: Lang, ink: ChalkInstance): string[] {
  const t = CONFORM_TEXTS[lang];
  const { clauses, trials } = countsOf(verdicts);
  const colour = clauses.failed > 0 ? ink.red.bold : ink.green;
  const failed = verdicts.filter(({ result }) => result === 'failed').map(({ clause }) => clause.id);
  return [
    '',
    colour(t.summary(clauses)),
    t.trials(trials),
    ...(failed.length === 0 ? [] : wrapped(`${t.failed}: ${failed.join(' ')}`, COLUMNS)),
  ];
}

function count(outcomes: readonly Pick<Outcome, 'result'>[]): Counts {
  const of = (wanted: Outcome['result']) => outcomes.filter(({ result }) => result === wanted).length;
  return { held: of('held'), failed: of('failed'), skipped: of('skipped') };
}

function faultLines(trial: Trial, t: ConformTexts, ink: ChalkInstance): string[] {
  if (trial.result !== 'failed') return [];
  const { fault } = trial;
  const labels = [t.expected, t.seen, t.place];
  const labelWidth = Math.max(...labels.map((label) => label.length)) + 2;
  const row = (label: string, text: string) =>
    wrapped(text, COLUMNS - RESULT_WIDTH - labelWidth).map(
      (line, index) =>
        `${' '.repeat(RESULT_WIDTH)}${ink.dim((index === 0 ? label : '').padEnd(labelWidth))}${line}`,
    );
  const place = fault.place || trial.place;
  return [
    ...row(t.expected, t.told(fault.expected)),
    ...row(t.seen, t.told(fault.seen)),
    ...(place === '' ? [] : row(t.place, place)),
    ...fault.context.flatMap((line) => row('', line)).map((line) => ink.dim(line)),
  ];
}

function because(trial: Trial, t: ConformTexts): string {
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
