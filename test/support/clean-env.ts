/**
 * What the environment of whoever runs the tests says to programs about colours, and to this one about its settings, is
 * for no program that the tests start. What is for the tests themselves stays.
 */

const FOR_PROGRAMS = /^(?:NO_COLOR|FORCE_COLOR|TELECHAT_(?!FAULT_ROUNDS$).*)$/;

export function setup(): void {
  for (const name of Object.keys(process.env)) if (FOR_PROGRAMS.test(name)) delete process.env[name];
}
