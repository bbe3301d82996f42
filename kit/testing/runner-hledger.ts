import { existsSync } from 'node:fs';

const usual = ['/usr/bin/hledger', '/usr/local/bin/hledger'];

/** An hledger on this machine, for the tests whose files say so in their names; undefined where there is none. */
export const findHledger = (): string | undefined => usual.find((file) => existsSync(file));
