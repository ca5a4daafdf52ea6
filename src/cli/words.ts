/**
 * What commander itself says, as this house says it: in Portuguese the titles and placeholders of the help, and the
 * errors about flags; in both languages what stands behind an option. Owns the exit code of a wrong command line, which
 * is 2.
 */

import { type Command, Help, type Option } from 'commander';
import type { Lang } from '../protocol/codes.ts';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Uso:',
  'Options:': 'Opções:',
  'Commands:': 'Comandos:',
  'Arguments:': 'Argumentos:',
};

const ERRORS: readonly (readonly [RegExp, string])[] = [
  [/^error: /, 'erro: '],
  [/option '(.+)' argument '(.*)' is invalid\./, "a opção '$1' não aceita '$2':"],
  [/Allowed choices are (.+)\./, 'vale $1'],
  [
    /option '(.+)' value '(.*)' from env '(.+)' is invalid\./,
    "a opção '$1' não aceita '$2', da variável $3:",
  ],
  [/option '(.+)' argument missing/, "falta o valor da opção '$1'"],
  [/option '(.+)' cannot be used with option '(.+)'/, "a opção '$1' não vai junto com '$2'"],
  [/required option '(.+)' not specified/, "falta a opção '$1'"],
  [/missing required argument '(.+)'/, 'falta o argumento <$1>'],
  [/command-argument value '(.*)' is invalid for argument '(.+)'\./, "o argumento <$2> não aceita '$1':"],
  [/unknown option '(.+?)'/, "opção desconhecida '$1'"],
  [/unknown command '(.+?)'/, "comando desconhecido '$1'"],
  [/too many arguments.*\. Expected (\d+) arguments? but got (\d+): (.+)\./, 'argumentos demais: $3'],
  [/\n\(Did you mean (.+)\?\)/, ' (seria $1?)'],
];

/** What stands in brackets, in the usage and after flags. */
const PLACES: Readonly<Record<string, string>> = {
  '[options]': '[opções]',
  '[command]': '[comando]',
  '<address>': '<endereço>',
  '<port>': '<porta>',
  '<folder>': '<pasta>',
  '<level>': '<nível>',
  '<lang>': '<língua>',
  '<style>': '<estilo>',
  '<name>': '<nome>',
  '<role>': '<tipo>',
  '<host>': '<servidor>',
  '<file>': '<arquivo>',
  '<format>': '<formato>',
  '[format]': '[formato]',
  '[server]': '[servidor]',
  '<server>': '<servidor>',
  '<time>': '<tempo>',
  '<seconds>': '<segundos>',
  '<clause>': '<cláusula>',
  '<account>': '<conta>',
};

const MISUSED = 2;

/** A command whose help and errors are in this language, and those of the subcommands that it has already. */
export function speaking(lang: Lang, command: Command): Command {
  for (const subcommand of command.commands) speaking(lang, subcommand);
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : MISUSED));
  const optionDescription = describing(
    lang === 'pt' ? { normal: 'padrão', or: 'ou' } : { normal: 'default', or: 'or' },
  );
  if (lang === 'en') {
    command.helpOption('-h, --help', 'shows this help').configureHelp({ optionDescription });
    if (command.commands.length > 0) command.helpCommand('help [command]', 'shows the help of a command');
    return command.configureOutput({
      outputError: (text, write) => write(`${text.trimEnd().replaceAll('\n', ' ')}\n`),
    });
  }
  return command
    .helpOption('-h, --help', 'mostra esta ajuda')
    .helpCommand(false)
    .configureHelp({
      styleTitle: (title) => TITLES[title] ?? title,
      commandUsage: (of) => placesIn(HELP.commandUsage(of)),
      subcommandTerm: (of) => placesIn(HELP.subcommandTerm(of)),
      optionTerm: (option) => placesIn(HELP.optionTerm(option)),
      argumentTerm: (argument) => placesIn(`<${argument.name()}>`).slice(1, -1),
      optionDescription,
    })
    .configureOutput({ outputError: (text, write) => write(`${inPortuguese(text.trimEnd())}\n`) });
}

const HELP = new Help();

/** What an option does, and in brackets what it may be, what it is if nobody says, and where else it may stand. */
function describing(words: { readonly normal: string; readonly or: string }) {
  return ({ description, defaultValue, argChoices, envVar }: Option) => {
    const notes = [
      ...(argChoices ? [argChoices.join(', ')] : []),
      ...(defaultValue === undefined || defaultValue === false ? [] : [`${words.normal}: ${defaultValue}`]),
      ...(envVar === undefined ? [] : [`${words.or} ${envVar}`]),
    ];
    return notes.length === 0 ? description : `${description} (${notes.join('; ')})`;
  };
}

function inPortuguese(error: string): string {
  return placesIn(ERRORS.reduce((text, [english, portuguese]) => text.replace(english, portuguese), error));
}

function placesIn(text: string): string {
  return text.replace(/[[<][a-z]+[\]>]/g, (place) => (Object.hasOwn(PLACES, place) ? PLACES[place]! : place));
}
