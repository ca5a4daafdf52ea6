#!/usr/bin/env node
/**
 * `telechat`: the program and its subcommands. It speaks the language of the person's locale.
 */

import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { adminCommands } from './admin/commands.ts';
import { attendCommand } from './attend/command.ts';
import { clientCommand } from './client/command.ts';
import { localeLang } from './client/texts.ts';
import { conformCommand } from './conform/command.ts';
import { serverCommand } from './server/command.ts';
import { speaking } from './words.ts';

const lang = localeLang(process.env);

const ABOUT = {
  pt: 'um balcão de atendimento por bate-papo: servidor e cliente de terminal',
  en: 'a customer-service chat desk: server and terminal client',
};

const program = speaking(lang, new Command('telechat'))
  .description(ABOUT[lang])
  .version(VERSION, '-V, --version', lang === 'pt' ? 'mostra a versão' : 'shows the version');
const commands = [
  serverCommand(lang),
  clientCommand(lang),
  attendCommand(lang),
  ...adminCommands(lang),
  conformCommand(lang),
];
if (lang === 'en') program.helpCommand('help [command]', 'shows the help of a command');
for (const command of commands) program.addCommand(speaking(lang, command));

await program.parseAsync();
