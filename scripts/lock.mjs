// `node scripts/lock.mjs`: completes package-lock.json after a dependency changed.
//
// Some packages bring one package per platform and npm installs the one that fits. A lock file that was written where
// a registry does not offer all of them lacks the others, and then `npm ci` refuses it, here and on every other
// platform. So each is entered as the package that wants it names it: exact version, optional, for that platform only.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const systems = /android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|aix|win32/;
const processors = /wasm32|arm64|arm(?=-|$)|x64|ia32|riscv64|ppc64|s390x|loong64/;

/** Every optional package that is wanted and not entered: where it would be, and what would be entered. */
export function missingFrom(lock) {
  const missing = new Map();
  for (const [path, wanting] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(wanting.optionalDependencies ?? {})) {
      if (!isEntered(lock.packages, path, name))
        missing.set(`node_modules/${name}`, entryOf(name, version, wanting));
    }
  }
  return missing;
}

function isEntered(packages, path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

function entryOf(name, version, wanting) {
  const [os] = systems.exec(name) ?? [];
  const [cpu] = processors.exec(name) ?? [];
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(wanting.dev && { dev: true }),
    ...(name.endsWith('musl') && { libc: ['musl'] }),
    license: wanting.license,
    optional: true,
    ...(os && { os: [os] }),
  };
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingFrom(lock);
  const entries = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
  lock.packages = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${missing.size} entered\n`);
}
