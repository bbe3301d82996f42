interface Coded extends Error {
  readonly code?: string;
  readonly port?: number;
  readonly address?: string;
  readonly path?: string;
}

/** What a person can do about an error that is not ours to mend, by its code. */
const remedies: Record<string, (error: Coded) => string> = {
  EADDRINUSE: ({ port }) =>
    `Port ${port} is taken by another program. Stop that, or choose another: PORT=${(port ?? 4100) + 1} npm start`,
  EACCES: ({ path, port }) =>
    path
      ? `${path} may not be written by this user. Give it to them with chown, or set STOA_DATA to a folder of theirs.`
      : `Port ${port} is only for the administrator. Choose one above 1024: PORT=4100 npm start`,
  ENOSPC: () => 'The disk is full. Make room, or set STOA_DATA to a folder on another one.',
  EROFS: ({ path }) =>
    `${path} is on a disk that cannot be written to. Set STOA_DATA to a folder on another one.`,
  ECONNREFUSED: ({ address, port }) =>
    `Nothing answers at ${address ?? 'that address'}:${port}. Start the database there, or correct DATABASE_URL; without it, one is embedded.`,
  ENOTFOUND: () => 'There is no machine with the name in DATABASE_URL. Correct its spelling.',
  EAI_AGAIN: () =>
    'The name in DATABASE_URL could not be looked up. See that this machine reaches its name server, or write an address.',
  ETIMEDOUT: () =>
    'The database does not answer. Look whether a firewall is between, or correct DATABASE_URL.',
  '28P01': () => 'The database refuses the password. Correct it in DATABASE_URL.',
  '28000': () =>
    'The database does not let this user in. Correct DATABASE_URL, or allow the user in pg_hba.conf.',
  '3D000': ({ message }) =>
    `There is no database with the name in DATABASE_URL. Make it: createdb ${/"(.+)"/.exec(message)?.[1] ?? '<name>'}`,
  '42501': ({ message }) =>
    `This database user may not do that (${message}). Migrate as the owner of the database: npm run stoa -- migrate up`,
  '53300': () => 'The database takes no more connections. Raise max_connections, or run fewer processes.',
  '57P03': () => 'The database is still starting. Try again in a moment.',
};

/** One sentence for a person, with what mends it where that is known; otherwise what the error says itself. */
export function explainFailure(error: unknown): string {
  for (const found of chainOf(error)) {
    const remedy = found.code === undefined ? undefined : remedies[found.code];
    if (remedy) return remedy(found);
  }
  return error instanceof Error && error.message ? error.message : String(error);
}

const depthMax = 10;

/** An address with two families fails with both attempts inside of one error. */
function chainOf(error: unknown, depth = 0): Coded[] {
  if (!(error instanceof Error) || depth > depthMax) return [];
  const inside =
    error instanceof AggregateError ? error.errors.flatMap((one) => chainOf(one, depth + 1)) : [];
  return [error as Coded, ...inside, ...chainOf(error.cause, depth + 1)];
}
