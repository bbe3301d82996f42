import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atTheEnd } from '../../../../kit/testing/at-the-end.ts';
import { freePort, type Process, startProcess } from '../../../../kit/testing/processes.ts';
import { findDovecot } from '../../../../kit/testing/runner-dovecot.ts';

const run = promisify(execFile);

/** A mail server as they stand in the world, on ports of its own. Whoever says `secret` is let in. */
export interface Dovecot {
  readonly imapPort: number;
  /** Encrypted from the first byte, with a certificate that nobody has signed. */
  readonly imapsPort: number;
  readonly certificate: string;
  /** A mail arrives. */
  deliver(user: string, mail: string): Promise<void>;
  /** Every mail in a folder, as it lies there. */
  mailsIn(user: string, folder: 'inbox' | 'Sent'): Promise<string[]>;
  /** Takes everything away that numbered the mails of a user; the mails stay. */
  renumber(user: string): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const nobody = 65_534;

export async function startDovecot(): Promise<Dovecot> {
  const binary = findDovecot();
  if (binary === undefined) throw new Error('There is no Dovecot here. Debian has it as dovecot-imapd.');
  const folder = await mkdtemp(join(tmpdir(), 'stoa-dovecot-'));
  const isRoot = process.getuid?.() === 0;
  const [imapPort, imapsPort] = [await freePort(), await freePort()];
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'mail'));
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
  ]);
  const user = isRoot ? 'nobody' : (await run('id', ['-un'])).stdout.trim();
  const group = isRoot ? 'nogroup' : (await run('id', ['-gn'])).stdout.trim();
  await writeFile(join(folder, 'conf'), configuration({ folder, user, group, imapPort, imapsPort }));
  const own = async (path: string) => {
    if (isRoot) await chown(path, nobody, nobody);
  };
  await own(join(folder, 'mail'));

  let server: Process | undefined;
  const stop = async () => {
    // Whoever is connected would be served for ten seconds more, as by no machine that is gone.
    await server?.stopAll();
    server = undefined;
  };
  const start = async () => {
    server = startProcess({ name: 'dovecot', command: binary, args: ['-F', '-c', join(folder, 'conf')] });
    await until(() => isListening(imapPort), folder);
  };
  atTheEnd(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  await start();
  const home = (name: string) => join(folder, 'mail', name);
  let nth = 0;
  return {
    ...{ imapPort, imapsPort, start, stop },
    certificate: await readFile(join(folder, 'cert.pem'), 'utf8'),
    async deliver(name, mail) {
      const path = await maildir(home(name), own);
      const file = `${Date.now()}.M${++nth}P${process.pid}.test`;
      await writeFile(join(path, 'tmp', file), mail.replace(/\r?\n/g, '\r\n'));
      await own(join(path, 'tmp', file));
      await rename(join(path, 'tmp', file), join(path, 'new', file));
    },
    async mailsIn(name, which) {
      const path = which === 'inbox' ? home(name) : join(home(name), '.Sent');
      const files = await Promise.all(
        ['new', 'cur'].map(async (part) =>
          (await readdir(join(path, part)).catch(() => [])).map((file) => join(path, part, file)),
        ),
      );
      return Promise.all(files.flat().map((file) => readFile(file, 'utf8')));
    },
    async renumber(name) {
      for (const file of await readdir(home(name)))
        if (file.startsWith('dovecot')) await rm(join(home(name), file), { recursive: true });
    },
  };
}

async function maildir(path: string, own: (path: string) => Promise<void>): Promise<string> {
  for (const part of [path, ...['cur', 'new', 'tmp'].map((name) => join(path, name))])
    if (await mkdir(part, { recursive: true })) await own(part);
  return path;
}

interface Facts {
  readonly folder: string;
  readonly user: string;
  readonly group: string;
  readonly imapPort: number;
  readonly imapsPort: number;
}

const configuration = (facts: Facts) => settings(facts) + services(facts);

const settings = ({ folder, user, group }: Facts) => `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 1
mail_location = maildir:${folder}/mail/%u
`;

const services = ({ folder, user, group, imapPort, imapsPort }: Facts) => `
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${folder}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    special_use = \\Sent
    auto = subscribe
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = ${imapsPort}
  }
}
service anvil {
  chroot =
}
service auth {
  user = ${user}
}
service auth-worker {
  user = ${user}
}
service stats {
  chroot =
}
`;

const isListening = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.setTimeout(1_000, () => socket.destroy());
  });

const patienceMs = 20_000;

async function until(look: () => Promise<boolean>, folder: string): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await look())) {
    if (performance.now() > end)
      throw new Error(
        `Dovecot does not answer: ${await readFile(join(folder, 'log'), 'utf8').catch(() => '')}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
