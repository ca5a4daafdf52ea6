/**
 * `telechat user`, `backup`, `export` and `forget`: their flags and exit codes. What they do is in actions.ts.
 *
 * Exit codes: 0 done, 1 not done (told on stderr, in one line), 2 wrong or missing flags.
 */

import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { reach } from '../../control/reach.ts';
import { errorText, type Lang } from '../../protocol/codes.ts';
import { type Role, readRole } from '../../protocol/commands.ts';
import { type Name, readName } from '../../protocol/names.ts';
import {
  addUser,
  backup,
  changePassword,
  exportUser,
  forget,
  listUsers,
  type Problem,
  removeUser,
  type Work,
} from './actions.ts';
import { FORMATS, type FormatName } from './formats.ts';
import { ADMIN_TEXTS, type AdminTexts } from './texts.ts';

const FAILED = 1;

interface DataFlag {
  readonly data: string;
}

/** The subcommands, for the program to add. @param lang the language that they speak. */
export function adminCommands(lang: Lang): Command[] {
  return [userCommand(lang), backupCommand(lang), exportCommand(lang), forgetCommand(lang)];
}

function userCommand(lang: Lang): Command {
  const t = ADMIN_TEXTS[lang];
  const piped = () => new Option('--password-stdin', t.passwordStdin).default(false);
  const add = leaf('add', t.add, t)
    .addArgument(nameArgument(lang))
    .addOption(
      new Option('--role <role>', t.role).argParser((word) => roleFrom(word, t)).makeOptionMandatory(),
    )
    .addOption(piped())
    .action((name: Name, flags: DataFlag & { role: Role; passwordStdin: boolean }) =>
      run(flags, t, (work) => addUser(work, name, flags.role, flags.passwordStdin), true),
    );
  const list = leaf('list', t.list, t).action((flags: DataFlag) => run(flags, t, listUsers));
  const passwd = leaf('passwd', t.passwd, t)
    .addArgument(nameArgument(lang))
    .addOption(piped())
    .action((name: Name, flags: DataFlag & { passwordStdin: boolean }) =>
      run(flags, t, (work) => changePassword(work, name, flags.passwordStdin)),
    );
  const remove = leaf('remove', t.remove, t)
    .addArgument(nameArgument(lang))
    .action((name: Name, flags: DataFlag) => run(flags, t, (work) => removeUser(work, name)));
  const user = new Command('user').description(t.user).addHelpText('after', t.userExamples);
  for (const command of [add, list, passwd, remove]) user.addCommand(command);
  return user;
}

function backupCommand(lang: Lang): Command {
  const t = ADMIN_TEXTS[lang];
  return leaf('backup', t.backup, t)
    .argument('<file>', t.file)
    .addHelpText('after', t.backupExamples)
    .action((file: string, flags: DataFlag) => run(flags, t, (work) => backup(work, file)));
}

function exportCommand(lang: Lang): Command {
  const t = ADMIN_TEXTS[lang];
  return leaf('export', t.export, t)
    .addOption(
      new Option('--user <name>', t.of).argParser((word) => nameFrom(word, lang)).makeOptionMandatory(),
    )
    .addOption(new Option('--format <format>', t.format).choices(FORMATS).default('txt'))
    .addOption(new Option('--output <file>', t.output))
    .addHelpText('after', t.exportExamples)
    .action((flags: DataFlag & { user: Name; format: FormatName; output?: string }) =>
      run(flags, t, (work) => exportUser(work, flags.user, flags.format, flags.output)),
    );
}

function forgetCommand(lang: Lang): Command {
  const t = ADMIN_TEXTS[lang];
  return leaf('forget', t.forget, t)
    .addArgument(nameArgument(lang))
    .addOption(new Option('--yes', t.yes).default(false))
    .action((name: Name, flags: DataFlag & { yes: boolean }) =>
      run(flags, t, (work) => forget(work, name, flags.yes)),
    );
}

/** A command that works on a data folder. */
function leaf(name: string, about: string, t: AdminTexts): Command {
  return new Command(name)
    .description(about)
    .addOption(new Option('--data <folder>', t.data).env('TELECHAT_DATA').default('./telechat-data'));
}

function nameArgument(lang: Lang): Argument {
  return new Argument('<name>', ADMIN_TEXTS[lang].name).argParser((word) => nameFrom(word, lang));
}

function nameFrom(word: string, lang: Lang): Name {
  const name = readName(word);
  if (name) return name;
  throw new InvalidArgumentError(errorText('NAME-INVALID', lang));
}

function roleFrom(word: string, t: AdminTexts): Role {
  const role = readRole(word);
  if (role) return role;
  throw new InvalidArgumentError(t.badRole);
}

/** @param make whether the data may come to be by it. */
async function run(
  { data }: DataFlag,
  t: AdminTexts,
  action: (work: Work) => Promise<Problem>,
  make = false,
): Promise<void> {
  const reached = reach(data, make);
  let problem: Problem;
  try {
    problem = await action({ reach: reached, dir: data, t });
  } finally {
    await reached.close();
  }
  if (problem !== '') process.stderr.write(`telechat: ${problem}\n`);
  if (problem !== '') process.exitCode = FAILED;
}
