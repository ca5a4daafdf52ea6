/**
 * What commander itself says, in Portuguese: the titles of the help, and the errors about flags.
 */

import type { Command } from 'commander';
import type { Lang } from '../protocol/codes.ts';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Uso:',
  'Options:': 'Opções:',
  'Commands:': 'Comandos:',
};

const ERRORS: readonly (readonly [RegExp, string])[] = [
  [/^error: /, 'erro: '],
  [/option '(.+)' argument '(.*)' is invalid\./, "a opção '$1' não aceita '$2':"],
  [/Allowed choices are (.+)\./, 'vale $1'],
  [/option '(.+)' argument missing/, "falta o valor da opção '$1'"],
  [/option '(.+)' cannot be used with option '(.+)'/, "a opção '$1' não vai junto com '$2'"],
  [/unknown option '(.+?)'/, "opção desconhecida '$1'"],
  [/unknown command '(.+?)'/, "comando desconhecido '$1'"],
  [/too many arguments.*\. Expected (\d+) arguments? but got (\d+): (.+)\./, 'argumentos demais: $3'],
  [/\n\(Did you mean (.+)\?\)/, ' (seria $1?)'],
];

/** A command whose help and errors are in this language; its subcommands are to be given the same. */
export function speaking(lang: Lang, command: Command): Command {
  if (lang === 'en') {
    return command.configureOutput({
      outputError: (text, write) => write(`${text.trimEnd().replaceAll('\n', ' ')}\n`),
    });
  }
  return command
    .helpOption('-h, --help', 'mostra esta ajuda')
    .helpCommand(false)
    .configureHelp({
      styleTitle: (title) => TITLES[title] ?? title,
      optionDescription: ({ description, defaultValue, argChoices }) => {
        const notes = [
          ...(argChoices ? [argChoices.join(', ')] : []),
          ...(defaultValue === undefined || defaultValue === false ? [] : [`padrão: ${defaultValue}`]),
        ];
        return notes.length === 0 ? description : `${description} (${notes.join('; ')})`;
      },
    })
    .configureOutput({ outputError: (text, write) => write(`${inPortuguese(text.trimEnd())}\n`) });
}

function inPortuguese(error: string): string {
  return ERRORS.reduce((text, [english, portuguese]) => text.replace(english, portuguese), error);
}
