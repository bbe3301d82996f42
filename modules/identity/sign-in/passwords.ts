import { hash, verify } from '@node-rs/argon2';

// What OWASP asks of argon2id (19 MiB, 2 passes). The library runs it on a thread of its own, not in the event loop.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** A hash nobody's password has: checked when there is no such person, so that both answers take the same time. */
let nobodysHash: Promise<string> | undefined;

export async function passwordFits(password: string, storedHash: string | undefined): Promise<boolean> {
  nobodysHash ??= hashPassword(crypto.randomUUID());
  const fits = await verify(storedHash ?? (await nobodysHash), password);
  return fits && storedHash !== undefined;
}
