import { existsSync } from 'node:fs';

const usual = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'];

/** A Dovecot on this machine, for the tests whose files say so in their names; undefined where there is none. */
export const findDovecot = (): string | undefined => usual.find((file) => existsSync(file));
