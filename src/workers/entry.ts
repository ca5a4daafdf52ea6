/**
 * Where the code of a thread lies: beside the module that starts it, as source or built.
 */

/** The file of the thread `name` beside the module whose `import.meta.url` is `from`. */
export function entry(from: string, name: string): URL {
  return new URL(`./${name}${from.endsWith('.ts') ? '.ts' : '.js'}`, from);
}
