/**
 * The text of src/kernel/code.ts, as it comes of the sources in this folder.
 *
 * @param changed by file, with its whole name: what is compiled in place of what it says
 * @param more options of the compiler, behind the usual ones
 * @throws Error with what the compiler says, where they do not compile
 */
export declare function compiled(
  changed?: ReadonlyMap<string, string>,
  more?: readonly string[],
): Promise<string>;
