/** The client alone as a program, for tests that run it in a child process. */

import { clientCommand } from '../../src/cli/client/command.ts';

await clientCommand().parseAsync();
