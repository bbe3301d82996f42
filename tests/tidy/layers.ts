import { at, each, type Rule } from './rule.ts';
import { type Import, isScreen, isTest, moduleOf, type Source } from './source.ts';

/** What runs in a browser as well, so that contracts and screens may stand on it. */
const browserSafeKit = [
  'access',
  'audit-words',
  'client',
  'ctx',
  'errors',
  'ids',
  'page',
  'http/endpoint',
  'events/event',
  'stream/client',
  'stream/sse',
].map((name) => `kit/${name}.ts`);
const doors = ['index.ts', 'contract.ts', 'testing.ts'];
const layerOf = (file: string) => file.split('/')[0]!;

/** A module's, or one of the parts it is made of. */
const isContract = (file: string) => /^modules\/[^/]+\/([a-z-]+\/)?contract\.ts$/.test(file);
const isSql = (file: string) => file.endsWith('.sql.ts');
const isDoor = (file: string) => doors.includes(file.split('/').slice(2).join('/'));
const ownFile = (source: Source, target: string) => moduleOf(source.file) === moduleOf(target);

/**
 * Platforms are reached by what connections hand out. A mailbox is none: the inbox reads it. Nor is who takes money for
 * the installation: billing asks them, which is below connections.
 */
const isWireOf = (target: string, module: string | undefined) =>
  module === 'connections' ||
  (module === 'inbox' && /^providers\/(mail\/|trouble\.ts$)/.test(target)) ||
  (module === 'billing' && /^providers\/((stripe|whop)\/|(trouble|wire)\.ts$)/.test(target));

/** Files of ours that are imported although they may not be. */
const imports = (
  applies: (source: Source) => boolean,
  allowed: (target: string, source: Source, one: Import) => boolean,
) =>
  each((source) =>
    applies(source)
      ? source.imports
          .filter((one) => one.isOurs && !allowed(one.target, source, one))
          .map((one) => at(source.file, one.line, `imports ${one.target}`))
      : [],
  );

const isModuleCode = ({ file }: Source) => moduleOf(file) !== undefined && !isTest(file) && !isScreen(file);

export const layers: readonly Rule[] = [
  {
    name: 'the kit knows nothing but the kit',
    find: imports(
      ({ file }) => layerOf(file) === 'kit' && !isTest(file),
      // Tests use the same outside as a demo does.
      (target, { file }) =>
        layerOf(target) === 'kit' || (file.startsWith('kit/testing/') && layerOf(target) === 'sandbox'),
    ),
    broken: {
      'kit/thing.ts': "import '../modules/inbox/index.ts';",
      'kit/http/other.ts': "import '../../app/config.ts';",
    },
  },
  {
    name: 'providers and the sandbox stand on packages alone',
    find: imports(
      ({ file }) => ['providers', 'sandbox'].includes(layerOf(file)),
      (target, { file }) => layerOf(target) === layerOf(file),
    ),
    broken: { 'sandbox/meta.ts': "import '../kit/ids.ts';", 'providers/meta.ts': "import '../kit/log.ts';" },
  },
  {
    name: 'a module is entered through its doors, and only from below',
    find: (sources, modules) =>
      sources.flatMap(({ file, imports: all }) => {
        const from = moduleOf(file);
        if (from === undefined) return [];
        return all.flatMap(({ target, line }) => {
          const to = moduleOf(target);
          if (to === undefined || to === from) return [];
          const isBelow = modules.indexOf(to) < modules.indexOf(from);
          if (!isBelow) return [at(file, line, `imports ${to}, which is not below it in app/modules.ts`)];
          return isDoor(target) || isScreen(target)
            ? []
            : [at(file, line, `imports ${target} past its doors`)];
        });
      }),
    broken: {
      'modules/inbox/replies.ts': "import '../workspaces/locations.ts';",
      'modules/workspaces/locations.ts': "import '../inbox/index.ts';",
    },
  },
  {
    name: 'a module stands on the kit and on modules',
    find: imports(isModuleCode, (target, { file }) => {
      const layer = layerOf(target);
      return (
        layer === 'kit' || layer === 'modules' || (layer === 'providers' && isWireOf(target, moduleOf(file)))
      );
    }),
    broken: {
      'modules/inbox/replies.ts': "import '../../providers/meta.ts';",
      'modules/inbox/jobs.ts': "import '../../app/config.ts';",
    },
  },
  {
    name: 'a contract is for both ends, so it holds what runs on both',
    find: imports(
      ({ file }) => isContract(file),
      (target) => browserSafeKit.includes(target) || isContract(target),
    ),
    broken: { 'modules/inbox/contract.ts': "import { sql } from '../../kit/sql.ts';" },
  },
  {
    name: 'what the browser gets of the kit brings nothing else of the kit along',
    find: imports(
      ({ file }) => browserSafeKit.includes(file),
      (target, _source, { isTypeOnly }) => isTypeOnly || browserSafeKit.includes(target),
    ),
    broken: { 'kit/page.ts': "import { sql } from './sql.ts';" },
  },
  {
    name: 'statements stand on sql, rows and the shapes of their own contract',
    find: imports(
      (source) => isModuleCode(source) && isSql(source.file),
      (target, source) =>
        /^kit\/(ctx|sql|ids|page|db\/[a-z-]+)\.ts$/.test(target) ||
        (ownFile(source, target) && (isContract(target) || isSql(target))),
    ),
    broken: { 'modules/inbox/replies.sql.ts': "import { queueReply } from './replies.ts';" },
  },
  {
    name: 'use cases do not know their routes',
    find: imports(
      (source) => isModuleCode(source) && !/\/(index|routes|testing)\.ts$/.test(source.file),
      (target, source) => !(ownFile(source, target) && /\/(index|routes)\.ts$/.test(target)),
    ),
    broken: { 'modules/inbox/replies.ts': "import { routes } from './routes.ts';" },
  },
  {
    name: 'a screen imports contracts and the web, nothing of the server',
    find: imports(
      ({ file }) => isScreen(file) && !isTest(file),
      (target, source) =>
        layerOf(target) === 'web' ||
        isContract(target) ||
        browserSafeKit.includes(target) ||
        (isScreen(target) && ownFile(source, target)),
    ),
    broken: { 'modules/inbox/web/Page.tsx': "import { queueReply } from '../replies.ts';" },
  },
  {
    name: 'the web knows contracts and screens, nothing of the server',
    find: imports(
      ({ file }) => layerOf(file) === 'web' && !isTest(file),
      (target) =>
        layerOf(target) === 'web' ||
        isContract(target) ||
        isScreen(target) ||
        browserSafeKit.includes(target),
    ),
    broken: { 'web/main.tsx': "import '../kit/log.ts';" },
  },
  {
    name: 'what runs in a browser asks for nothing of Node',
    find: each(({ file, imports: all }) =>
      ((layerOf(file) === 'web' && !file.endsWith('.mjs')) ||
        isScreen(file) ||
        isContract(file) ||
        browserSafeKit.includes(file)) &&
      !isTest(file)
        ? all
            .filter(({ target }) => target.startsWith('node:'))
            .map(({ target, line }) => at(file, line, `imports ${target}`))
        : [],
    ),
    broken: { 'modules/inbox/contract.ts': "import 'node:fs';", 'web/main.tsx': "import 'node:fs';" },
  },
  {
    name: 'models are reached through kit/ai, where every call is allowed and counted',
    find: each(({ file, imports: all }) =>
      file.startsWith('kit/ai/')
        ? []
        : all
            .filter(({ target }) => target === 'ai' || target.startsWith('@ai-sdk/'))
            .map(({ target, line }) => at(file, line, `imports ${target}`)),
    ),
    broken: {
      'modules/inbox/replies.ts': "import { generateText } from 'ai';",
      'kit/thing.ts': "import '@ai-sdk/openai-compatible';",
    },
  },
  {
    name: 'only tests and what is made for them import the test runner',
    find: each(({ file, imports: all }) =>
      isTest(file) || file.startsWith('kit/testing/') || /\/testing\.ts$/.test(file)
        ? []
        : all
            .filter(({ target }) => target === 'node:test')
            .map(({ target, line }) => at(file, line, `imports ${target}`)),
    ),
    broken: { 'kit/thing.ts': "import 'node:test';" },
  },
];
