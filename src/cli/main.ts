#!/usr/bin/env node
/**
 * `telechat`: the program and its subcommands. It speaks the language of the person's locale.
 */

import { Command } from 'commander';
import { LANGS, type Lang } from '../protocol/codes.ts';
import { VERSION } from '../version.ts';
import { localeLang } from './client/texts.ts';
import { speaking } from './words.ts';

/** What is asked to speak a language explains itself in the same. */
const lang = askedLang(process.argv.slice(2)) ?? localeLang(process.env);

const ABOUT = {
  pt: 'um balcão de atendimento por bate-papo: servidor e cliente de terminal',
  en: 'a customer-service chat desk: server and terminal client',
};

/** Whoever asks for a subcommand does not wait for the code of the others: to load them all takes twice as long. */
const PARTS: readonly { readonly names: readonly string[]; load(): Promise<readonly Command[]> }[] = [
  { names: ['server'], load: async () => [(await import('./server/command.ts')).serverCommand(lang)] },
  { names: ['client'], load: async () => [(await import('./client/command.ts')).clientCommand(lang)] },
  { names: ['attend'], load: async () => [(await import('./attend/command.ts')).attendCommand(lang)] },
  {
    names: ['user', 'backup', 'export', 'forget'],
    load: async () => (await import('./admin/commands.ts')).adminCommands(lang),
  },
  { names: ['conform'], load: async () => [(await import('./conform/command.ts')).conformCommand(lang)] },
];

/** What a client or the grader is told to speak, if it is told. The server's `--lang` is that of the wire alone. */
function askedLang([word, ...args]: readonly string[]): Lang | undefined {
  const said = args.flatMap((arg, index) =>
    arg === '--lang' ? [args[index + 1]] : [/^--lang=(.*)$/.exec(arg)?.[1]],
  );
  return word === 'server' ? undefined : LANGS.find((each) => said.includes(each));
}

/** Those to load: all of them, unless the first word is the name of one. */
function partsFor(word = ''): typeof PARTS {
  const named = PARTS.filter(({ names }) => names.includes(word));
  return named.length > 0 ? named : PARTS;
}

const program = speaking(lang, new Command('telechat'))
  .description(ABOUT[lang])
  .version(VERSION, '-V, --version', lang === 'pt' ? 'mostra a versão' : 'shows the version');
if (lang === 'en') program.helpCommand('help [command]', 'shows the help of a command');
for (const part of partsFor(process.argv[2])) {
  for (const command of await part.load()) program.addCommand(speaking(lang, command));
}

await program.parseAsync();
