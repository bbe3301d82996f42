/** What is given replaces what was there; what is null or undefined is not there any more. */
export function merged(before: object, given: object | undefined): Record<string, unknown> {
  const all = Object.entries({ ...before, ...given });
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}
