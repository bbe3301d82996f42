import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { findChromium } from '../../kit/testing/runner-chromium.ts';
import { whyBuild, whyInstall } from '../../scripts/ensure.mjs';
import type { Config } from '../config.ts';
import { keyFileIn, notMadeYet } from '../keys.ts';
import { bad, type Finding, good, note } from './finding.ts';

const nodeMajor = 24;
const diskNeededBytes = 300 * 1024 ** 2;
const diskWantedBytes = 2 * 1024 ** 3;

export async function examineMachine({ dataFolder, role }: Config): Promise<Finding[]> {
  const findings = [
    examineNode(process.versions.node),
    examinePackages(),
    chromiumFinding(findChromium(), process.platform),
  ];
  if (role !== 'worker') findings.push(examineWebBuild());
  return [...findings, ...(await examineFolder(dataFolder))];
}

export function examineNode(version: string): Finding {
  if (Number(version.split('.')[0]) >= nodeMajor) return good('Node', version);
  return bad(
    'Node',
    `${version} runs this; ${nodeMajor} is needed, and comes with the packages.`,
    'npm ci, then use npm run',
  );
}

function examinePackages(): Finding {
  const reason = whyInstall();
  return reason === undefined
    ? good('packages', 'as in package-lock.json')
    : bad('packages', `${reason}.`, 'npm ci');
}

export function chromiumFinding(found: string | undefined, platform: string): Finding {
  if (found) return good('Chromium', found);
  const install = platform === 'darwin' ? 'brew install --cask chromium' : 'sudo apt-get install chromium';
  return note('Chromium', 'none was found, so the journeys of npm test are left out.', install);
}

function examineWebBuild(): Finding {
  const reason = whyBuild();
  return reason === undefined
    ? good('web', 'built from these sources')
    : note('web', `${reason}; the next start builds it.`, 'npm start');
}

export async function examineFolder(folder: string): Promise<Finding[]> {
  let there = folder;
  while (!existsSync(there)) there = dirname(there);
  try {
    // What a folder's rights say is not the whole truth: disks are read-only, quotas are used up. So it is tried.
    await rm(await mkdtemp(join(there, '.stoa-doctor-')), { recursive: true });
  } catch (error) {
    return [
      bad(
        'data folder',
        `${folder} cannot be written: ${(error as Error).message}.`,
        'STOA_DATA=/a/folder/of/yours',
      ),
    ];
  }
  const { bavail, bsize } = await statfs(there);
  return [good('data folder', folder), diskFinding(bavail * bsize)];
}

export function diskFinding(freeBytes: number): Finding {
  const text = `${(freeBytes / 1024 ** 3).toFixed(1)} GB free`;
  const mend = 'make room, or move STOA_DATA to another disk';
  if (freeBytes < diskNeededBytes)
    return bad('disk', `${text}; the database stops when there is none.`, mend);
  return freeBytes < diskWantedBytes ? note('disk', `${text}, which is little.`, mend) : good('disk', text);
}

export async function examinePorts(config: Config, isRunning: boolean): Promise<Finding[]> {
  if (isRunning) return [note('ports', 'in use by the Stoa that is running.')];
  const wanted: [variable: string, port: number, host: string][] = [];
  if (config.role !== 'worker') wanted.push(['PORT', config.port, config.host]);
  if (config.sandbox) {
    wanted.push(
      ['SANDBOX_PORT', config.sandboxPort, '127.0.0.1'],
      ['STOA_SANDBOX_SMTP_PORT', config.sandboxSmtpPort, '127.0.0.1'],
    );
  }
  return Promise.all(wanted.map(([variable, port, host]) => examinePort(variable, port, host)));
}

async function examinePort(variable: string, port: number, host: string): Promise<Finding> {
  const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
  return error ? portFinding(variable, port, host, error) : good('port', `${port || 'any'} is free`);
}

export function portFinding(
  variable: string,
  port: number,
  host: string,
  error: NodeJS.ErrnoException,
): Finding {
  switch (error.code) {
    case 'EADDRINUSE':
      return bad('port', `${port} is taken by another program.`, `${variable}=${port + 1} npm start`);
    case 'EACCES':
      // 80 becomes 8080 and 443 becomes 8443, as people expect.
      return bad('port', `${port} is only for the administrator.`, `${variable}=${port + 8000} npm start`);
    case 'EADDRNOTAVAIL':
      return bad('port', `this machine has no address ${host}.`, 'STOA_HOST=127.0.0.1 npm start');
    default:
      return bad('port', `${port} cannot be used: ${error.message}.`, `${variable}=${port + 1} npm start`);
  }
}

/** The ring itself was read with the configuration; here is what a reader of one line does not notice. */
export function examineKeys({ dataFolder, keyRing }: Config): Finding[] {
  const file = keyFileIn(dataFolder);
  const count = `${keyRing.byId.size} ${keyRing.byId.size === 1 ? 'key' : 'keys'}, "${keyRing.current.id}" seals`;
  if (keyRing.current.id === notMadeYet) return [note('key ring', 'made at the first start.', 'npm start')];
  const isOpen = existsSync(file) && (statSync(file).mode & 0o077) !== 0;
  return [
    isOpen
      ? bad('key ring', `${file} can be read by other users of this machine.`, `chmod 600 ${file}`)
      : good('key ring', count),
  ];
}
