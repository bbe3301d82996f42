/** Of what a platform's accounts need, what was asked for and not given. Undefined: the platform does not say. */
export const lackingScopes = (
  needed: readonly string[],
  asked: readonly string[],
  given: readonly string[] | undefined,
): readonly string[] =>
  given === undefined ? [] : needed.filter((scope) => asked.includes(scope) && !given.includes(scope));
