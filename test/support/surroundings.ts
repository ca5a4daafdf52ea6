/**
 * What the programs that the tests start take from around them, whoever runs the tests, and whenever. What the caller's
 * environment says to programs about colours, and to this one about its settings, is for none of them. And they are
 * where it is noon now, so that no day ends while they run: times of another day are shown with that day.
 */

const FOR_PROGRAMS = /^(?:NO_COLOR|FORCE_COLOR|TELECHAT_(?!FAULT_ROUNDS$).*)$/;

export function setup(): void {
  for (const name of Object.keys(process.env)) if (FOR_PROGRAMS.test(name)) delete process.env[name];
}

/** A time zone, as TZ takes it. POSIX counts the hours westwards. */
export function whereItIsNoon(now = new Date()): string {
  const west = now.getUTCHours() - 12;
  return `Etc/GMT${west < 0 ? '-' : '+'}${Math.abs(west)}`;
}
