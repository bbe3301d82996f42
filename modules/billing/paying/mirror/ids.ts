/** What is written in metadata comes from outside: of it, what can be an id of ours. */
export const ids = (told: readonly (string | undefined)[]): string[] =>
  told.filter((id): id is string => id !== undefined && isUuid.test(id));

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
